/**
 * SHT40, SHT41, SHT43, SHT45 humidity and temperature sensors, Sensirion.
 * Datasheet: "SHT4x", version 6.6, 2024-04 (section numbers: DS). Address 0x44; some types have
 * 0x45 or 0x46 (DS 4.3).
 *
 * High precision, one measurement a turn. Not supported: heater.
 */
import type { SensorConfig } from '../config/config.ts'
import type { I2C, Platform } from '../platform/io.ts'
import { HUMIDITY, TEMPERATURE } from '../quantities.ts'
import { SHT4X_CODE } from './codes.ts'
import type { Driver, PartDescription } from './driver.ts'
import { openBus } from './open-bus.ts'
import { SingleShot } from './single-shot.ts'

export const SHT4X: PartDescription = {
  code: SHT4X_CODE,
  name: 'SHT4x',
  bus: 'i2c',
  addresses: [0x44, 0x45, 0x46],
  intervalMs: 10_000,
  warmUpMs: 0,
  currentMilliamps: 1,
  priceClass: 1,
  channels: [
    { quantity: TEMPERATURE, minimum: -4_500, maximum: 13_000, resolution: 1, accuracy: '±0.2 °C' },
    { quantity: HUMIDITY, minimum: 0, maximum: 10_000, resolution: 1, accuracy: '±1.8 %' },
  ],
}

/** DS 3.2, table 5: measurement at high repeatability takes at most 8.3 ms, soft reset 1 ms. */
const MEASURE_MS_MAX = 9
const SOFT_RESET_MS_MAX = 2

/** DS 4.6: RH = -6 + 125 * raw / (2^16 - 1), cropped to 0 to 100 %, in 0.01 %, rounded. */
export function sht4xCentiPercent(raw: number): number {
  const percent = Math.floor((12_500 * raw + 32_767) / 65_535) - 600
  return percent < 0 ? 0 : percent > 10_000 ? 10_000 : percent
}

export function sht4x(bus: I2C): Driver {
  return new SingleShot(bus, SHT4X, {
    // DS 4.5, table 8: soft reset; measure with high precision.
    reset: new Uint8Array([0x94]),
    resetMs: SOFT_RESET_MS_MAX,
    measure: new Uint8Array([0xfd]),
    measureMs: MEASURE_MS_MAX,
    centiPercent: sht4xCentiPercent,
  })
}

export function openSht4x(platform: Platform, config: SensorConfig): Driver {
  return sht4x(openBus(platform, config, SHT4X))
}
