/**
 * BME280 humidity, pressure and temperature sensor, Bosch Sensortec.
 * Datasheet: BST-BME280-DS002, revision 1.6 (section numbers: DS). Addresses 0x76, 0x77 (DS 6.2).
 *
 * Forced mode, one conversion a turn. Not supported: normal mode, IIR filter, SPI.
 */
import type { SensorConfig } from '../config/config.ts'
import type { I2C, Platform } from '../platform/io.ts'
import { HUMIDITY, PRESSURE, TEMPERATURE } from '../quantities.ts'
import { BME280_CODE } from './codes.ts'
import type { Driver, PartDescription } from './driver.ts'
import { ForcedMode } from './forced-mode.ts'
import { openBus } from './open-bus.ts'

export const BME280: PartDescription = {
  code: BME280_CODE,
  name: 'BME280',
  bus: 'i2c',
  addresses: [0x76, 0x77],
  intervalMs: 10_000,
  warmUpMs: 0,
  currentMilliamps: 1,
  priceClass: 1,
  channels: [
    { quantity: TEMPERATURE, minimum: -4_000, maximum: 8_500, resolution: 1, accuracy: '±1.0 °C' },
    { quantity: HUMIDITY, minimum: 0, maximum: 10_000, resolution: 1, accuracy: '±3 %' },
    { quantity: PRESSURE, minimum: 30_000, maximum: 110_000, resolution: 1, accuracy: '±100 Pa' },
  ],
}

/** DS 5.4.1. */
const CHIP_ID = 0x60
/** DS 9.1, oversampling 1 of all three: 1.25 + 2.3 + 2.3 + 0.575 + 2.3 + 0.575 ms. */
const MEASURE_MS_MAX = 10

export function bme280(bus: I2C): Driver {
  return new ForcedMode(bus, BME280, {
    id: CHIP_ID,
    measureMs: MEASURE_MS_MAX,
    hasHumidity: true,
  })
}

export function openBme280(platform: Platform, config: SensorConfig): Driver {
  return bme280(openBus(platform, config, BME280))
}
