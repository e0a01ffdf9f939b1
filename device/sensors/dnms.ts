/**
 * DNMS (Digital Noise Measurement Sensor) of Helmut Bitter and Sensor.Community: a Teensy with a
 * microphone that computes sound levels and tells them on I2C, address 0x55.
 * Source: github.com/hbitter/DNMS at e5d1d59, 2026-05-18, its firmwares DNMS_V1.0.4 to V5.9.x (FW)
 * and the host's side in airrohr-DNMS-5.17, dnms_i2c.h and .cpp. Words have Sensirion's CRC.
 *
 * It adds up energy from one `calculate` command to the next, so that the time between two turns,
 * 10 s, is what a reading covers. What was added up before the first command is not used: where it
 * began is unknown. FW from 2.4 on measures nothing before it was reset; up to 2.1 a reset restarts
 * its processor, which then hears nothing for a second.
 *
 * FW from 5.3 on is told the microphone, or takes it for an ICS-43434: 10 dB too little with an
 * IM72D128. Not supported: spectra, Z and C weighting, the second interval.
 */
import type { SensorConfig } from '../config/config.ts'
import type { I2C, Platform } from '../platform/io.ts'
import { NOISE_LA_MAX, NOISE_LA_MIN, NOISE_LAEQ } from '../quantities.ts'
import type { Average } from '../sampling/average.ts'
import { EnergyMean } from '../sampling/energy-mean.ts'
import { DNMS_CODE } from './codes.ts'
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
  WARMING_UP,
} from './driver.ts'
import { openBus } from './open-bus.ts'
import { readWords, WORD_LENGTH, wordAt } from './sensirion.ts'

const ICS43434 = 'ICS-43434'
const IM72D128 = 'IM72D128'
const LEVELS = 3

/**
 * Lower than the quieter microphone's own noise of 22 dB(A) is only what the firmware says of no
 * sound at all: 0, 3.0 or 5.0 dB. Upwards the range ends where a sine is at full scale: FW has
 * 123.01 and 133.01 dB for a mean square of 1. Accuracy: ICS-43434, DS-000069, 1.2, sensitivity.
 */
export function dnmsPart(microphone: string): PartDescription {
  const maximum = microphone === IM72D128 ? 1_300 : 1_200
  const range = { minimum: 200, maximum, resolution: 1, accuracy: '±1 dB' }
  return {
    code: DNMS_CODE,
    name: 'DNMS',
    bus: 'i2c',
    addresses: [0x55],
    intervalMs: 10_000,
    warmUpMs: 10_000,
    currentMilliamps: 100,
    priceClass: 3,
    channels: [
      { quantity: NOISE_LAEQ, ...range },
      { quantity: NOISE_LA_MIN, ...range },
      { quantity: NOISE_LA_MAX, ...range },
    ],
  }
}

/** dnms_i2c.h: commands. */
const RESET = 0x01
const READ_VERSION = 0x02
const CALCULATE_LEQ = 0x03
const READ_DATA_READY = 0x04
const READ_LEQ = 0x05
const SET_ICS43434 = 0x1b
const SET_IM72D128 = 0x1c

/** The version begins with "DNMS". */
const VERSION_DN = 0x444e
const VERSION_MS = 0x4d53
/** FW 1.0 to 2.1: setup() takes 2 s besides the boot. */
const RESTART_MS = 3_000
/** FW, setup(): from power to the first answer. */
const START_UP_MS = 1_000
/** FW 2.4 ends an interval with the next 125 ms of sound, and the others sooner. */
const READY_MS = 200
/** After so many faults in a row, as many as one turn may have, it is reset. */
const RESET_AFTER = 3
/** Where a turn begins, or goes on after a fault. */
const RESTART = 0
const IDENTIFY = 1
const MEASURE = 2
const COLLECT = 3

/**
 * A level in 0.1 dB, rounded, of the two words of an IEEE 754 single; -1 for what is none: below
 * 0, 256 and more, infinite, not a number.
 */
export function dnmsTenths(high: number, low: number): number {
  const exponent = high >> 7
  if (exponent > 134) return -1
  // 2^-6 and less round to nothing.
  if (exponent < 121) return 0
  const mantissa = ((high & 0x7f) | 0x80) * 65_536 + low
  return Math.floor((mantissa * 10) / (1 << (150 - exponent)) + 0.5)
}

