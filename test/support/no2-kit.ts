/** The NO2 cell's driver with its converter in memory, in clean air. */
import { No2Ads1115 } from '../../device/sensors/no2-ads1115.ts'
import { Ads1115Model } from './ads1115-model.ts'
import { I2CBus } from './i2c-bus.ts'

/** AIN0 - AIN1 at 20.5 mV, AIN1 at 226 mV. */
export const WE_AE = 328
export const AE = 3_616
export const GOOD = { outcomes: ['reading'], values: [[2_050, 22_600]] }

export function no2Kit() {
  const chip = new Ads1115Model()
  chip.codes[0] = WE_AE
  chip.codes[5] = AE
  const bus = new I2CBus(chip)
  return { chip, bus, driver: new No2Ads1115(bus) }
}
