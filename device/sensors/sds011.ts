/**
 * SDS011 laser dust sensor, Nova Fitness.
 * Datasheet: "Laser PM2.5 Sensor specification, SDS011", V1.3, 2015-10-09 (section numbers: DS).
 * Protocol: "Laser Dust Sensor Control Protocol", V1.3 (command numbers: CP).
 *
 * The chip reports once a second by itself (active mode) and keeps its reporting mode and working
 * period through power-off, so both are read at boot and set when another owner left them
 * different. Not supported: query mode, addressing one of several chips on a line.
 */

import type { SensorConfig } from '../config/config.ts'
import type { Platform, Serial } from '../platform/io.ts'
import { PM2_5, PM10 } from '../quantities.ts'
import { SDS011_CODE } from './codes.ts'
import {
  type Driver,
  NO_ANSWER,
  OUT_OF_RANGE,
  type PartDescription,
  PENDING,
  READING,
  WARMING_UP,
} from './driver.ts'
import { BAD, type FrameForm, FrameLine, GOOD, USUAL_SILENCE_MS } from './frame-line.ts'

const BAUD = 9600
const ACCURACY = '±15 % or ±10 µg/m³'

export const SDS011: PartDescription = {
  code: SDS011_CODE,
  name: 'SDS011',
  bus: 'serial',
  intervalMs: 1000,
  warmUpMs: 30_000,
  currentMilliamps: 70,
  priceClass: 2,
  channels: [
    { quantity: PM2_5, minimum: 0, maximum: 99_990, resolution: 10, accuracy: ACCURACY },
    { quantity: PM10, minimum: 0, maximum: 99_990, resolution: 10, accuracy: ACCURACY },
  ],
}

const HEAD = 0xaa
const TAIL = 0xab
const DATA_FRAME = 0xc0
const REPLY_FRAME = 0xc5
const FRAME_LENGTH = 10

/** CP 1: reporting mode; 0 active, 1 query. */
const REPORTING_MODE = 2
/** CP 4: 0 sleep, 1 work. */
const SLEEP_AND_WORK = 6
/** CP 6: 0 continuous, n: works 30 s in every n minutes. */
const WORKING_PERIOD = 8

const RAW_MAXIMUM = 9999
/** One step of the chip is 0.1 µg/m³, one step of the quantity 0.01. */
const STEPS_PER_RAW = 10

/** How often one command is sent before the chip is taken to be deaf. */
const COMMAND_TRIES_MAX = 5
/** A deaf chip is asked again after this. */
const COMMAND_REST_MS = 60_000
/** The commands that bring the chip into shape, in order. */
const SETUP = [SLEEP_AND_WORK, REPORTING_MODE, WORKING_PERIOD]
/** The value that each of them must have: at work, active, continuous. */
const SETUP_VALUES = [1, 0, 0]

/** Sum of bytes `from` to `to` - 1, as in CP "check-sum". */
export function sds011Checksum(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += bytes[i]!
  return sum & 0xff
}

function judge(frame: Uint8Array): number {
  const kind = frame[1]
  const isFrame =
    frame[9] === TAIL &&
    (kind === DATA_FRAME || kind === REPLY_FRAME) &&
    frame[8] === sds011Checksum(frame, 2, 8)
  return isFrame ? GOOD : BAD
}

const FORM: FrameForm = {
  lengthMax: FRAME_LENGTH,
  head: HEAD,
  wanted: FRAME_LENGTH,
  judge,
  warmUpMs: SDS011.warmUpMs,
  silenceMs: USUAL_SILENCE_MS,
}

export class Sds011 implements Driver {
  readonly part = SDS011
  /** The chip's own id (bytes ID1 and ID2 of every frame), -1 before the first frame. */
  deviceId = -1
  private readonly line: FrameLine
  private readonly command = new Uint8Array(19)
  private setupStep = 0
  /** The chip has said that the current setup value is wrong, so it is set, not asked. */
  private setting = false
  private tries = 0
  private restUntilMs = 0
  private asleep = false

  constructor(serial: Serial) {
    this.line = new FrameLine(serial, FORM)
    const command = this.command
    command[0] = HEAD
    command[1] = 0xb4
    command[15] = 0xff
    command[16] = 0xff
    command[18] = TAIL
  }

  /** Laser and fan stop; the chip reports nothing until `wake`. */
  sleep(): void {
    this.asleep = true
    this.send(SLEEP_AND_WORK, 1, 0)
  }

  /** Back to work; readings count again after the warm-up. */
  wake(): void {
    this.asleep = false
    this.setupStep = 0
    this.tries = 0
    this.restUntilMs = 0
    this.line.restart()
  }

  start(nowMs: number): number {
    this.line.begin(nowMs)
    if (!this.asleep && this.setupStep < SETUP.length && nowMs >= this.restUntilMs) this.ask(nowMs)
    return SDS011.intervalMs
  }

  finish(nowMs: number, into: Int32Array): number {
    const line = this.line
    for (;;) {
      const outcome = line.next(nowMs)
      if (outcome === PENDING) return this.silence(nowMs)
      if (outcome !== READING) return outcome
      const frame = line.frame
      this.deviceId = frame[6]! * 256 + frame[7]!
      if (frame[1] !== REPLY_FRAME) return this.reading(frame, nowMs, into)
      this.reply(frame)
    }
  }

  close(): void {
    this.line.serial.close()
  }

  private silence(nowMs: number): number {
    if (this.asleep || !this.line.isSilent(nowMs)) return PENDING
    this.setupStep = 0
    return NO_ANSWER
  }

  private ask(nowMs: number): void {
    if (this.tries === COMMAND_TRIES_MAX) {
      this.tries = 0
      this.restUntilMs = nowMs + COMMAND_REST_MS
      return
    }
    this.tries++
    const step = this.setupStep
    // Sleep mode cannot be asked: a sleeping chip hears only the command to work.
    const set = this.setting || step === 0
    this.send(SETUP[step]!, set ? 1 : 0, set ? SETUP_VALUES[step]! : 0)
  }

  private send(number: number, set: number, value: number): void {
    const command = this.command
    command[2] = number
    command[3] = set
    command[4] = value
    command[17] = sds011Checksum(command, 2, 17)
    this.line.serial.write(command)
  }

  private reply(frame: Uint8Array): void {
    const step = this.setupStep
    if (step < SETUP.length && frame[2] === SETUP[step]) {
      this.setting = frame[4] !== SETUP_VALUES[step]
      this.tries = 0
      if (!this.setting) this.setupStep = step + 1
    }
  }

  private reading(frame: Uint8Array, nowMs: number, into: Int32Array): number {
    const rawPm25 = frame[2]! + frame[3]! * 256
    const rawPm10 = frame[4]! + frame[5]! * 256
    if (rawPm25 > RAW_MAXIMUM || rawPm10 > RAW_MAXIMUM) return OUT_OF_RANGE
    into[0] = rawPm25 * STEPS_PER_RAW
    into[1] = rawPm10 * STEPS_PER_RAW
    return this.line.isWarm(nowMs) ? READING : WARMING_UP
  }
}

export function openSds011(platform: Platform, config: SensorConfig): Driver {
  return new Sds011(platform.openSerial(config.port, BAUD))
}
