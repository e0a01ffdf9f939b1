/**
 * Nitrogen dioxide: a four-electrode cell, Alphasense NO2-B43F, on its Individual Sensor Board
 * (ISB), read by an ADS1115 converter, Texas Instruments. AIN0: working electrode (ISB: OP1),
 * AIN1: auxiliary electrode (OP2). Datasheet of the converter: "ADS111x", SBAS444E, 2024-12
 * (section numbers: DS). Addresses 0x48 to 0x4b (DS 7.5.1.1).
 *
 * A turn has two single-shot conversions, AIN0 - AIN1 and AIN1 against ground, each an average over
 * an eighth of a second. What is kept are voltages: ppb need the cell's own zeros and sensitivity
 * and its temperature, and are a matter of calibration elsewhere. Not supported: the other inputs,
 * the comparator, an ADS1015 in its place, which cannot be told from it.
 */
import type { SensorConfig } from '../config/config.ts'
import type { I2C, Platform } from '../platform/io.ts'
import { NO2_AE, NO2_WE_AE } from '../quantities.ts'
import { NO2_ADS1115_CODE } from './codes.ts'
import {
  CHECKSUM,
  type Driver,
  NEXT_STEP,
  NO_ANSWER,
  NOT_READY,
  OUT_OF_RANGE,
  type PartDescription,
  PENDING,
  PROTOCOL,
  READING,
} from './driver.ts'
import { openBus } from './open-bus.ts'

/**
 * Boards with power hold the auxiliary electrode some 200 to 350 mV above ground: calibration
 * sheets in public software (scs_core: afe_calib.py) have electronic zeros of 275 to 300 mV. Hardly
 * any voltage is a board without power or an open wire, and no reading.
 */
const AE_MIN = 5_000
/** DS 5.5: gain error at most 0.15 %, offset error at most 3 steps of 0.0625 mV. */
const ACCURACY = '±0.15 % or ±0.2 mV'

export const NO2_ADS1115: PartDescription = {
  code: NO2_ADS1115_CODE,
  name: 'NO2-ADS1115',
  bus: 'i2c',
  addresses: [0x48, 0x49, 0x4a, 0x4b],
  intervalMs: 2_000,
  warmUpMs: 0,
  currentMilliamps: 2,
  priceClass: 3,
  channels: [
    {
      quantity: NO2_WE_AE,
      minimum: -50_000,
      maximum: 50_000,
      resolution: 6,
      accuracy: ACCURACY,
    },
    { quantity: NO2_AE, minimum: AE_MIN, maximum: 100_000, resolution: 6, accuracy: ACCURACY },
  ],
}

/** DS, "Address Pointer Register". */
const CONVERSION = 0
const CONFIG = 1
/** DS, "Config Register", high byte: written, it begins a conversion; read, none is under way. */
const OS = 0x80
/** MUX 000: AIN0 - AIN1; 101: AIN1 to ground. PGA 010: ±2.048 V; single-shot mode. */
const WE_AE = 0x05
const AE = 0x55
/** Low byte: 8 samples a second, the quietest and 50 Hz are averaged out; comparator off. */
const DR_8_COMP_OFF = 0x03
/** DS 5.5: data rates vary by 10 %, 7.2 samples a second; the tick that runs may be nearly over. */
const CONVERT_MS_MAX = 140

/** DS 7.3.3: a step of the code is 62.5 µV, in 0.01 mV, rounded. */
export function no2CentiMillivolts(code: number): number {
  return (code * 25 + 2) >> 2
}

export class No2Ads1115 implements Driver {
  readonly part = NO2_ADS1115
  private readonly bus: I2C
  private readonly pointer = new Uint8Array(1)
  private readonly setting = new Uint8Array(3)
  private readonly data = new Uint8Array(2)
  private input = WE_AE
  private weAe = 0
  /** What `finish` has to tell; READING when it has to collect. */
  private step = PENDING

  constructor(bus: I2C) {
    this.bus = bus
  }

  start(_nowMs: number): number {
    const setting = this.setting
    try {
      // Under way, a conversion of an input that was asked for before would be taken for this one.
      const isBusy = this.read(CONFIG) >> 15 === 0
      setting[0] = CONFIG
      setting[1] = isBusy ? this.input : this.input | OS
      setting[2] = DR_8_COMP_OFF
      this.bus.write(setting, true)
      this.step = isBusy ? NOT_READY : READING
    } catch (_nack) {
      this.step = NO_ANSWER
    }
    return CONVERT_MS_MAX
  }

  finish(_nowMs: number, into: Int32Array): number {
    let outcome = this.step
    this.step = PENDING
    if (outcome === READING) {
      try {
        outcome = this.collect(into)
      } catch (_nack) {
        outcome = NO_ANSWER
      }
    }
    this.input = outcome === NEXT_STEP ? AE : WE_AE
    return outcome
  }

  close(): void {
    this.bus.close()
  }

  private collect(into: Int32Array): number {
    const config = this.read(CONFIG)
    // A chip that lost its supply, or that somebody else has set, says so.
    if (((config >> 8) & 0x7f) !== this.input || (config & 0xff) !== DR_8_COMP_OFF) return PROTOCOL
    if (config >> 15 === 0) return NOT_READY
    const word = this.read(CONVERSION)
    // It has no checksum, so it must read twice the same.
    if (this.read(CONVERSION) !== word) return CHECKSUM
    const value = no2CentiMillivolts((word << 16) >> 16)
    const isAe = this.input === AE
    const { minimum, maximum } = this.part.channels[isAe ? 1 : 0]!
    if (value < minimum || value > maximum) return OUT_OF_RANGE
    if (!isAe) {
      this.weAe = value
      return NEXT_STEP
    }
    into[0] = this.weAe
    into[1] = value
    return READING
  }

  private read(register: number): number {
    this.pointer[0] = register
    this.bus.write(this.pointer, false)
    this.bus.read(this.data)
    return this.data[0]! * 256 + this.data[1]!
  }
}

export function openNo2Ads1115(platform: Platform, config: SensorConfig): Driver {
  return new No2Ads1115(openBus(platform, config, NO2_ADS1115))
}
