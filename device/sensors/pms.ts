/**
 * PMS5003, PMS7003 and PMSA003 laser particle counters, Plantower: one protocol.
 * Data manuals: "PMS5003 series data manual", V2.3, 2016-06-01; "PMS7003 series data manual", V2.5,
 * 2016-06-01; "PMSA003 series data manual", V2.5, 2017 (appendix I: transport protocol, active
 * mode; appendix II: passive mode).
 *
 * The chip is told to be passive and asked once a second. One that does not hear, because nobody
 * wired its RX, goes on reporting by itself every 200 to 2,300 ms; the last report of a turn counts
 * then, so that a turn gives one reading either way. Of the two sets of mass concentrations the one
 * "under atmospheric environment" is read, as airRohr does. Not supported: particle counts.
 */
import type { SensorConfig } from '../config/config.ts'
import type { Platform, Serial } from '../platform/io.ts'
import { PM1, PM2_5, PM10 } from '../quantities.ts'
import { PMS5003_CODE, PMS7003_CODE, PMSA003_CODE } from './codes.ts'
import {
  type Driver,
  NO_ANSWER,
  type PartDescription,
  PENDING,
  READING,
  WARMING_UP,
} from './driver.ts'
import { BAD, type FrameForm, FrameLine, GOOD, USUAL_SILENCE_MS } from './frame-line.ts'

const BAUD = 9600
const WARM_UP_MS = 30_000
const ACCURACY = '±10 % or ±10 µg/m³'

/** The three by name; as a function, so that a kit has only its own in memory. */
export function pmsPart(name: string): PartDescription {
  const range = { minimum: 0, maximum: 100_000, resolution: 100, accuracy: ACCURACY }
  const code = name === 'PMSA003' ? PMSA003_CODE : name === 'PMS7003' ? PMS7003_CODE : PMS5003_CODE
  return {
    code,
    name,
    bus: 'serial',
    intervalMs: 1000,
    warmUpMs: WARM_UP_MS,
    currentMilliamps: 100,
    priceClass: 2,
    channels: [
      { quantity: PM1, ...range },
      { quantity: PM2_5, ...range },
      { quantity: PM10, ...range },
    ],
  }
}

/** Appendix I: start characters 1 and 2, frame length in two bytes. */
const START_1 = 0x42
const START_2 = 0x4d
const HEADER_LENGTH = 4
/** Of a report: thirteen words and the check code; of the reply to a command: one word less one. */
const REPORT_REST = 28
const REPLY_REST = 4
/** Data 4 to 6: PM1.0, PM2.5, PM10 under atmospheric environment, in µg/m³. */
const ATMOSPHERIC_AT = 10

/** Appendix II: commands. */
const READ = 0xe2
const CHANGE_MODE = 0xe1
const PASSIVE = 0
const SLEEP_SET = 0xe4
const SLEEP = 0
const WAKE_UP = 1
const COMMAND_LENGTH = 7

const RAW_MAXIMUM = 1000
/** One step of the chip is 1 µg/m³, one step of the quantity 0.01. */
const STEPS_PER_RAW = 100

/** Appendices I and II: the sum of all bytes before it. */
export function pmsCheckCode(bytes: Uint8Array, length: number): number {
  let sum = 0
  for (let i = 0; i < length; i++) sum += bytes[i]!
  return sum & 0xffff
}

/** GOOD for a report and for the reply to a command. */
function judge(frame: Uint8Array, length: number): number {
  if (length === HEADER_LENGTH) {
    const rest = frame[2]! * 256 + frame[3]!
    if (frame[1] !== START_2 || (rest !== REPORT_REST && rest !== REPLY_REST)) return BAD
    return HEADER_LENGTH + rest
  }
  const code = frame[length - 2]! * 256 + frame[length - 1]!
  return code === pmsCheckCode(frame, length - 2) ? GOOD : BAD
}

const FORM: FrameForm = {
  lengthMax: HEADER_LENGTH + REPORT_REST,
  head: START_1,
  wanted: HEADER_LENGTH,
  judge,
  warmUpMs: WARM_UP_MS,
  silenceMs: USUAL_SILENCE_MS,
}

export class Pms implements Driver {
  readonly part: PartDescription
  private readonly line: FrameLine
  private readonly command = new Uint8Array(COMMAND_LENGTH)
  /** It was told to be passive. */
  private told = false
  private asleep = false
  /** A report came in this turn, with these values. */
  private fresh = false
  private readonly values = new Int32Array(3)

  constructor(serial: Serial, part: PartDescription) {
    this.part = part
    this.line = new FrameLine(serial, FORM)
    this.command[0] = START_1
    this.command[1] = START_2
  }

  /** Laser and fan stop; the chip reports nothing until `wake`. */
  sleep(): void {
    this.asleep = true
    this.send(SLEEP_SET, SLEEP)
  }

  /** Back to work; readings count again after the warm-up. */
  wake(): void {
    this.asleep = false
    this.told = false
    this.line.restart()
    this.send(SLEEP_SET, WAKE_UP)
  }

  start(nowMs: number): number {
    this.line.begin(nowMs)
    if (!this.asleep) {
      if (this.told) this.send(READ, 0)
      else this.send(CHANGE_MODE, PASSIVE)
      this.told = true
    }
    return this.part.intervalMs
  }

  finish(nowMs: number, into: Int32Array): number {
    const line = this.line
    let outcome = line.next(nowMs)
    while (outcome === READING) {
      this.take(line.frame)
      outcome = line.next(nowMs)
    }
    if (outcome !== PENDING) return outcome
    if (!this.fresh) return this.silence(nowMs)
    this.fresh = false
    for (let i = 0; i < 3; i++) into[i] = this.values[i]!
    return line.isWarm(nowMs) ? READING : WARMING_UP
  }

  close(): void {
    this.line.serial.close()
  }

  private silence(nowMs: number): number {
    if (this.asleep || !this.line.isSilent(nowMs)) return PENDING
    this.told = false
    return NO_ANSWER
  }

  private send(command: number, data: number): void {
    const bytes = this.command
    bytes[2] = command
    bytes[3] = 0
    bytes[4] = data
    const code = pmsCheckCode(bytes, 5)
    bytes[5] = code >> 8
    bytes[6] = code & 0xff
    this.line.serial.write(bytes)
  }

  /** What is beyond the range stands at its end, where it is told as saturated. */
  private take(frame: Uint8Array): void {
    if (frame[3] !== REPORT_REST) return
    this.fresh = true
    for (let i = 0; i < 3; i++) {
      const raw = frame[ATMOSPHERIC_AT + 2 * i]! * 256 + frame[ATMOSPHERIC_AT + 2 * i + 1]!
      this.values[i] = (raw > RAW_MAXIMUM ? RAW_MAXIMUM : raw) * STEPS_PER_RAW
    }
  }
}

export function openPms(platform: Platform, config: SensorConfig): Driver {
  return new Pms(platform.openSerial(config.port, BAUD), pmsPart(config.part))
}
