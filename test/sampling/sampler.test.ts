import { RecordWriter } from '../../device/payload/record.ts'
import { FLAGS } from '../../device/sampling/flags.ts'
import { Sampler } from '../../device/sampling/sampler.ts'
import { BME280 } from '../../device/sensors/bme280.ts'
import {
  CHECKSUM,
  DEFECT,
  NEXT_STEP,
  NO_ANSWER,
  NOT_READY,
  OUT_OF_RANGE,
  PROTOCOL,
  WARMING_UP,
} from '../../device/sensors/driver.ts'
import { SDS011 } from '../../device/sensors/sds011.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { readAverage } from '../support/read-average.ts'
import { ScriptedDriver } from '../support/scripted-driver.ts'

const flagNames = (flags: number) => FLAGS.filter((_, bit) => (flags & (1 << bit)) !== 0)

class Bench {
  readonly driver: ScriptedDriver
  readonly sampler: Sampler
  private readonly record = new RecordWriter()
  private nowMs = 0

  constructor(part = SDS011) {
    this.driver = new ScriptedDriver(part)
    this.sampler = new Sampler(this.driver)
    this.sampler.run(0)
  }

  /** The next turn brings these outcomes. */
  turn(...outcomes: (number | number[])[]): this {
    this.driver.queue.push(...outcomes)
    const starts = this.driver.starts
    while (this.driver.starts === starts) {
      this.nowMs = this.sampler.dueMs
      this.sampler.run(this.nowMs)
    }
    return this
  }

  close(periodMs = 300_000, humid = false) {
    this.record.beginAverage(1, false, 0, 300)
    this.sampler.close(this.record, periodMs, humid)
    return readAverage(this.record).channels
  }

  flags() {
    return this.close().map(({ flags }) => flagNames(flags))
  }
}

describe('what a turn’s outcomes become', () => {
  const VALUE = [100, 200]
  test.each([
    ['a reading', [VALUE], 1, 0, []],
    ['two readings', [VALUE, VALUE], 2, 0, []],
    ['warming up', [WARMING_UP], 0, 0, ['warming-up']],
    ['no answer', [NO_ANSWER], 0, 1, ['sensor-missing', 'bus-errors']],
    ['a broken frame, then a reading', [CHECKSUM, VALUE], 1, 1, ['checksum-errors']],
    ['only broken frames', [CHECKSUM, CHECKSUM], 0, 2, ['checksum-errors']],
    ['the wrong chip', [PROTOCOL], 0, 1, ['bus-errors']],
    ['no result', [NOT_READY], 0, 1, ['bus-errors']],
    ['an impossible value', [OUT_OF_RANGE], 0, 1, ['out-of-range']],
    ['a defect', [DEFECT], 0, 1, ['defective']],
    ['a reading and a defect', [VALUE, DEFECT], 1, 1, ['defective']],
    ['silence that is no fault', [], 0, 0, []],
    ['no answer and a reading', [NO_ANSWER, VALUE], 1, 1, ['bus-errors']],
  ])('%s', (_name, outcomes, count, failures, flags) => {
    for (const channel of new Bench()
      .turn(...outcomes)
      .turn()
      .close()) {
      expect(channel).toMatchObject({ count, failures, expected: 300 })
      expect(flagNames(channel.flags)).toEqual(flags)
      // A failed reading is a counted failure, never a 0, -1 or -128.
      expect(channel.statistics === undefined).toBe(count === 0)
    }
  })

  test('a fault says nothing about the next period', () => {
    const bench = new Bench().turn(NO_ANSWER).turn(CHECKSUM).turn(WARMING_UP)
    bench.close()
    for (const channel of bench.turn(VALUE).close()) {
      expect(channel).toMatchObject({ flags: 0, failures: 0, count: 1 })
    }
  })

  test('a flood of results is taken in sixteen a turn, and none is lost', () => {
    const bench = new Bench().turn(...new Array(100).fill(VALUE))
    expect(bench.close()[0]!.count).toBe(16)
    for (let i = 0; i < 6; i++) bench.turn()
    expect(bench.close()[0]!.count).toBe(84)
  })
})

describe('flags of the values', () => {
  test('saturated: a reading at the end of its own channel’s range', () => {
    expect(new Bench().turn([99_980, 99_990]).flags()).toEqual([[], ['saturated']])
    expect(new Bench().turn([99_990, 99_980]).flags()).toEqual([['saturated'], []])
  })

  test('stuck: 900 equal readings, also over three periods; the next other value ends it', () => {
    const bench = new Bench()
    const period = (value: number) => {
      for (let s = 0; s < 300; s++) bench.turn([value, s])
      return bench.flags()
    }
    expect([period(5), period(5), period(5)]).toEqual([
      [[], []],
      [[], []],
      [['stuck'], []],
    ])
    bench.turn([6, 0])
    expect(period(5)).toEqual([[], []])
  })

  test('not stuck but saturated: a chip at the end of its range', () => {
    const bench = new Bench()
    for (let s = 0; s < 1_000; s++) bench.turn([99_990, s])
    expect(bench.flags()).toEqual([['saturated'], []])
  })

  test('humid: on particulate matter alone', () => {
    const particles = new Bench().turn([1, 2])
    expect(particles.close(300_000, true).map(({ flags }) => flagNames(flags))).toEqual([
      ['humid'],
      ['humid'],
    ])
    const air = new Bench(BME280).turn([2000, 9000, 100_000])
    expect(air.sampler.humidity()).toBe(9000)
    expect(air.close(300_000, true).map(({ flags }) => flags)).toEqual([0, 0, 0])
    expect(particles.sampler.humidity()).toBe(-1)
  })

  test('a part that had no turn yet is not called missing', () => {
    expect(new Bench(BME280).flags()).toEqual([[], [], []])
  })
})

