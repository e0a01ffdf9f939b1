/**
 * Models of chips by the firmware's names of parts. A new chip is entered here. Bundles for real
 * engines hold those that their kit has and no others (`host-tools/build/chip-models.ts`).
 */
import { batteryModel } from './battery-model.ts'
import { bme280Model } from './bme280-chip.ts'
import { bmp280Model } from './bmp280-chip.ts'
import type { ChipModel } from './chip.ts'
import { dht22Model } from './dht22-chip.ts'
import { dnmsModel } from './dnms-chip.ts'
import { ds18b20Model } from './ds18b20-chip.ts'
import { mhz19Model } from './mhz19-chip.ts'
import { no2Ads1115Model } from './no2-ads1115-chip.ts'
import { pmsModel } from './pms-chip.ts'
import { scd4xModel } from './scd4x-chip.ts'
import { scd30Model } from './scd30-chip.ts'
import { sds011Model } from './sds011-chip.ts'
import { sen5xModel } from './sen5x-chip.ts'
import { sht3xModel } from './sht3x-chip.ts'
import { sht4xModel } from './sht4x-chip.ts'
import { sps30Model } from './sps30-chip.ts'

/** Each model takes units of its own kind; a setup holds the one that belongs to its part. */
// biome-ignore lint/suspicious/noExplicitAny: the part decides what its unit looks like
export const MODELS: Record<string, ChipModel<any>> = {
  SDS011: sds011Model,
  BME280: bme280Model,
  SHT3x: sht3xModel,
  SHT4x: sht4xModel,
  PMS5003: pmsModel,
  PMS7003: pmsModel,
  PMSA003: pmsModel,
  SPS30: sps30Model,
  SEN54: sen5xModel,
  SEN55: sen5xModel,
  SCD30: scd30Model,
  SCD4x: scd4xModel,
  'MH-Z19': mhz19Model,
  BMP280: bmp280Model,
  DHT22: dht22Model,
  DS18B20: ds18b20Model,
  'NO2-ADS1115': no2Ads1115Model,
  DNMS: dnmsModel,
  battery: batteryModel,
}
