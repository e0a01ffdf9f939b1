/** Channels that a reading has no value for, and parts that tell of a defect of their own. */
import { RecordWriter } from '../../device/payload/record.ts'
import { FLAGS } from '../../device/sampling/flags.ts'
import { Sampler } from '../../device/sampling/sampler.ts'
import { BME280 } from '../../device/sensors/bme280.ts'
import { DEFECT, NO_VALUE } from '../../device/sensors/driver.ts'
import { SDS011 } from '../../device/sensors/sds011.ts'
import { readAverage } from '../support/read-average.ts'
import { ScriptedDriver } from '../support/scripted-driver.ts'

class Bench {
  readonly driver: ScriptedDriver
  readonly sampler: Sampler

  constructor(part = SDS011) {
    this.driver = new ScriptedDriver(part)
    this.sampler = new Sampler(this.driver)
    this.sampler.run(0)
  }

  /** The running turn brings these outcomes; the next one begins. */
  turn(...outcomes: (number | number[])[]): this {
    this.driver.queue.push(...outcomes)
    const { starts } = this.driver
    while (this.driver.starts === starts) this.sampler.run(this.sampler.dueMs)
    return this
  }

  close() {
    const record = new RecordWriter()
    record.beginAverage(1, false, 0, 300)
    this.sampler.close(record, 300_000, false)
    return readAverage(record).channels.map(({ flags, ...channel }) => ({
      ...channel,
      flags: FLAGS.filter((_, bit) => (flags & (1 << bit)) !== 0),
    }))
  }
}

describe('channels without a value', () => {
  test('do not count, and cost the others nothing', () => {
    const bench = new Bench().turn([NO_VALUE, 200], [NO_VALUE, 300], [100, NO_VALUE])
    const [first, second] = bench.close()
    expect(first).toMatchObject({ count: 1, failures: 0, flags: [], expected: 300 })
    expect(first!.statistics).toMatchObject({ mean: 100, minimum: 100, maximum: 100 })
    expect(second).toMatchObject({ count: 2, failures: 0, flags: [] })
    expect(second!.statistics).toMatchObject({ mean: 250, minimum: 200, maximum: 300 })
  })

  test('of which there never was one have no statistics, and the part is not missing', () => {
    const channels = new Bench().turn([NO_VALUE, NO_VALUE]).close()
    for (const channel of channels)
      expect(channel).toMatchObject({ count: 0, flags: [], statistics: undefined })
  })

  test('neither break nor lengthen a row of equal values', () => {
    const bench = new Bench()
    for (let s = 0; s < 899; s++) bench.turn([5, s], [NO_VALUE, s])
    expect(bench.close()[0]!.flags).toEqual([])
    expect(bench.turn([5, 0]).close()[0]!.flags).toEqual(['stuck'])
  })

  test('say nothing of the humidity', () => {
    const bench = new Bench(BME280).turn([2000, NO_VALUE, 100_000])
    expect(bench.sampler.humidity()).toBe(-1)
  })
})

test('a defect does not pass within a turn, and is no reason to begin it again', () => {
  const bench = new Bench(BME280).turn([2_000, NO_VALUE, 101_325], DEFECT)
  expect([bench.driver.starts, bench.sampler.dueMs]).toEqual([2, 10_010])
  const [celsius, percent] = bench.close()
  expect(celsius).toMatchObject({ count: 1, failures: 1, flags: ['defective'] })
  expect(percent).toMatchObject({ count: 0, failures: 1, flags: ['defective'] })
})
