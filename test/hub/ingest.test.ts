import fc from 'fast-check'
import {
  averageRecord,
  batchBody,
  bootRecord,
  clockRecord,
  EVENING_S,
  PERIOD_S,
  post,
  type RecordBytes,
  smokeRecord,
} from './fake-kit.ts'
import { NOW_MS, type TestHub, testHub } from './test-hub.ts'

let hub: TestHub
beforeEach(() => {
  hub = testHub()
})
afterEach(() => hub.close())

const records = async (query = '') => (await hub.ask(`/api/v1/records${query}`)).json()
const kits = async () => (await (await hub.ask('/api/v1/kits')).json()).kits

describe('a batch', () => {
  test('is acknowledged with its last number and shows as records and kit', async () => {
    const reply = await post(
      hub.ask,
      batchBody(5, [bootRecord(1), smokeRecord(EVENING_S, 1234, 8)], { battery: 3900 }),
    )
    expect(reply.status).toBe(200)
    expect(await reply.json()).toEqual({ stored: 6 })
    expect(await kits()).toEqual([
      {
        id: 'kit-01',
        lastSeen: new Date(NOW_MS).toISOString(),
        lastRecordEnd: '2018-12-31T18:05:00Z',
        batteryMv: 3900,
        flags: ['humid'],
        backlog: null,
        dropped: 0,
        droppedElsewhere: [],
        missing: 5,
        unresolved: 0,
        records: 2,
        firmware: '0.1.0',
        boot: 1,
        uptimeS: 60,
      },
    ])
    expect(await records()).toMatchObject([
      { kit: 'kit-01', start_utc: '2018-12-31T18:00:00Z', quantity: 'pm25', mean: 12.34 },
    ])
  })

  test('sent again is acknowledged again and stored once', async () => {
    const body = batchBody(0, [smokeRecord(EVENING_S, 1), smokeRecord(EVENING_S + PERIOD_S, 2)])
    await post(hub.ask, body)
    const reply = await post(hub.ask, body)
    expect(await reply.json()).toEqual({ stored: 1 })
    expect(await records()).toHaveLength(2)
    expect((await kits())[0].records).toBe(2)
  })

  test('that overlaps an earlier one adds only what is new', async () => {
    const [a, b, c] = [0, 1, 2].map((i) => smokeRecord(EVENING_S + i * PERIOD_S, i)) as [
      RecordBytes,
      RecordBytes,
      RecordBytes,
    ]
    await post(hub.ask, batchBody(0, [a, b]))
    expect(await (await post(hub.ask, batchBody(1, [b, c]))).json()).toEqual({ stored: 2 })
    expect((await records()).map((row: { sequence: number }) => row.sequence)).toEqual([0, 1, 2])
  })

  test('with another record under a stored number changes nothing', async () => {
    await post(hub.ask, batchBody(3, [smokeRecord(EVENING_S, 1)]))
    const before = [await records(), await kits()]
    const reply = await post(
      hub.ask,
      batchBody(2, [smokeRecord(EVENING_S, 7), smokeRecord(EVENING_S, 2)], { battery: 1 }),
    )
    expect(reply.status).toBe(409)
    expect((await reply.json()).reason).toContain('record 3 of log 7')
    expect([await records(), await kits()]).toEqual(before)
  })

  test('of a wiped kit counts from 0 again in a new log', async () => {
    await post(hub.ask, batchBody(0, [smokeRecord(EVENING_S, 1)]))
    await post(hub.ask, batchBody(0, [smokeRecord(EVENING_S + PERIOD_S, 2)], { log: 8 }))
    expect(await records()).toHaveLength(2)
  })

  test('keeps records of types and quantities that the hub does not know', async () => {
    const unknownType = Uint8Array.of(99, 1, 2, 3)
    const unknownQuantity = averageRecord(EVENING_S, [{ quantity: 42, mean: -5 }])
    const reply = await post(hub.ask, batchBody(0, [unknownType, unknownQuantity]))
    expect(reply.status).toBe(200)
    expect(hub.sql.first('SELECT payload FROM records WHERE type = 99', [])).toEqual({
      payload: Uint8Array.of(1, 2, 3),
    })
    expect(await records()).toMatchObject([{ quantity: 'quantity-42', mean: -5, unit: 'steps' }])
  })

  test('with backlog and drops reports them', async () => {
    await post(hub.ask, batchBody(0, [bootRecord(1)], { backlog: 12, dropped: 3 }))
    expect(await kits()).toMatchObject([{ backlog: 12, dropped: 3 }])
  })

  test('with several channels of one part and quantity keeps them all', async () => {
    const twins = [
      { quantity: 3, part: 2, mean: 100 },
      { quantity: 3, part: 2, mean: 200 },
    ]
    await post(hub.ask, batchBody(0, [averageRecord(EVENING_S, twins)]))
    expect(await records()).toMatchObject([{ mean: 1 }, { mean: 2 }])
  })
})

