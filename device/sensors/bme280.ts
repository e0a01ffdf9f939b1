/**
 * BME280 humidity, pressure and temperature sensor, Bosch Sensortec.
 * Datasheet: BST-BME280-DS002, revision 1.6 (section numbers: DS). Addresses 0x76, 0x77 (DS 6.2).
 *
 * Forced mode, one conversion a turn. Not supported: normal mode, IIR filter, SPI.
 */

import type { I2C } from '../platform/io.ts'
import { HUMIDITY, PRESSURE, TEMPERATURE } from '../quantities.ts'
import {
  type Driver,
  NO_ANSWER,
  NOT_READY,
  OUT_OF_RANGE,
  type PartDescription,
  PENDING,
  PROTOCOL,
  READING,
} from './driver.ts'

export const BME280: PartDescription = {
  code: 2,
  name: 'BME280',
  bus: 'i2c',
  intervalMs: 10_000,
  warmUpMs: 0,
  currentMilliamps: 1,
  channels: [
    { quantity: TEMPERATURE, minimum: -4_000, maximum: 8_500, resolution: 1, accuracy: '±1.0 °C' },
    { quantity: HUMIDITY, minimum: 0, maximum: 10_000, resolution: 1, accuracy: '±3 %' },
    { quantity: PRESSURE, minimum: 30_000, maximum: 110_000, resolution: 1, accuracy: '±100 Pa' },
  ],
}

/** DS 5.3, memory map. */
const CALIB00 = 0x88
const CHIP_ID = 0xd0
const CALIB26 = 0xe1
const CTRL_HUM = 0xf2
const STATUS = 0xf3
const CTRL_MEAS = 0xf4
const PRESS_MSB = 0xf7
const BME280_CHIP_ID = 0x60
/** DS 5.4.4: bit 3 while a conversion runs, bit 0 while calibration is copied. */
const STATUS_BUSY = 0x09
/** DS 5.4.3, 5.4.5: oversampling 1 for humidity; 1 for temperature and pressure, forced mode. */
const OSRS_H_1 = 0x01
const OSRS_T_1_OSRS_P_1_FORCED = 0x25
/** DS 9.1, oversampling 1 of all three: 1.25 + 2.3 + 2.3 + 0.575 + 2.3 + 0.575 ms. */
const MEASURE_MS_MAX = 10
/** DS 1.1, start-up time is 2 ms. */
const START_UP_MS = 2
/** DS 5.4.7: what a skipped or missing conversion leaves in the data registers. */
const SKIPPED_20_BIT = 0x80000
const SKIPPED_16_BIT = 0x8000

/** Calibration words of one chip (DS 4.2.2, table 16). */
export interface Bme280Calibration {
  digT1: number
  digT2: number
  digT3: number
  digP1: number
  digP2: number
  digP3: number
  digP4: number
  digP5: number
  digP6: number
  digP7: number
  digP8: number
  digP9: number
  digH1: number
  digH2: number
  digH3: number
  digH4: number
  digH5: number
  digH6: number
}

function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8)
}

function s16(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) << 16) >> 16
}

function s8(byte: number): number {
  return (byte << 24) >> 24
}

/** Reads table 16 out of the 26 bytes from CALIB00 and the 7 bytes from CALIB26. */
export function bme280Calibration(low: Uint8Array, high: Uint8Array): Bme280Calibration {
  return {
    digT1: u16(low, 0),
    digT2: s16(low, 2),
    digT3: s16(low, 4),
    digP1: u16(low, 6),
    digP2: s16(low, 8),
    digP3: s16(low, 10),
    digP4: s16(low, 12),
    digP5: s16(low, 14),
    digP6: s16(low, 16),
    digP7: s16(low, 18),
    digP8: s16(low, 20),
    digP9: s16(low, 22),
    digH1: low[25]!,
    digH2: s16(high, 0),
    digH3: high[2]!,
    digH4: (s8(high[3]!) << 4) | (high[4]! & 0x0f),
    digH5: (s8(high[5]!) << 4) | (high[4]! >> 4),
    digH6: s8(high[6]!),
  }
}

/** DS 4.2.3 `t_fine`: the temperature that pressure and humidity need, in 1/5120 °C. */
export function bme280TFine(calibration: Bme280Calibration, rawT: number): number {
  const difference = (rawT >> 3) - (calibration.digT1 << 1)
  const var1 = (difference * calibration.digT2) >> 11
  const half = (rawT >> 4) - calibration.digT1
  const var2 = (((half * half) >> 12) * calibration.digT3) >> 14
  return var1 + var2
}

/** DS 4.2.3 `BME280_compensate_T_int32`, in 0.01 °C. */
export function bme280CentiCelsius(tFine: number): number {
  return (tFine * 5 + 128) >> 8
}

/**
 * DS 4.2.3 `BME280_compensate_P_int64`, rounded to Pa; 0 where the calibration allows no result.
 *
 * The 64-bit integers are carried in doubles: shifts are divisions rounded down, and the two
 * products that pass 2^53 lose less than 2^-20 of the result's last bit.
 */
export function bme280Pascal(calibration: Bme280Calibration, tFine: number, rawP: number): number {
  const t = tFine - 128_000
  const offset =
    t * t * calibration.digP6 + t * calibration.digP5 * 2 ** 17 + calibration.digP4 * 2 ** 35
  const slope = Math.floor((t * t * calibration.digP3) / 2 ** 8) + t * calibration.digP2 * 2 ** 12
  const divisor = Math.floor(((2 ** 47 + slope) * calibration.digP1) / 2 ** 33)
  if (divisor === 0) return 0
  const p = Math.floor((((1_048_576 - rawP) * 2 ** 31 - offset) * 3125) / divisor)
  const high = Math.floor(p / 2 ** 13)
  const var1 = Math.floor((calibration.digP9 * high * high) / 2 ** 25)
  const var2 = Math.floor((calibration.digP8 * p) / 2 ** 19)
  const q24p8 = Math.floor((p + var1 + var2) / 2 ** 8) + calibration.digP7 * 2 ** 4
  return Math.floor((q24p8 + 128) / 2 ** 8)
}

