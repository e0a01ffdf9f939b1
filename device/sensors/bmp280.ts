/**
 * BMP280 pressure and temperature sensor, Bosch Sensortec.
 * Datasheet: BST-BMP280-DS001, revision 1.23 (section numbers: DS). Addresses 0x76, 0x77 (DS 5.2).
 * It is often sold as a BME280; the chip id tells them apart.
 *
 * Forced mode, one conversion a turn, oversampling 1. Not supported: normal mode, IIR filter, SPI.
 */
import type { SensorConfig } from '../config/config.ts'
import type { I2C, Platform } from '../platform/io.ts'
import { PRESSURE, TEMPERATURE } from '../quantities.ts'
import { BMP280_CODE } from './codes.ts'
import type { Driver, PartDescription } from './driver.ts'
import { ForcedMode } from './forced-mode.ts'
import { openBus } from './open-bus.ts'

export const BMP280: PartDescription = {
  code: BMP280_CODE,
  name: 'BMP280',
  bus: 'i2c',
  addresses: [0x76, 0x77],
  intervalMs: 10_000,
  warmUpMs: 0,
  currentMilliamps: 1,
  priceClass: 1,
  channels: [
    { quantity: TEMPERATURE, minimum: -4_000, maximum: 8_500, resolution: 1, accuracy: '±1.0 °C' },
    { quantity: PRESSURE, minimum: 30_000, maximum: 110_000, resolution: 1, accuracy: '±100 Pa' },
  ],
}

/** DS 4.3.1. */
const CHIP_ID = 0x58
/** DS 3.8.1, ultra low power: at most 6.4 ms; the tick that runs may be nearly over. */
const MEASURE_MS_MAX = 8

export function bmp280(bus: I2C): Driver {
  return new ForcedMode(bus, BMP280, {
    id: CHIP_ID,
    measureMs: MEASURE_MS_MAX,
    hasHumidity: false,
  })
}

export function openBmp280(platform: Platform, config: SensorConfig): Driver {
  return bmp280(openBus(platform, config, BMP280))
}
