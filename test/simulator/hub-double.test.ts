/** The hub's double against the hub: the same batches get the same answers. */
import { HubDouble } from '../../host-tools/simulator/hub-double.ts'
import { Exchange } from '../../host-tools/simulator/network.ts'
import { batchBody, bootRecord, EVENING_S, post, smokeRecord } from '../hub/fake-kit.ts'
import { type TestHub, testHub } from '../hub/test-hub.ts'

/** Record `sequence` of a log, always the same. */
const record = (sequence: number) =>
  sequence === 0 ? bootRecord(1) : smokeRecord(EVENING_S + sequence * 300, sequence)

const range = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i)

/** First and count of each batch; `log` names another log. */
const SEQUENCES: [string, { first: number; count: number; log?: number }[]][] = [
  [
    'in order',
    [
      { first: 0, count: 3 },
      { first: 3, count: 1 },
      { first: 4, count: 23 },
    ],
  ],
  [
    'the same batch again',
    [
      { first: 0, count: 5 },
      { first: 0, count: 5 },
    ],
  ],
  [
    'overlapping, by part and whole',
    [
      { first: 0, count: 10 },
      { first: 5, count: 10 },
      { first: 2, count: 3 },
      { first: 0, count: 16 },
    ],
  ],
  [
    'with a gap',
    [
      { first: 0, count: 2 },
      { first: 40, count: 4 },
      { first: 44, count: 1 },
    ],
  ],
  [
    'not from the beginning',
    [
      { first: 100, count: 4 },
      { first: 104, count: 4 },
    ],
  ],
  [
    'of a log that was wiped',
    [
      { first: 0, count: 9 },
      { first: 0, count: 4, log: 8 },
    ],
  ],
]

describe.each(SEQUENCES)('batches %s', (_name, batches) => {
  let hub: TestHub
  beforeEach(() => {
    hub = testHub()
  })
  afterEach(() => hub.close())

  test('get the same replies, and as many records are kept', async () => {
    const double = new HubDouble()
    for (const { first, count, log = 7 } of batches) {
      const body = batchBody(first, range(first, count).map(record), { log })
      const exchange = new Exchange()
      exchange.body = body
      double.serve(exchange)
      const reply = await post(hub.ask, body)
      expect([exchange.status, JSON.parse(exchange.text)]).toEqual([
        reply.status,
        await reply.json(),
      ])
    }
    const kept = hub.sql.first('SELECT COUNT(*) AS n FROM records', [])
    expect(double.records).toBe(Number(kept?.['n']))
  })
})

test('what is no batch is refused by both', async () => {
  const hub = testHub()
  const good = batchBody(0, range(0, 3).map(record))
  const bad = [
    good.subarray(0, 40),
    good.subarray(0, good.length - 1),
    new Uint8Array(0),
    Uint8Array.of(0xbb, 255, 255, 255, 255, 255, 255, 255, 255),
  ]
  for (const body of [...bad, Uint8Array.of(...good, 0)]) {
    const exchange = new Exchange()
    exchange.body = body
    const double = new HubDouble()
    double.serve(exchange)
    const reply = await post(hub.ask, new Uint8Array(body))
    expect([exchange.status, double.records]).toEqual([reply.status, 0])
  }
  hub.close()
})