/** DS 4.2.3 `bme280_compensate_H_int32` (1/1024 %), rounded down to 0.01 %. */
export function bme280CentiPercent(
  calibration: Bme280Calibration,
  tFine: number,
  rawH: number,
): number {
  const x = tFine - 76_800
  const offset = (rawH << 14) - (calibration.digH4 << 20) - calibration.digH5 * x
  const slope =
    (((((x * calibration.digH6) >> 10) * (((x * calibration.digH3) >> 11) + 32_768)) >> 10) +
      2_097_152) *
      calibration.digH2 +
    8_192
  let h = (((offset + 16_384) >> 15) * (slope >> 14)) | 0
  h = (h - (((((h >> 15) * (h >> 15)) >> 7) * calibration.digH1) >> 4)) | 0
  if (h < 0) h = 0
  if (h > 419_430_400) h = 419_430_400
  return Math.floor(((h >> 12) * 100) / 1024)
}

/** Where the next turn goes on. */
const IDENTIFY = 0
const CALIBRATE = 1
const MEASURE = 2
const COLLECT = 3

export class Bme280 implements Driver {
  readonly part = BME280
  private readonly bus: I2C
  private readonly register = new Uint8Array(1)
  private readonly byte = new Uint8Array(1)
  private readonly setting = new Uint8Array(2)
  private readonly data = new Uint8Array(8)
  private calibration: Bme280Calibration | undefined
  private state = IDENTIFY
  private fault = PENDING

  constructor(bus: I2C) {
    this.bus = bus
  }

  start(_nowMs: number): number {
    try {
      return this.advance()
    } catch (_nack) {
      return this.fail(NO_ANSWER)
    }
  }

  finish(_nowMs: number, into: Int32Array): number {
    const fault = this.fault
    if (fault !== PENDING) {
      this.fault = PENDING
      return fault
    }
    if (this.state !== COLLECT) return PENDING
    this.state = MEASURE
    try {
      return this.collect(into)
    } catch (_nack) {
      this.state = IDENTIFY
      return NO_ANSWER
    }
  }

  close(): void {
    this.bus.close()
  }

  /** A fault that `finish` will tell; the chip may have lost its supply, so it is met anew. */
  private fail(fault: number): number {
    this.state = IDENTIFY
    this.fault = fault
    return START_UP_MS
  }

  private advance(): number {
    if (this.state === IDENTIFY) {
      this.read(CHIP_ID, this.byte)
      if (this.byte[0] !== BME280_CHIP_ID) return this.fail(PROTOCOL)
      this.state = CALIBRATE
    }
    if (this.state === CALIBRATE) {
      if (!this.calibrate()) return this.fail(PROTOCOL)
      this.state = MEASURE
    }
    // DS 5.4.3: humidity oversampling takes effect with the next write of ctrl_meas.
    this.write(CTRL_HUM, OSRS_H_1)
    this.write(CTRL_MEAS, OSRS_T_1_OSRS_P_1_FORCED)
    this.state = COLLECT
    return MEASURE_MS_MAX
  }

  /** Table 16 has no checksum and colours every reading to come, so it must read twice the same. */
  private calibrate(): boolean {
    const table = new Uint8Array(33)
    const again = new Uint8Array(33)
    this.read(CALIB00, table.subarray(0, 26))
    this.read(CALIB26, table.subarray(26))
    this.read(CALIB00, again.subarray(0, 26))
    this.read(CALIB26, again.subarray(26))
    for (let i = 0; i < table.length; i++) if (table[i] !== again[i]) return false
    this.calibration = bme280Calibration(table, table.subarray(26))
    return true
  }

  private collect(into: Int32Array): number {
    this.read(STATUS, this.byte)
    if ((this.byte[0]! & STATUS_BUSY) !== 0) return NOT_READY
    const data = this.data
    this.read(PRESS_MSB, data)
    const rawP = (data[0]! << 12) | (data[1]! << 4) | (data[2]! >> 4)
    const rawT = (data[3]! << 12) | (data[4]! << 4) | (data[5]! >> 4)
    const rawH = (data[6]! << 8) | data[7]!
    if (rawT === SKIPPED_20_BIT || rawP === SKIPPED_20_BIT || rawH === SKIPPED_16_BIT) {
      this.state = IDENTIFY
      return NOT_READY
    }
    const calibration = this.calibration!
    const tFine = bme280TFine(calibration, rawT)
    const pascal = bme280Pascal(calibration, tFine, rawP)
    // An Int32Array would wrap nonsense into something plausible.
    if (pascal !== (pascal | 0)) return OUT_OF_RANGE
    into[0] = bme280CentiCelsius(tFine)
    into[1] = bme280CentiPercent(calibration, tFine, rawH)
    into[2] = pascal
    const channels = BME280.channels
    for (let i = 0; i < channels.length; i++) {
      const channel = channels[i]!
      if (into[i]! < channel.minimum || into[i]! > channel.maximum) return OUT_OF_RANGE
    }
    return READING
  }

  private read(register: number, into: Uint8Array): void {
    this.register[0] = register
    this.bus.write(this.register, false)
    this.bus.read(into)
  }

  private write(register: number, value: number): void {
    this.setting[0] = register
    this.setting[1] = value
    this.bus.write(this.setting, true)
  }
}
