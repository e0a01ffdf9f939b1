import fc from 'fast-check'
import { BME280 } from '../../device/sensors/bme280.ts'
import { SDS011 } from '../../device/sensors/sds011.ts'
import { SHT3X } from '../../device/sensors/sht3x.ts'
import { PeriodBench } from '../support/period-bench.ts'

/** 2026-12-31 23:55:00 UTC, the beginning of a five-minute period. */
const EVE_MS = Date.UTC(2026, 11, 31, 23, 55)
const S = 1000

/** [clock known, start, length in s, readings counted] of each record; UTC relative to EVE_MS. */
function table(bench: PeriodBench) {
  return bench.records.map(({ clockKnown, startS, lengthS, channels }) => [
    clockKnown,
    clockKnown ? startS - EVE_MS / S : startS,
    lengthS,
    channels[0]!.count,
  ])
}

describe('without a clock', () => {
  test('periods are counted from boot', () => {
    expect(table(new PeriodBench(300).runTo(900 * S))).toEqual([
      [false, 0, 300, 299],
      [false, 300, 300, 300],
      [false, 600, 300, 300],
    ])
  })

  test('a turn that comes late does not move the periods that follow', () => {
    const bench = new PeriodBench(300).runTo(299 * S)
    bench.nowMs = 301_700
    bench.periods.run(bench.nowMs)
    const starts = bench.runTo(1_200 * S).records.map(({ startS }) => startS)
    expect(starts).toEqual([0, 300, 600, 900])
  })

  test('the one that runs when the time arrives ends there, with its true length', () => {
    const bench = new PeriodBench(300)
      .runTo(400 * S)
      .setClock(EVE_MS + 42 * S)
      .runTo(1300 * S)
    expect(table(bench)).toEqual([
      [false, 0, 300, 299],
      [false, 300, 100, 101],
      [true, 0, 300, 257],
      [true, 300, 300, 300],
      [true, 600, 300, 300],
    ])
    expect(bench.records[1]!.channels[0]!.expected).toBe(100)
  })

  test('a time that arrives in the first second makes no record of its own', () => {
    const bench = new PeriodBench(300)
      .runTo(500)
      .setClock(EVE_MS)
      .runTo(301 * S)
    expect(table(bench)).toEqual([[true, 0, 300, 300]])
  })
})

describe('with a clock', () => {
  test('periods begin at multiples of their length in UTC', () => {
    for (const periodS of [10, 60, 300, 900, 720]) {
      const bench = new PeriodBench(periodS).setClock(EVE_MS + 123_456).runTo(4 * periodS * S)
      expect(bench.records.length).toBeGreaterThanOrEqual(4)
      for (const { startS, lengthS } of bench.records) {
        expect(startS % periodS).toBe(0)
        expect(lengthS).toBe(periodS)
      }
    }
  })

  test('the first is seen in part, and its coverage says so', () => {
    const bench = new PeriodBench(300).setClock(EVE_MS + 290 * S).runTo(11 * S)
    expect(bench.records[0]!.channels[0]).toMatchObject({ expected: 300, count: 9 })
  })

  test('a part without a turn in that short rest is not called missing', () => {
    const bench = new PeriodBench(300, [BME280])
      .runTo(5 * S)
      .setClock(EVE_MS + 297 * S)
      .runTo(9 * S)
    expect(bench.records.at(-1)!.channels[0]).toMatchObject({ count: 0, flags: 0, expected: 30 })
  })
})

