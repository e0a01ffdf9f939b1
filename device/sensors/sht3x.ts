/**
 * SHT30, SHT31, SHT35 humidity and temperature sensors, Sensirion.
 * Datasheet: "SHT3x-DIS", version 7, 2022-12 (section numbers: DS). Address 0x44 or 0x45 (DS 3.4).
 *
 * Single shot, high repeatability, no clock stretching. Not supported: periodic mode, heater.
 */

import type { I2C } from '../platform/io.ts'
import { HUMIDITY, TEMPERATURE } from '../quantities.ts'
import {
  CHECKSUM,
  type Driver,
  NO_ANSWER,
  NOT_READY,
  type PartDescription,
  PENDING,
  READING,
} from './driver.ts'

export const SHT3X: PartDescription = {
  code: 3,
  name: 'SHT3x',
  bus: 'i2c',
  intervalMs: 10_000,
  warmUpMs: 0,
  currentMilliamps: 1,
  channels: [
    { quantity: TEMPERATURE, minimum: -4_500, maximum: 13_000, resolution: 1, accuracy: '±0.2 °C' },
    { quantity: HUMIDITY, minimum: 0, maximum: 10_000, resolution: 1, accuracy: '±2 %' },
  ],
}

/** DS 4.9, table 14: soft reset. */
const SOFT_RESET = 0x30a2
/** DS 4.3, table 9: single shot, clock stretching disabled, high repeatability. */
const MEASURE_HIGH_REPEATABILITY = 0x2400
/** DS 2.2, table 4: measurement duration, high repeatability, is at most 15.5 ms. */
const MEASURE_MS_MAX = 16
/** DS 2.2, table 4: soft reset time is at most 1.5 ms. */
const SOFT_RESET_MS_MAX = 2
const RESET_AFTER = 2

/** DS 4.12, table 20: CRC-8, polynomial 0x31, initial 0xff, over the two bytes from `at`. */
export function sht3xCrc(bytes: Uint8Array, at: number): number {
  let crc = 0xff
  for (let i = at; i < at + 2; i++) {
    crc ^= bytes[i]!
    for (let bit = 0; bit < 8; bit++)
      crc = (crc & 0x80) !== 0 ? ((crc << 1) ^ 0x31) & 0xff : crc << 1
  }
  return crc
}

/** DS 4.13: T = -45 + 175 * raw / (2^16 - 1), in 0.01 °C, rounded. */
export function sht3xCentiCelsius(raw: number): number {
  return Math.floor((17_500 * raw + 32_767) / 65_535) - 4_500
}

/** DS 4.13: RH = 100 * raw / (2^16 - 1), in 0.01 %, rounded. */
export function sht3xCentiPercent(raw: number): number {
  return Math.floor((10_000 * raw + 32_767) / 65_535)
}

export class Sht3x implements Driver {
  readonly part = SHT3X
  private readonly bus: I2C
  private readonly command = new Uint8Array(2)
  private readonly data = new Uint8Array(6)
  /** Failed turns in a row; the chip is reset after two, and at boot, when its mode is unknown. */
  private failures = RESET_AFTER
  private measuring = false
  private fault = PENDING

  constructor(bus: I2C) {
    this.bus = bus
  }

  start(_nowMs: number): number {
    const resets = this.failures >= RESET_AFTER
    try {
      this.send(resets ? SOFT_RESET : MEASURE_HIGH_REPEATABILITY)
    } catch (_nack) {
      this.failures++
      this.fault = NO_ANSWER
      return SOFT_RESET_MS_MAX
    }
    if (resets) this.failures = 0
    this.measuring = !resets
    return resets ? SOFT_RESET_MS_MAX : MEASURE_MS_MAX
  }

  finish(_nowMs: number, into: Int32Array): number {
    const fault = this.fault
    this.fault = PENDING
    if (fault !== PENDING || !this.measuring) return fault
    this.measuring = false
    const data = this.data
    try {
      this.bus.read(data)
    } catch (_nack) {
      // DS 4.4: the chip does not acknowledge a read before its result is there.
      this.failures++
      return NOT_READY
    }
    if (sht3xCrc(data, 0) !== data[2] || sht3xCrc(data, 3) !== data[5]) {
      this.failures++
      return CHECKSUM
    }
    this.failures = 0
    into[0] = sht3xCentiCelsius(data[0]! * 256 + data[1]!)
    into[1] = sht3xCentiPercent(data[3]! * 256 + data[4]!)
    return READING
  }

  close(): void {
    this.bus.close()
  }

  private send(command: number): void {
    this.command[0] = command >> 8
    this.command[1] = command & 0xff
    this.bus.write(this.command, true)
  }
}
