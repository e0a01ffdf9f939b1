/** The thermometer's driver with its chip in memory, at 25.0625 °C. */
import { Ds18b20 } from '../../device/sensors/ds18b20.ts'
import { turn } from './driving.ts'
import { Ds18b20Model } from './ds18b20-model.ts'
import { OneWireBus } from './one-wire-bus.ts'

export function thermometer(chip = new Ds18b20Model()) {
  const bus = new OneWireBus(chip)
  const driver = new Ds18b20(bus)
  /** A turn in which a conversion that began comes to its end. */
  const run = (nowMs: number) => {
    const start = (ms: number) => {
      const delayMs = driver.start(ms)
      chip.finish()
      return delayMs
    }
    const finish = driver.finish.bind(driver)
    return turn({ part: driver.part, start, finish, close: () => {} }, nowMs)
  }
  return { chip, bus, driver, run }
}

export const GOOD = { outcomes: ['reading'], values: [[2_506]] }