describe('an average from before the clock was known', () => {
  const early = averageRecord(10, [{ quantity: 1, mean: 100 }], { clockKnown: false })

  test('is reported without time until a clock record of the same boot comes', async () => {
    await post(hub.ask, batchBody(0, [early]))
    expect(await records()).toMatchObject([{ start_utc: null, since_boot_s: 10, mean: 1 }])
    expect(await kits()).toMatchObject([{ unresolved: 1, lastRecordEnd: null }])
    const elsewhere = [
      batchBody(1, [clockRecord(2, 0, EVENING_S * 1000)]),
      batchBody(1, [clockRecord(1, 0, EVENING_S * 1000)], { log: 8 }),
      batchBody(1, [clockRecord(1, 0, EVENING_S * 1000)], { kit: 'kit-02' }),
    ]
    for (const body of elsewhere) expect((await post(hub.ask, body)).status).toBe(200)
    expect(await records()).toMatchObject([{ start_utc: null }])
    await post(hub.ask, batchBody(2, [clockRecord(1, 60_000, (EVENING_S + 60) * 1000)]))
    expect(await records()).toMatchObject([{ start_utc: '2018-12-31T18:00:10Z', since_boot_s: 10 }])
    expect((await kits())[0].unresolved).toBe(0)
  })

  test('gets the same time in whatever order the records arrive', async () => {
    const all = [
      early,
      averageRecord(310, [{ quantity: 1, mean: 5 }], { clockKnown: false }),
      clockRecord(1, 400_000, (EVENING_S + 400) * 1000),
      clockRecord(1, 900_000, (EVENING_S + 903) * 1000),
      smokeRecord(EVENING_S + 600, 7),
    ]
    const arrival = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 })
    await fc.assert(
      fc.asyncProperty(arrival, async (order) => {
        const one = testHub()
        for (const i of order) await post(one.ask, batchBody(i, [all[i]!]))
        const rows = await (await one.ask('/api/v1/records')).json()
        one.close()
        expect(rows.map((row: { start_utc: string }) => row.start_utc)).toEqual([
          '2018-12-31T18:00:10Z',
          '2018-12-31T18:05:10Z',
          '2018-12-31T18:10:00Z',
        ])
      }),
      { numRuns: 40 },
    )
  })
})

describe('a refusal', () => {
  const good = batchBody(0, [smokeRecord(EVENING_S, 1)])
  const cases: [name: string, status: number, body: BodyInit, type?: string][] = [
    ['an empty body', 400, ''],
    ['text', 400, 'hello'],
    ['a body cut short', 400, good.slice(0, -1)],
    ['a byte too many', 400, Uint8Array.of(...good, 0)],
    ['deep nesting', 400, new Uint8Array(60_000).fill(0x81)],
    ['an array of 2^53 items', 400, Uint8Array.of(0x9b, 0, 0x1f, 255, 255, 255, 255, 255, 255)],
    ['a kit name with a slash', 400, batchBody(0, [bootRecord(1)], { kit: 'a/b' })],
    ['a kit name too long', 400, batchBody(0, [bootRecord(1)], { kit: 'a'.repeat(33) })],
    ['no records', 400, batchBody(0, [])],
    ['65 records', 400, batchBody(0, new Array(65).fill(bootRecord(1)))],
    ['numbers past 2^32', 400, batchBody(0xffff_ffff, [bootRecord(1), bootRecord(1)])],
    ['another content type', 415, good, 'application/json'],
    ['a body over 64 KiB', 413, new Uint8Array(64 * 1024 + 1)],
    ['a record of the journal', 422, batchBody(0, [Uint8Array.of(128, 1)])],
    ['a record of type 0', 422, batchBody(0, [Uint8Array.of(0, 1)])],
    ['a torn record', 422, batchBody(0, [smokeRecord(EVENING_S, 1).slice(0, -1)])],
    ['an impossible value', 422, batchBody(0, [smokeRecord(EVENING_S, 100_001)])],
    ['a start in 1971', 422, batchBody(0, [smokeRecord(31_536_000, 1)])],
  ]

  for (const [name, status, body, type] of cases)
    test(`of ${name} is ${status} with a reason and changes nothing`, async () => {
      const reply = await post(hub.ask, body, type)
      expect(reply.status).toBe(status)
      const { error, reason } = await reply.json()
      expect(error.length * reason.length).toBeGreaterThan(0)
      expect(await kits()).toEqual([])
    })

  test('names the record that is wrong, and keeps none of its batch', async () => {
    const reply = await post(
      hub.ask,
      batchBody(40, [bootRecord(1), smokeRecord(EVENING_S, 1), Uint8Array.of(1, 1)]),
    )
    expect(reply.status).toBe(422)
    expect((await reply.json()).reason).toContain('record 42, type 1: ends too early')
    expect(await records()).toEqual([])
  })
})