describe('steps of the clock', () => {
  const steady = () => new PeriodBench(300).setClock(EVE_MS).runTo(100 * S)

  test.each([
    ['forward within the period', 50 * S, [[true, 0, 300, 249]]],
    ['back within the period', -50 * S, [[true, 0, 300, 349]]],
    [
      'forward to the next period',
      250 * S,
      [
        [true, 0, 300, 100],
        [true, 300, 300, 249],
      ],
    ],
    [
      'forward by an hour',
      3600 * S,
      [
        [true, 0, 300, 100],
        [true, 3600, 300, 199],
      ],
    ],
    [
      'back to the period before',
      -150 * S,
      [
        [true, 0, 300, 100],
        [true, -300, 300, 49],
      ],
    ],
    ['by nothing', 0, [[true, 0, 300, 299]]],
  ])('%s', (_name, stepMs, expected) => {
    const bench = steady().setClock(EVE_MS + 100 * S + stepMs)
    const endMs = bench.periods.dueMs
    expect(table(bench.runTo(endMs))).toEqual(expected)
  })

  test('a correction by a moment does not open the period again that has just closed', () => {
    const bench = steady().runTo(300 * S + 10)
    bench.setClock(EVE_MS + 300 * S - 20).runTo(900 * S)
    expect(table(bench).map(([, startS]) => startS)).toEqual([0, 300])
    expect(bench.periods.dueMs).toBe(900 * S + 30)
  })

  test('set back behind a period that is over: nobody takes the next ones for those before', () => {
    const bench = steady().runTo(302 * S)
    bench.setClock(EVE_MS + 297 * S).runTo(960 * S)
    expect(table(bench)).toEqual([
      [true, 0, 300, 299],
      [true, 300, 300, 3],
      [true, 298, 2, 2],
      [true, 301, 299, 300],
      [true, 600, 300, 300],
    ])
  })

  test('set back by an hour, and once more: no start is told twice', () => {
    const bench = steady().runTo(5_000 * S)
    for (let i = 0; i < 3; i++) bench.setClock(EVE_MS + 900 * S).runTo(bench.nowMs + 4_000 * S)
    const starts = table(bench).map(([, startS]) => startS)
    expect(starts.length).toBeGreaterThan(50)
    expect(new Set(starts).size).toBe(starts.length)
  })

  test('whatever the steps, every reading is counted once, and only once', () => {
    const step = fc.record({
      waitMs: fc.integer({ min: 0, max: 700 * S }),
      utcMs: fc.oneof(
        fc.integer({ min: EVE_MS - 1000 * S, max: EVE_MS + 1000 * S }),
        fc.integer({ min: -3, max: 3 }).map((k) => EVE_MS + k * 300 * S),
      ),
    })
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 8 }),
        fc.constantFrom(10, 60, 300),
        (steps, periodS) => {
          const bench = new PeriodBench(periodS)
          for (const { waitMs, utcMs } of steps) bench.runTo(bench.nowMs + waitMs).setClock(utcMs)
          bench.runTo(bench.nowMs + 400 * S).finish()
          let next = 1
          for (const [first, last] of bench.spans()) {
            expect(first).toBe(next)
            next = last + 1
          }
          // The turn under way has not been collected.
          expect(next).toBe(bench.drivers[0]!.given)
          for (const record of bench.records) {
            expect(record.lengthS).toBeGreaterThan(0)
            if (!record.clockKnown) continue
            // To its period's end, from its beginning where no average has begun there.
            const isWhole = record.startS % periodS === 0 && record.lengthS === periodS
            expect(isWhole || (record.startS + record.lengthS) % periodS === 0).toBe(true)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})

test('humid air flags the particle channels of the whole kit', () => {
  const bench = new PeriodBench(300, [SDS011, SHT3X])
  // 70.01 % in the turn that the bench takes first; the next one is never collected.
  bench.drivers[1]!.queue.push([2000, 7001])
  bench.drivers[1]!.given = 7001
  bench.runTo(9_500).finish()
  const flags = bench.records[0]!.channels.map((channel) => channel.flags & 8)
  expect(flags).toEqual([8, 8, 0, 0])
})

test('more channels than one record holds are spread over several, and none is lost', () => {
  const wide = { ...SDS011, channels: [...SDS011.channels, ...SDS011.channels] }
  const parts = [wide, BME280, wide, BME280, wide, BME280]
  const bench = new PeriodBench(300, parts).setClock(EVE_MS)
  for (const driver of bench.drivers) driver.step = 150
  bench.runTo(601 * S)
  for (const startS of [0, 300]) {
    const records = bench.records.filter((record) => record.startS === EVE_MS / S + startS)
    expect(records.length).toBeGreaterThan(1)
    expect(records.flatMap((record) => record.channels.map((channel) => channel.part))).toEqual(
      parts.flatMap((part) => part.channels.map(() => part.code)),
    )
    for (const { channels } of records) {
      for (const { count, expected } of channels) expect(count).toBeGreaterThanOrEqual(expected - 1)
    }
  }
})
