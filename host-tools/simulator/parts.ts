/** The firmware's parts by their codes, for whoever reads records. */
import { BME280 } from '../../device/sensors/bme280.ts'
import type { PartDescription } from '../../device/sensors/driver.ts'
import { SDS011 } from '../../device/sensors/sds011.ts'
import { SHT3X } from '../../device/sensors/sht3x.ts'

const PARTS: readonly PartDescription[] = [SDS011, BME280, SHT3X]

export function partByName(name: string): PartDescription | undefined {
  return PARTS.find((part) => part.name === name)
}