export class Dnms implements Driver {
  readonly part: PartDescription
  private readonly bus: I2C
  private readonly microphone: number
  private readonly command = new Uint8Array(2)
  private readonly word = new Uint8Array(WORD_LENGTH)
  private readonly version = new Uint8Array(2 * WORD_LENGTH)
  private readonly levels = new Uint8Array(2 * LEVELS * WORD_LENGTH)
  private readonly laeq = new EnergyMean()
  private state = RESTART
  private outcome = PENDING
  private faults = 0
  /** When the interval ended that is to be collected, and whether its levels are there. */
  private endedMs = 0
  private isReady = false

  constructor(bus: I2C, part: PartDescription, setMicrophone: number) {
    this.bus = bus
    this.part = part
    this.microphone = setMicrophone
  }

  start(nowMs: number): number {
    try {
      return this.advance(nowMs)
    } catch (_nack) {
      this.outcome = this.failed(NO_ANSWER)
      return START_UP_MS
    }
  }

  finish(_nowMs: number, into: Int32Array): number {
    let outcome = this.outcome
    this.outcome = PENDING
    if (outcome !== READING) return outcome
    try {
      outcome = this.collect(into)
    } catch (_nack) {
      outcome = NO_ANSWER
    }
    if (outcome !== READING) return this.failed(outcome)
    this.state = MEASURE
    this.faults = 0
    this.laeq.add(into[0]!)
    return READING
  }

  meanOf(channel: number, average: Average): number {
    switch (this.part.channels[channel]!.quantity.averaging) {
      case 'energy':
        return this.laeq.take()
      case 'least':
        return average.minimum
      default:
        return average.maximum
    }
  }

  close(): void {
    this.bus.close()
  }

  private failed(fault: number): number {
    if (++this.faults >= RESET_AFTER) {
      this.faults = 0
      this.state = RESTART
    }
    return fault
  }

  private advance(nowMs: number): number {
    if (this.state === RESTART) {
      this.send(RESET)
      this.state = IDENTIFY
      this.outcome = NEXT_STEP
      return RESTART_MS
    }
    if (this.state === IDENTIFY) {
      this.outcome = this.identify()
      return READY_MS
    }
    // What nobody collected is no reading of this turn. Within a turn, a second interval would be
    // of a moment and count for ten seconds.
    if (this.state === MEASURE || nowMs - this.endedMs >= this.part.intervalMs / 2) {
      this.send(CALCULATE_LEQ)
      this.endedMs = nowMs
      this.isReady = false
      this.state = COLLECT
    }
    this.outcome = READING
    return READY_MS
  }

  /** Makes sure of the chip and begins the first interval. */
  private identify(): number {
    this.send(READ_VERSION)
    if (!readWords(this.bus, this.version)) return this.failed(CHECKSUM)
    if (wordAt(this.version, 0) !== VERSION_DN || wordAt(this.version, 1) !== VERSION_MS)
      return this.failed(PROTOCOL)
    this.send(this.microphone)
    this.send(CALCULATE_LEQ)
    this.state = MEASURE
    return WARMING_UP
  }

  private collect(into: Int32Array): number {
    if (!this.isReady) {
      this.send(READ_DATA_READY)
      if (!readWords(this.bus, this.word)) return CHECKSUM
      const ready = wordAt(this.word, 0)
      if (ready !== 1) return ready === 0 ? NOT_READY : PROTOCOL
      this.isReady = true
    }
    this.send(READ_LEQ)
    const { levels } = this
    const { channels } = this.part
    if (!readWords(this.bus, levels)) return CHECKSUM
    for (let i = 0; i < LEVELS; i++) {
      const tenths = dnmsTenths(wordAt(levels, 2 * i), wordAt(levels, 2 * i + 1))
      const { minimum, quantity } = channels[i]!
      if (tenths < minimum || tenths > quantity.maximum) return OUT_OF_RANGE
      into[i] = tenths
    }
    // A mean lies between least and greatest, but for the last bit of the firmware's floats.
    if (into[1]! > into[0]! + 1 || into[0]! > into[2]! + 1) return PROTOCOL
    // Beyond full scale sound is cut off, and what is said of it no more than that.
    for (let i = 0; i < LEVELS; i++)
      if (into[i]! > channels[i]!.maximum) into[i] = channels[i]!.maximum
    return READING
  }

  private send(command: number): void {
    this.command[1] = command
    this.bus.write(this.command, true)
  }
}

/** Throws for a microphone that no DNMS has. */
export function openDnms(platform: Platform, config: SensorConfig): Driver {
  const microphone = config.microphone ?? ICS43434
  if (microphone !== ICS43434 && microphone !== IM72D128)
    throw new Error(`DNMS: microphone must be ${ICS43434} or ${IM72D128}`)
  const set = microphone === IM72D128 ? SET_IM72D128 : SET_ICS43434
  const part = dnmsPart(microphone)
  return new Dnms(openBus(platform, config, part), part, set)
}
