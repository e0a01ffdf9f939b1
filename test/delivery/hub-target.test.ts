/** The hub's batch and reply, with nothing around them but a journal. */
import { decode } from 'cborg'
import { LATER, READY, REFUSED, STORED } from '../../device/delivery/target.ts'
import { HubTarget } from '../../device/delivery/targets/hub.ts'
import { openTargets } from '../../device/delivery/targets/open.ts'
import { Journal } from '../../device/journal/journal.ts'
import { CborWriter } from '../../device/payload/cbor.ts'
import { WallClock } from '../../device/time/wall-clock.ts'
import { FlashModel } from '../journal/flash-model.ts'
import type { Batch } from '../support/delivery-bench.ts'

const URL = 'http://hub/api'
const status = (batteryMv: number) => () => ({ id: 'kit-1', uptimeS: 5, batteryMv })

function journalOf(records: number, targets: number, length = 20): Journal {
  const flash = new FlashModel({ blocks: 8, blockLength: 4096, writeAlign: 1 })
  const journal = new Journal(flash, targets)
  journal.recover(99)
  for (let i = 0; i < records; i++) journal.append(1, new Uint8Array(length).fill(i), length)
  return journal
}

function hubOf(journal: Journal, number: number, targets: number, batteryMv = -1, room = 1_024) {
  const cbor = new CborWriter(room)
  const hub = new HubTarget(URL, number, targets, journal, cbor, { status: status(batteryMv) })
  const batch = () => decode(cbor.bytes.slice(0, hub.length), { strict: true }) as Batch
  return { hub, batch }
}

test('tells what the other targets never got, in their order, itself left out', () => {
  const journal = journalOf(3, 3)
  journal.acknowledge(0, 0, 2, 2)
  journal.acknowledge(2, 0, 1, 1)
  for (const [number, others] of [
    [0, [0, 1]],
    [1, [2, 1]],
    [2, [2, 0]],
  ] as const) {
    const { hub, batch } = hubOf(journal, number, 3)
    expect(hub.fill(255, 0)).toBe(READY)
    expect(batch().others).toEqual(others)
  }
})

test('a kit with one target says nothing of others', () => {
  const { hub, batch } = hubOf(journalOf(3, 1), 0, 1)
  hub.fill(255, 0)
  expect(Object.keys(batch())).toEqual(
    'v kit log boot uptime dropped first records backlog'.split(' '),
  )
})

test.each([
  [-1, undefined],
  [0, 0],
  [3_987, 3_987],
])('a supply of %i mV', (batteryMv, told) => {
  const { hub, batch } = hubOf(journalOf(1, 1), 0, 1, batteryMv)
  hub.fill(255, 0)
  expect(batch().battery).toBe(told)
})

test('a batch ends before a record that is gone, and the next one begins behind it', () => {
  const flash = new FlashModel({ blocks: 8, blockLength: 4096, writeAlign: 1 })
  const journal = new Journal(flash, 1)
  journal.recover(99)
  for (let i = 0; i < 6; i++) journal.append(1, new Uint8Array(20).fill(i + 10), 20)
  // A byte in the payload of record 3 rots.
  flash.bytes[64 + 3 * 26 + 9]! ^= 0x40
  const { hub, batch } = hubOf(journal, 0, 1)
  hub.fill(255, 0)
  expect([batch().first, batch().records.length, hub.end]).toEqual([0, 3, 3])
  journal.acknowledge(0, 0, 3)
  hub.fill(255, 0)
  expect([batch().first, batch().records.length, batch().dropped]).toEqual([4, 2, 1])
})

test('a batch is as long as its buffer lets it be, to the byte', () => {
  const journal = journalOf(4, 1, 20)
  const { hub } = hubOf(journal, 0, 1)
  hub.fill(2, 0)
  const two = hub.length
  hub.fill(3, 0)
  const three = hub.length
  // A record's head is counted with three bytes, and the backlog that follows with thirteen.
  const spare = 3 + 13 - (three - two - 20) - 'backlog'.length - 2
  for (const [room, count] of [
    [three + spare, 3],
    [three + spare - 1, 2],
  ] as const) {
    const small = hubOf(journal, 0, 1, -1, room)
    small.hub.fill(255, 0)
    expect(small.batch().records.length).toBe(count)
  }
})

describe('a reply', () => {
  const judged = (httpStatus: number, text: string) => {
    const { hub } = hubOf(journalOf(5, 1), 0, 1)
    hub.fill(3, 0)
    return [hub.judge(httpStatus, text), hub.end]
  }

  test.each([
    ['{"stored":2}', [STORED, 3]],
    ['{"stored":0}', [STORED, 1]],
    // The hub has more than was sent: what was sent is believed.
    ['{"stored":4}', [STORED, 3]],
    ['{"stored":5}', [LATER, 3]],
    ['{"stored":-1}', [LATER, 3]],
    ['{"stored":1.5}', [LATER, 3]],
    ['{"stored":"2"}', [LATER, 3]],
    ['{"stored":true}', [LATER, 3]],
    ['{"stored":[2]}', [LATER, 3]],
    ['{"stored":null}', [LATER, 3]],
    ['{}', [LATER, 3]],
    ['2', [LATER, 3]],
    ['null', [LATER, 3]],
    ['{"stored":2', [LATER, 3]],
    ['', [LATER, 3]],
  ])('%s', (text, outcome) => {
    expect(judged(200, text)).toEqual(outcome)
  })

  test.each([
    [201, LATER],
    [302, LATER],
    [400, LATER],
    [409, LATER],
    [422, LATER],
    [429, LATER],
    [500, LATER],
    [0, LATER],
  ])('of status %i is judged by it, whatever its text', (httpStatus, outcome) => {
    expect(judged(httpStatus, '{"stored":2}')[0]).toBe(outcome)
  })

  const REASON = '{"error":"conflict","reason":"record 2 is stored already"}'
  test.each([
    [409, REASON, REFUSED],
    [422, REASON, REFUSED],
    [422, '{"error":"', REFUSED],
    [422, '{"error":', LATER],
    [409, ` ${REASON}`, LATER],
    [422, '<html>', LATER],
    [422, '', LATER],
    [400, REASON, LATER],
    [500, REASON, LATER],
  ])('a refusal counts in the hub’s own words: %i %s', (httpStatus, text, outcome) => {
    expect(judged(httpStatus, text)[0]).toBe(outcome)
  })
})

test('each config opens its own kind of target, and all others share what they are made of', () => {
  const journal = journalOf(0, 3)
  const host = { journal, clock: new WallClock(), periodS: 300, id: 'k', status: status(-1) }
  const targets = openTargets(
    [
      { kind: 'influxdb', url: 'http://db/write' },
      { kind: 'hub', url: URL },
      { kind: 'influxdb', url: 'http://db2/write?db=x' },
    ],
    new CborWriter(256),
    host,
  )
  expect(targets.map(({ url }) => url)).toEqual([
    'http://db/write?precision=s',
    URL,
    'http://db2/write?db=x&precision=s',
  ])
  expect(targets[1]).toBeInstanceOf(HubTarget)
  const workshops = targets.map((target) => (target as unknown as { workshop: object }).workshop)
  expect(workshops[0]).toBe(workshops[2])
})
