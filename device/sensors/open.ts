/** Opens the parts that a config names. A new chip is entered here and in no other device file. */
import type { SensorConfig } from '../config/config.ts'
import type { Platform } from '../platform/io.ts'
import { Bme280 } from './bme280.ts'
import type { Driver } from './driver.ts'
import { SDS011_BAUD, Sds011 } from './sds011.ts'
import { Sht3x } from './sht3x.ts'

const I2C_HZ = 100_000
const BME280_ADDRESS = 0x76
const SHT3X_ADDRESS = 0x44

/** Throws for a part that this firmware does not know. */
export function openSensor(platform: Platform, config: SensorConfig): Driver {
  const port = config.port
  const address = config.address
  switch (config.part) {
    case 'SDS011':
      return new Sds011(platform.openSerial(port, SDS011_BAUD))
    case 'BME280':
      return new Bme280(platform.openI2C(port, address ?? BME280_ADDRESS, I2C_HZ))
    case 'SHT3x':
      return new Sht3x(platform.openI2C(port, address ?? SHT3X_ADDRESS, I2C_HZ))
    default:
      throw new Error(`unknown part ${config.part}`)
  }
}