describe('when turns are due', () => {
  test('a serial part turns once in its interval, start to start', () => {
    const bench = new Bench()
    for (let s = 1; s < 50; s++) {
      expect(bench.sampler.dueMs).toBe(s * 1000)
      bench.turn()
    }
    expect(bench.driver.starts).toBe(50)
  })

  test('a bus part collects 10 ms later and then rests', () => {
    const { sampler, driver } = new Bench(BME280)
    const due: number[] = []
    for (let i = 0; i < 6; i++) {
      due.push(sampler.dueMs)
      sampler.run(sampler.dueMs)
    }
    expect(due).toEqual([10, 10_000, 10_010, 20_000, 20_010, 30_000])
    expect(driver.starts).toBe(4)
  })

  test.each([
    [300_000, 300, 30],
    [60_000, 60, 6],
    [12_345, 12, 1],
    [999, 0, 0],
  ])('of %i ms, %i and %i readings are expected', (periodMs, particles, air) => {
    expect(new Bench().close(periodMs)[0]!.expected).toBe(particles)
    expect(new Bench(BME280).close(periodMs)[0]!.expected).toBe(air)
  })
})

describe('a turn of several starts', () => {
  const VALUES = [2_000, 5_000, 101_325]
  const dueAfter = (bench: Bench) => {
    bench.sampler.run(bench.sampler.dueMs)
    return bench.sampler.dueMs
  }

  test('a step follows at once, is no failure, and the next turn comes when it would', () => {
    const bench = new Bench(BME280)
    bench.driver.queue.push(NEXT_STEP, NEXT_STEP, VALUES)
    expect([1, 2, 3, 4].map(() => dueAfter(bench))).toEqual([20, 30, 10_000, 10_010])
    expect(bench.close()[0]).toMatchObject({ count: 1, failures: 0, flags: 0 })
  })

  test('steps without end are one failure', () => {
    const bench = new Bench()
    bench.driver.queue.push(...Array(9).fill(NEXT_STEP))
    while (bench.driver.queue.length > 0) bench.sampler.run(bench.sampler.dueMs)
    const [channel] = bench.close()
    expect(channel).toMatchObject({ count: 0, failures: 1 })
    expect(flagNames(channel!.flags)).toEqual(['bus-errors'])
  })

  test.each([
    ['one fault', [NO_ANSWER, VALUES], 1, 0, ['bus-errors']],
    ['two faults', [CHECKSUM, NO_ANSWER, VALUES], 1, 0, ['checksum-errors', 'bus-errors']],
    ['three', [NO_ANSWER, NO_ANSWER, NO_ANSWER], 0, 1, ['sensor-missing', 'bus-errors']],
  ] as const)('of an I2C chip, after %s', (_name, outcomes, count, failures, flags) => {
    const bench = new Bench(BME280)
    for (const outcome of outcomes) bench.driver.queue.push(outcome as number | number[])
    const starts = outcomes.map(() => dueAfter(bench)).at(-1)
    expect(starts).toBe(10_000)
    const [channel] = bench.close()
    expect(channel).toMatchObject({ count, failures })
    expect(flagNames(channel!.flags)).toEqual(flags)
  })

  test('what one turn needed says nothing about the next', () => {
    const bench = new Bench(BME280)
    for (let turn = 0; turn < 5; turn++) {
      bench.driver.queue.push(NO_ANSWER, NEXT_STEP, NO_ANSWER, VALUES)
      while (bench.driver.queue.length > 0) dueAfter(bench)
      dueAfter(bench)
    }
    expect(bench.close()[0]).toMatchObject({ count: 5, failures: 0 })
  })
})

test('1,000 turns make no buffer', () => {
  const bench = new Bench()
  bench.driver.queue.push(...new Array(1000).fill([1, 2]))
  const made = countTypedArrays(() => {
    for (let i = 1; i <= 1000; i++) bench.sampler.run(i * 1000)
  })
  expect(made).toBe(0)
  expect(bench.close()[0]!.count).toBe(940)
})

test('what a driver says stands for its channels’ means is what the record has', () => {
  const bench = new Bench()
  const asked: number[][] = []
  bench.driver.meanOf = (channel, average) => {
    asked.push([channel, average.count, average.minimum, average.maximum])
    return average.maximum
  }
  const [first, second] = bench.turn([100, 205]).turn([300, 205]).turn().close()
  expect(asked).toEqual([
    [0, 2, 100, 300],
    [1, 2, 205, 205],
  ])
  expect([first!.statistics!.mean, second!.statistics!.mean]).toEqual([300, 205])
  // It is not asked about nothing.
  bench.close()
  expect(asked.length).toBe(2)
})
