/** Whether records come, and in time: of kits that are lucky, and of others. */
import type { ScenarioResult } from '../../../host-tools/simulator/run/result.ts'
import { BME280, failure, findingAt, inBoth, kitsOf, resultOf } from './tiny.ts'

const EXPECT = [
  { expect: 'nothing-lost' },
  { expect: 'all-counted' },
  { expect: 'nothing-invented' },
  { expect: 'delivered-within', time: '1 min' },
  { expect: 'backlog-below', records: 2 },
]
const [LOST, COUNTED, INVENTED, WITHIN, BACKLOG] = [0, 1, 2, 3, 4] as const

describe('a kit whose log is too small for an outage, beside one that has none', () => {
  let result: ScenarioResult
  beforeAll(async () => {
    result = await resultOf({
      settle: '5 min',
      kits: [kitsOf({ config: { periodS: 10 }, flash: { blocks: 4, blockLength: 256 } })],
      faults: [{ fault: 'wifi-outage', kits: 'a-01', from: '5 min', until: '30 min' }],
      expect: EXPECT,
    })
  })

  test('what it lost is told with its number and moment, and in both languages', () => {
    const { lost } = result.kits[0]!
    expect(lost).toBeGreaterThan(20)
    const { words, atS } = failure(findingAt(result, 'a-01', LOST))
    const told = /^(\d+) durable records never reached the hub, the first is (\d+)$/.exec(words.en)!
    expect(Number(told[1])).toBe(lost)
    expect(words.nl).toBe(
      `${lost} bewaarde records kwamen nooit bij de hub, het eerste is ${told[2]}`,
    )
    // The log keeps its newest records, so the first that is lost is the first of the outage.
    expect(atS).toBeGreaterThanOrEqual(270)
    expect(atS).toBeLessThanOrEqual(310)
  })

  test('but it is counted, and nothing is invented', () => {
    const { lost } = result.kits[0]!
    expect(findingAt(result, 'a-01', COUNTED)).toEqual({
      kind: 'met',
      figure: `${lost} counted of ${lost}`,
    })
    expect(findingAt(result, 'a-01', INVENTED)).toEqual({ kind: 'met' })
  })

  test('what it kept came late', () => {
    const { words } = failure(findingAt(result, 'a-01', WITHIN))
    expect(words.en).toMatch(
      /^[\d.]+ % came within 1 min, the latest after [\d.]+ (s|min), and \d+ not at all$/,
    )
    expect(words.nl).toMatch(
      /^[\d.]+ % kwam binnen 1 min, de laatste na [\d.]+ (s|min), en \d+ helemaal niet$/,
    )
  })

  test('of the other kit all is as expected', () => {
    expect(EXPECT.map((_, i) => inBoth(findingAt(result, 'a-02', i)))).toEqual(
      EXPECT.map(() => 'met'),
    )
    expect(result.verdicts.map(({ outcome, kits, failed }) => [outcome, kits, failed])).toEqual([
      ['failed', 2, 1],
      ['met', 2, 0],
      ['met', 2, 0],
      ['failed', 2, 1],
      ['met', 2, 0],
    ])
    expect(result.passed).toBe(false)
  })
})

test('what waits at the end is not lost, and is told as a backlog', async () => {
  const result = await resultOf({
    duration: '20 min',
    faults: [{ fault: 'internet-outage', kits: 'a-02' }],
    expect: EXPECT,
  })
  const { backlog, delivered } = result.kits[1]!
  expect(delivered).toBe(0)
  expect(backlog).toBeGreaterThan(15)
  expect(inBoth(findingAt(result, 'a-02', LOST))).toBe('met')
  expect(failure(findingAt(result, 'a-02', BACKLOG))).toEqual({
    kind: 'failed',
    words: {
      en: `${backlog} records still wait in the kit at the end`,
      nl: `aan het eind wachten nog ${backlog} records in de kit`,
    },
    atS: 1_200,
  })
  expect(failure(findingAt(result, 'a-02', WITHIN)).words).toEqual({
    en: `no record arrived; ${backlog} wait in the kit`,
    nl: `geen enkel record kwam aan; ${backlog} wachten in de kit`,
  })
  expect(inBoth(findingAt(result, 'a-01', BACKLOG))).toBe('met')
})

test('a kit without a hub: its target lacks some, and what needs a hub is not tried', async () => {
  const config = { periodS: 10, targets: [{ kind: 'influxdb' }] }
  const result = await resultOf({
    kits: [kitsOf({ count: 1, parts: [BME280], config, flash: { blocks: 4, blockLength: 256 } })],
    settle: '2 min',
    faults: [{ fault: 'failing-target', from: '2 min', until: '28 min' }],
    expect: EXPECT,
  })
  const { lost } = result.kits[0]!
  expect(lost).toBeGreaterThan(20)
  expect(failure(findingAt(result, 'a-01', LOST)).words).toEqual({
    en: `${lost} records never reached influxdb`,
    nl: `${lost} records hebben influxdb nooit bereikt`,
  })
  for (const place of [COUNTED, WITHIN])
    expect(findingAt(result, 'a-01', place)).toEqual({
      kind: 'untried',
      words: { en: 'this kit has no hub', nl: 'deze kit heeft geen hub' },
    })
  expect(result.verdicts[COUNTED]).toMatchObject({ outcome: 'untried', kits: 1, untried: 1 })
})
