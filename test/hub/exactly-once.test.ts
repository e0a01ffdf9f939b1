/** Whatever a network does to batches, each record is there once and what is missing is known. */
import fc from 'fast-check'
import { derivedRows, rebuilt } from './database-reader.ts'
import { batchBody, bootRecord, EVENING_S, post, smokeRecord } from './fake-kit.ts'
import { recordOf } from './sending-kit.ts'
import { type TestHub, testHub } from './test-hub.ts'

const NUMBERS = 40

let hub: TestHub
beforeEach(() => {
  hub = testHub()
})
afterEach(() => hub.close())

const kits = async (one = hub) => (await (await one.ask('/api/v1/kits')).json()).kits

interface Sent {
  readonly kit: number
  readonly log: number
  readonly first: number
  readonly count: number
}

const sent = fc.record({
  kit: fc.nat(1),
  // Both kits use the same names of logs, as chance may have it.
  log: fc.integer({ min: 7, max: 8 }),
  first: fc.nat(NUMBERS),
  count: fc.integer({ min: 1, max: 12 }),
})
/** Batches within a group are under way at once. */
const history = fc.array(fc.array(sent, { minLength: 1, maxLength: 5 }), { maxLength: 8 })

/** Logs of one kit differ in what they hold. */
const bytesOf = ({ kit, log }: Sent, n: number) => recordOf(kit + 2 * log, n)

const bodyOf = (one: Sent) =>
  batchBody(
    one.first,
    Array.from({ length: one.count }, (_, i) => bytesOf(one, one.first + i)),
    { kit: `kit-${one.kit}`, log: one.log },
  )

/** By kit and log, the numbers that were sent. */
function numbersOf(groups: readonly Sent[][]): Map<string, Set<number>> {
  const numbers = new Map<string, Set<number>>()
  for (const { kit, log, first, count } of groups.flat()) {
    const key = `kit-${kit} ${log}`
    const known = numbers.get(key) ?? new Set()
    numbers.set(key, known)
    for (let n = first; n < first + count; n++) known.add(n)
  }
  return numbers
}

/** Found by trying every number. */
function missingOf(numbers: ReadonlySet<number>): number {
  let missing = 0
  for (let n = 0; n < Math.max(...numbers); n++) if (!numbers.has(n)) missing++
  return missing
}

test('repeated, overlapping, reordered and at once: as if each had come once', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (groups) => {
      const one = testHub()
      for (const group of groups) {
        const replies = await Promise.all(group.map((batch) => post(one.ask, bodyOf(batch))))
        const upTo = await Promise.all(replies.map(async (reply) => (await reply.json()).stored))
        expect(upTo).toEqual(group.map(({ first, count }) => first + count - 1))
      }
      const rows = one.sql.all(
        'SELECT id, records.* FROM records JOIN kits ON number = kit ORDER BY id, log, sequence',
        [],
      )
      const records = rows.map((row) => ({
        kit: String(row['id']),
        log: Number(row['log']),
        sequence: Number(row['sequence']),
        bytes: Buffer.from([Number(row['type']), ...(row['payload'] as Uint8Array)]),
      }))
      const numbers = numbersOf(groups)
      const expected = [...numbers].sort().flatMap(([key, known]) => {
        const [kit, log] = key.split(' ') as [string, string]
        const place = { kit: Number(kit.slice(4)), log: Number(log), first: 0, count: 0 }
        return [...known]
          .sort((a, b) => a - b)
          .map((n) => ({
            kit,
            log: Number(log),
            sequence: n,
            bytes: Buffer.from(bytesOf(place, n)),
          }))
      })
      expect(records).toEqual(expected)
      for (const { id, records: count, missing } of await kits(one)) {
        const logs = [...numbers].filter(([key]) => key.startsWith(`${id} `))
        expect(missing).toBe(logs.reduce((sum, [, known]) => sum + missingOf(known), 0))
        expect(count).toBe(logs.reduce((sum, [, known]) => sum + known.size, 0))
      }
      expect(derivedRows((select) => one.sql.all(select, []))).toEqual(rebuilt(records))
      one.close()
    }),
    { numRuns: 40 },
  )
})

test('a batch that was long on its way does not set the kit back', async () => {
  const late = batchBody(0, [bootRecord(1)], { boot: 1, dropped: 2, backlog: 9 })
  const newer = batchBody(1, [bootRecord(2)], { boot: 2, dropped: 5, backlog: 0 })
  await post(hub.ask, newer)
  await post(hub.ask, late)
  expect(await kits()).toMatchObject([{ boot: 2, dropped: 5, backlog: 0, records: 2 }])
  // A wiped kit counts its boots anew.
  await post(hub.ask, batchBody(0, [bootRecord(1)], { log: 8, boot: 1, dropped: 0 }))
  expect(await kits()).toMatchObject([{ boot: 1, dropped: 0, records: 3 }])
})

describe('what a kit lost for its other targets', () => {
  const others = (value: unknown) => batchBody(0, [smokeRecord(EVENING_S, 1)], { others: value })

  test('is shown as it tells, and empty when it does not', async () => {
    await post(hub.ask, others([0, 4_294_967_295]))
    expect((await kits())[0].droppedElsewhere).toEqual([0, 4_294_967_295])
    await post(hub.ask, others([]))
    expect((await kits())[0].droppedElsewhere).toEqual([])
    await post(hub.ask, others(undefined))
    expect((await kits())[0].droppedElsewhere).toEqual([])
  })

  const wrong: [string, unknown][] = [
    ['five numbers', [1, 2, 3, 4, 5]],
    ['a number of 33 bits', [2 ** 32]],
    ['text in the list', ['1']],
    ['a number', 3],
    ['text', 'none'],
  ]
  for (const [name, value] of wrong)
    test(`is refused as ${name}`, async () => {
      expect((await post(hub.ask, others(value))).status).toBe(400)
      expect(await kits()).toEqual([])
    })
})
