/**
 * BME280 humidity, pressure and temperature sensor, Bosch Sensortec.
 * Datasheet: BST-BME280-DS002, revision 1.6 (section numbers: DS). Addresses 0x76, 0x77 (DS 6.2).
 *
 * Forced mode, one conversion a turn. Not supported: normal mode, IIR filter, SPI.
 */

import type { SensorConfig } from '../config/config.ts'
import type { I2C, Platform } from '../platform/io.ts'
import { HUMIDITY, PRESSURE, TEMPERATURE } from '../quantities.ts'
import {
  type Bme280Calibration,
  bme280Calibration,
  bme280CentiCelsius,
  bme280CentiPercent,
  bme280Pascal,
  bme280TFine,
} from './bme280-compensation.ts'
import { BME280_CODE } from './codes.ts'
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

/** After so many failures in a row another chip may have taken this one's place. */
const MEET_AFTER = 2

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
  private failures = 0

  constructor(bus: I2C) {
    this.bus = bus
  }

  start(_nowMs: number): number {
    try {
      return this.advance()
    } catch (_nack) {
      this.fault = this.failed(NO_ANSWER)
    }
    return START_UP_MS
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
      const outcome = this.collect(into)
      if (outcome !== READING) return this.failed(outcome)
    } catch (_nack) {
      return this.failed(NO_ANSWER)
    }
    this.failures = 0
    return READING
  }

  close(): void {
    this.bus.close()
  }

  private failed(fault: number): number {
    if (++this.failures >= MEET_AFTER) this.state = IDENTIFY
    return fault
  }

  private advance(): number {
    if (this.state === IDENTIFY) {
      this.read(CHIP_ID, this.byte)
      if (this.byte[0] !== BME280_CHIP_ID) return this.stranger()
      this.state = CALIBRATE
    }
    if (this.state === CALIBRATE) {
      if (!this.calibrate()) return this.stranger()
      this.state = MEASURE
    }
    // DS 5.4.3: humidity oversampling takes effect with the next write of ctrl_meas.
    this.write(CTRL_HUM, OSRS_H_1)
    this.write(CTRL_MEAS, OSRS_T_1_OSRS_P_1_FORCED)
    this.state = COLLECT
    return MEASURE_MS_MAX
  }

  private stranger(): number {
    this.state = IDENTIFY
    this.fault = PROTOCOL
    return START_UP_MS
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
      // It lost its supply, and may be another chip now.
      this.failures = MEET_AFTER
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

export function openBme280(platform: Platform, config: SensorConfig): Driver {
  return new Bme280(openBus(platform, config, BME280))
}
