/** Opens the parts that take turns as `continuous.ts` says; together, so that it stands once. */
import type { SensorConfig } from '../config/config.ts'
import type { Platform } from '../platform/io.ts'
import type { Driver } from './driver.ts'
import { openBus } from './open-bus.ts'
import { sen5x, sen5xPart } from './sen5x.ts'
import { sps30Part } from './sps30.ts'
import { sps30OnI2C } from './sps30-i2c.ts'

/** SPS30, SEN54 or SEN55. */
export function openContinuous(platform: Platform, config: SensorConfig): Driver {
  const part = config.part === 'SPS30' ? sps30Part('i2c') : sen5xPart(config.part)
  const bus = openBus(platform, config, part)
  return config.part === 'SPS30' ? sps30OnI2C(bus, part) : sen5x(bus, part)
}
