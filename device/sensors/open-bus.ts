import type { SensorConfig } from '../config/config.ts'
import type { I2C, Platform } from '../platform/io.ts'
import type { PartDescription } from './driver.ts'

/** What every chip here is good for. */
const I2C_HZ = 100_000

/** The I2C bus of a part, at the address that the config names or else its first one. */
export function openBus(platform: Platform, config: SensorConfig, part: PartDescription): I2C {
  return platform.openI2C(config.port, config.address ?? part.addresses![0]!, I2C_HZ)
}
