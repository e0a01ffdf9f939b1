/**
 * SCD40, SCD41, SCD43 CO2, temperature and humidity sensors, Sensirion.
 * Datasheet: "SCD4x", version 1.7, 2025-04 (section numbers: DS). Address 0x62 (DS 3.2).
 *
 * Periodic measurement every 5 s. A chip that an earlier owner left measuring acknowledges no
 * start, and one that sleeps acknowledges nothing, so it is woken and stopped first. Automatic
 * self-calibration, on by default, is off: it moves the chip's scale in the middle of a campaign,
 * and wants 400 ppm for some minutes a week. That is in memory only; without power the chip forgets
 * it. Not supported: calibration, pressure, altitude and temperature offset, which stay as they are
 * in the chip; low power and single shot.
 */
import type { SensorConfig } from '../config/config.ts'
import type { I2C, Platform } from '../platform/io.ts'
import { CO2, HUMIDITY, TEMPERATURE } from '../quantities.ts'
import { SCD4X_CODE } from './codes.ts'
import type { Driver, PartDescription } from './driver.ts'
import { openBus } from './open-bus.ts'
import { Scd, SILENT, UNHEARD } from './scd.ts'
import { WORD_LENGTH, wordAt } from './sensirion.ts'
import { centiCelsius } from './single-shot.ts'

export const SCD4X: PartDescription = {
  code: SCD4X_CODE,
  name: 'SCD4x',
  bus: 'i2c',
  addresses: [0x62],
  intervalMs: 5_000,
  // DS 3.8.1: so long it runs before its scale may be touched.
  warmUpMs: 180_000,
  currentMilliamps: 18,
  priceClass: 3,
  channels: [
    { quantity: CO2, minimum: 1, maximum: 40_000, resolution: 1, accuracy: '±(50 ppm + 5 %)' },
    { quantity: TEMPERATURE, minimum: -4_500, maximum: 13_000, resolution: 1, accuracy: '±0.8 °C' },
    { quantity: HUMIDITY, minimum: 0, maximum: 10_000, resolution: 1, accuracy: '±6 %' },
  ],
}

/** DS 2.4 tells of 30 ms; version 1.3 still told of 1,000. */
const BOOT_MS_MAX = 1_000
/** DS 3.5, table 9: 30 ms to wake up, 500 to stop, 1 for what is set or read. */
const WAKE_UP_MS_MAX = 30
const STOP_MS_MAX = 500
const ANSWER_MS = 2
const RESULT_WORDS = 3

/** DS 3.6.2: RH = 100 * raw / (2^16 - 1), in 0.01 %, rounded. */
export function scd4xCentiPercent(raw: number): number {
  return Math.floor((10_000 * raw + 32_767) / 65_535)
}

/** DS 3.6.2; 0 ppm is what stands there when CO2 was not measured (DS 3.11.2). */
export function scd4xConvert(result: Uint8Array, into: Int32Array): boolean {
  const ppm = wordAt(result, 0)
  if (ppm < 1 || ppm > 40_000) return false
  into[0] = ppm
  into[1] = centiCelsius(wordAt(result, 1))
  into[2] = scd4xCentiPercent(wordAt(result, 2))
  return true
}

export function scd4x(bus: I2C): Driver {
  return new Scd(bus, SCD4X, {
    bootMs: BOOT_MS_MAX,
    setup: [
      // DS 3.11.4: not acknowledged, neither asleep nor measuring.
      { command: new Uint8Array([0x36, 0xf6]), waitMs: WAKE_UP_MS_MAX, needless: UNHEARD },
      // DS 3.6.3.
      { command: new Uint8Array([0x3f, 0x86]), waitMs: STOP_MS_MAX, needless: SILENT },
      // DS 3.8.2: automatic self-calibration, off.
      {
        command: new Uint8Array([0x24, 0x16, 0x00, 0x00, 0x81]),
        waitMs: ANSWER_MS,
        needless: SILENT,
      },
      // DS 3.6.1: periodic measurement.
      { command: new Uint8Array([0x21, 0xb1]), waitMs: ANSWER_MS, needless: SILENT },
    ],
    // DS 3.9.2: one of the lowest eleven bits is set when there is a result.
    ask: new Uint8Array([0xe4, 0xb8]),
    readyMask: 0x7ff,
    fetch: new Uint8Array([0xec, 0x05]),
    answerMs: ANSWER_MS,
    resultLength: RESULT_WORDS * WORD_LENGTH,
    restartsEmpty: false,
    convert: scd4xConvert,
  })
}

export function openScd4x(platform: Platform, config: SensorConfig): Driver {
  return scd4x(openBus(platform, config, SCD4X))
}
