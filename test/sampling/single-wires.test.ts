/** What the sampler does differently with parts on a single wire. */
import { RecordWriter } from '../../device/payload/record.ts'
import { FLAGS } from '../../device/sampling/flags.ts'
import { Sampler } from '../../device/sampling/sampler.ts'
import { DHT22 } from '../../device/sensors/dht22.ts'
import { CHECKSUM, PENDING } from '../../device/sensors/driver.ts'
import { DS18B20 } from '../../device/sensors/ds18b20.ts'
import { readAverage } from '../support/read-average.ts'
import { ScriptedDriver } from '../support/scripted-driver.ts'

function bench(part: typeof DHT22) {
  const driver = new ScriptedDriver(part)
  const sampler = new Sampler(driver)
  sampler.run(0)
  const record = new RecordWriter()
  /** When the sampler wants to be called next, after it was called as it wanted. */
  const next = () => {
    sampler.run(sampler.dueMs)
    return sampler.dueMs
  }
  const close = () => {
    record.beginAverage(1, false, 0, 300)
    sampler.close(record, 300_000, false)
    return readAverage(record).channels.map(({ flags, count, failures }) => ({
      flags: FLAGS.filter((_, bit) => (flags & (1 << bit)) !== 0),
      count,
      failures,
    }))
  }
  return { driver, next, close }
}

test('a 1-Wire bus is asked again at once after a fault', () => {
  const { driver, next, close } = bench(DS18B20)
  driver.queue.push(CHECKSUM, [2_000])
  expect([next(), next()]).toEqual([20, 10_000])
  expect(close()).toEqual([{ flags: ['checksum-errors'], count: 1, failures: 0 }])
})

test('a chip with pulses is not asked again before its time', () => {
  const { driver, next, close } = bench(DHT22)
  driver.queue.push(CHECKSUM, PENDING, [2_000, 5_000])
  expect([next(), next(), next()]).toEqual([2_000, 2_010, 4_000])
  const channel = { flags: ['checksum-errors'], count: 1, failures: 1 }
  expect(close()).toEqual([channel, channel])
})

test('large steps, many readings: the same for an hour is suspect, and no less', () => {
  const { driver, next, close } = bench(DHT22)
  const read = (times: number, humidity: number) => {
    for (let i = 0; i < times; i++) {
      driver.queue.push([2_150, humidity])
      while (driver.queue.length > 0) next()
    }
    return close().map(({ flags }) => flags)
  }
  for (const times of [900, 899]) expect(read(times, 4_000)).toEqual([[], []])
  expect(read(1, 4_010)).toEqual([['stuck'], []])
})
