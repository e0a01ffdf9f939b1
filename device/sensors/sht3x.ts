/**
 * SHT30, SHT31, SHT35 humidity and temperature sensors, Sensirion.
 * Datasheet: "SHT3x-DIS", version 7, 2022-12 (section numbers: DS). Address 0x44 or 0x45 (DS 3.4).
 *
 * Single shot, high repeatability, no clock stretching. Not supported: periodic mode, heater.
 */
import type { SensorConfig } from '../config/config.ts'
import type { I2C, Platform } from '../platform/io.ts'
import { HUMIDITY, TEMPERATURE } from '../quantities.ts'
import { SHT3X_CODE } from './codes.ts'
import type { Driver, PartDescription } from './driver.ts'
import { openBus } from './open-bus.ts'
import { SingleShot } from './single-shot.ts'

export const SHT3X: PartDescription = {
  code: SHT3X_CODE,
  name: 'SHT3x',
  bus: 'i2c',
  addresses: [0x44, 0x45],
  intervalMs: 10_000,
  warmUpMs: 0,
  currentMilliamps: 1,
  priceClass: 1,
  channels: [
    { quantity: TEMPERATURE, minimum: -4_500, maximum: 13_000, resolution: 1, accuracy: '±0.2 °C' },
    { quantity: HUMIDITY, minimum: 0, maximum: 10_000, resolution: 1, accuracy: '±2 %' },
  ],
}

/** DS 2.2, table 4: measurement at high repeatability takes at most 15.5 ms, soft reset 1.5 ms. */
const MEASURE_MS_MAX = 16
const SOFT_RESET_MS_MAX = 2

/** DS 4.13: RH = 100 * raw / (2^16 - 1), in 0.01 %, rounded. */
export function sht3xCentiPercent(raw: number): number {
  return Math.floor((10_000 * raw + 32_767) / 65_535)
}

export function sht3x(bus: I2C): Driver {
  return new SingleShot(bus, SHT3X, {
    // DS 4.9, table 14.
    reset: new Uint8Array([0x30, 0xa2]),
    resetMs: SOFT_RESET_MS_MAX,
    // DS 4.3, table 9: clock stretching disabled, high repeatability.
    measure: new Uint8Array([0x24, 0x00]),
    measureMs: MEASURE_MS_MAX,
    centiPercent: sht3xCentiPercent,
  })
}

export function openSht3x(platform: Platform, config: SensorConfig): Driver {
  return sht3x(openBus(platform, config, SHT3X))
}
