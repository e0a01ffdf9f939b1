/**
 * SCD30 CO2, temperature and humidity sensor, Sensirion.
 * "Interface Description Sensirion SCD30 Sensor Module", version 1.0, D1, 2020-05 (section numbers:
 * ID). Address 0x61 (ID 1.1.1).
 *
 * Continuous measurement every 2 s. Interval and self-calibration stay in the chip without power,
 * so both are asked at boot and set when another owner left them different (airRohr: 30 s).
 * Automatic self-calibration is off: it moves the chip's scale in the middle of a campaign, and
 * wants 400 ppm for an hour a day. The start takes no pressure, which ends an earlier owner's
 * compensation for one. Not supported: calibration, altitude and temperature offset; they stay as
 * they are in the chip.
 *
 * The chip holds the clock for up to 30 ms, once a day for 150 ms (ID 1.1). A bus that does not
 * wait so long throws, and the turn is repeated.
 */
import type { SensorConfig } from '../config/config.ts'
import type { I2C, Platform } from '../platform/io.ts'
import { CO2, HUMIDITY, TEMPERATURE } from '../quantities.ts'
import { SCD30_CODE } from './codes.ts'
import type { Driver, PartDescription } from './driver.ts'
import { scaledFloat } from './float.ts'
import { Scd, SILENT } from './scd.ts'
import { WORD_LENGTH, wordAt } from './sensirion.ts'

/** ID 1.1: 50 kHz or less is recommended. */
const HZ = 50_000
const ADDRESS = 0x61

export const SCD30: PartDescription = {
  code: SCD30_CODE,
  name: 'SCD30',
  bus: 'i2c',
  addresses: [ADDRESS],
  intervalMs: 2_000,
  // ID 1.4.6: so long it runs before its scale may be touched.
  warmUpMs: 120_000,
  currentMilliamps: 19,
  priceClass: 3,
  channels: [
    { quantity: CO2, minimum: 1, maximum: 40_000, resolution: 1, accuracy: '±(30 ppm + 3 %)' },
    { quantity: TEMPERATURE, minimum: -4_000, maximum: 7_000, resolution: 1, accuracy: '±0.4 °C' },
    { quantity: HUMIDITY, minimum: 0, maximum: 10_000, resolution: 1, accuracy: '±3 %' },
  ],
}

/** ID 1.1: boot-up takes less than 2 s, of which the board's own has taken a part. */
const BOOT_MS = 1_900
/** ID 1.4.4, 1.4.5: the read comes more than 3 ms after its command. */
const ANSWER_MS = 4
/** What the maker's own driver leaves after each setting. */
const SETTING_MS = 20
const RESULT_WORDS = 6

/** Number `i` of the three in the result, each of two words. */
function numberAt(result: Uint8Array, i: number, scale: number): number {
  return scaledFloat(wordAt(result, 2 * i), wordAt(result, 2 * i + 1), scale)
}

/** ID 1.5. Right after its start the chip says 0 ppm or NaN. */
export function scd30Convert(result: Uint8Array, into: Int32Array): boolean {
  const ppm = numberAt(result, 0, 1)
  const celsius = numberAt(result, 1, 100)
  const percent = numberAt(result, 2, 100)
  if (ppm < 1 || ppm > 40_000 || celsius < -4_000 || celsius > 7_000 || percent < 0) return false
  into[0] = ppm
  into[1] = celsius
  // What its own compensation of temperature brings above 100 % is damp air all the same.
  into[2] = percent > 10_000 ? 10_000 : percent
  return true
}

export function scd30(bus: I2C): Driver {
  return new Scd(bus, SCD30, {
    bootMs: BOOT_MS,
    setup: [
      // ID 1.4.3: measurement interval, 2 s.
      { command: new Uint8Array([0x46, 0x00]), waitMs: ANSWER_MS, needless: 2 },
      {
        command: new Uint8Array([0x46, 0x00, 0x00, 0x02, 0xe3]),
        waitMs: SETTING_MS,
        needless: SILENT,
      },
      // ID 1.4.6: automatic self-calibration, off.
      { command: new Uint8Array([0x53, 0x06]), waitMs: ANSWER_MS, needless: 0 },
      {
        command: new Uint8Array([0x53, 0x06, 0x00, 0x00, 0x81]),
        waitMs: SETTING_MS,
        needless: SILENT,
      },
      // ID 1.4.1: continuous measurement, no ambient pressure.
      {
        command: new Uint8Array([0x00, 0x10, 0x00, 0x00, 0x81]),
        waitMs: SETTING_MS,
        needless: SILENT,
      },
    ],
    // ID 1.4.4: 1 when there is a result.
    ask: new Uint8Array([0x02, 0x02]),
    readyMask: 0xffff,
    fetch: new Uint8Array([0x03, 0x00]),
    answerMs: ANSWER_MS,
    resultLength: RESULT_WORDS * WORD_LENGTH,
    restartsEmpty: true,
    convert: scd30Convert,
  })
}

export function openScd30(platform: Platform, config: SensorConfig): Driver {
  return scd30(platform.openI2C(config.port, config.address ?? ADDRESS, HZ))
}
