/**
 * MH-Z19B, MH-Z19C, MH-Z19D CO2 modules, Winsen: one protocol.
 * Manuals: "Infrared CO2 Sensor Module, Model: MH-Z19B, User's Manual", version 1.5, 2019-09-23
 * (section numbers: UM); the same of MH-Z19C, version 1.2, 2021-05-14.
 *
 * Asked every ten seconds; more often brings nothing, since a step takes two minutes to be seen
 * (UM 6, T90). By default the module takes the lowest reading of each day for 400 ppm and moves its
 * scale (UM 8, "Self-calibration"). In a campaign that hides what it is to show, so it is off. The
 * manual promises no answer to that, nor that it outlasts a loss of power, so it is said when the
 * module comes, once it is warm, and then twice a day. Later units do answer; the driver does not
 * need it. Before it is warm the module says 410, 400 or 500 ppm, whatever is there.
 *
 * Not supported: calibration, and the detection range, which stays as it is in the module: one that
 * is set to 2,000 ppm says 2,000 for all above. A supply that fails for less than half a minute
 * shows in nothing that it sends, so that what it says while it warms up again is taken for air.
 */
import type { SensorConfig } from '../config/config.ts'
import type { Platform, Serial } from '../platform/io.ts'
import { CO2 } from '../quantities.ts'
import { MHZ19_CODE } from './codes.ts'
import {
  CHECKSUM,
  type Driver,
  NEXT_STEP,
  NO_ANSWER,
  OUT_OF_RANGE,
  type PartDescription,
  PENDING,
  READING,
  WARMING_UP,
} from './driver.ts'
import { BAD, type FrameForm, FrameLine, GOOD } from './frame-line.ts'

const BAUD = 9600

export const MHZ19: PartDescription = {
  code: MHZ19_CODE,
  name: 'MH-Z19',
  bus: 'serial',
  intervalMs: 10_000,
  // UM 6, preheat time: 3 min; of MH-Z19C and MH-Z19D 1 min.
  warmUpMs: 180_000,
  currentMilliamps: 40,
  priceClass: 2,
  channels: [
    { quantity: CO2, minimum: 1, maximum: 10_000, resolution: 1, accuracy: '±(50 ppm + 5 %)' },
  ],
}

/** UM 7: nine bytes in both directions; commands name sensor 1. */
const START = 0xff
const SENSOR = 0x01
const FRAME_LENGTH = 9
const READ_CO2 = 0x86
const SELF_CALIBRATION = 0x79
const OFF = 0x00

/** Two frames take 19 ms on the line. */
const ANSWER_MS_MAX = 250
/** Three questions without any byte: the module has no supply, or is not there. */
const SILENCE_MS = 25_000
/** The cycle of self-calibration is a day from power-on (UM 8). */
const REPEAT_OFF_MS = 43_200_000

/** UM 7: of bytes 1 to 7, inverted, plus 1. */
export function mhz19Checksum(frame: Uint8Array): number {
  let sum = 0
  for (let i = 1; i < FRAME_LENGTH - 1; i++) sum += frame[i]!
  return -sum & 0xff
}

function judge(frame: Uint8Array): number {
  const command = frame[1]
  const isAnswer = command === READ_CO2 || command === SELF_CALIBRATION
  return isAnswer && frame[FRAME_LENGTH - 1] === mhz19Checksum(frame) ? GOOD : BAD
}

const FORM: FrameForm = {
  lengthMax: FRAME_LENGTH,
  head: START,
  wanted: FRAME_LENGTH,
  judge,
  warmUpMs: MHZ19.warmUpMs,
  silenceMs: SILENCE_MS,
}

export class Mhz19 implements Driver {
  readonly part = MHZ19
  private readonly line: FrameLine
  private readonly command = new Uint8Array(FRAME_LENGTH)
  /** When self-calibration is to be switched off next. */
  private offMs = 0
  /** The command whose answer is to be collected, or 0. */
  private asked = 0

  constructor(serial: Serial) {
    this.line = new FrameLine(serial, FORM)
    this.command[0] = START
    this.command[1] = SENSOR
  }

  start(nowMs: number): number {
    const line = this.line
    line.begin(nowMs)
    line.drop(nowMs)
    if (nowMs >= this.offMs) {
      this.offMs = nowMs + (line.isWarm(nowMs) ? REPEAT_OFF_MS : MHZ19.warmUpMs)
      this.send(SELF_CALIBRATION, OFF)
    } else this.send(READ_CO2, 0)
    return ANSWER_MS_MAX
  }

  finish(nowMs: number, into: Int32Array): number {
    const asked = this.asked
    this.asked = 0
    if (asked === 0) return PENDING
    if (asked === SELF_CALIBRATION) return NEXT_STEP
    const line = this.line
    let outcome = line.next(nowMs)
    // A late answer to the setting.
    if (outcome === READING && line.frame[1] !== READ_CO2) outcome = line.next(nowMs)
    if (outcome === READING && line.frame[1] === READ_CO2) return this.reading(nowMs, into)
    if (outcome === CHECKSUM) return CHECKSUM
    if (line.isSilent(nowMs)) this.offMs = nowMs
    return NO_ANSWER
  }

  close(): void {
    this.line.serial.close()
  }

  private send(command: number, data: number): void {
    const bytes = this.command
    this.asked = command
    bytes[2] = command
    bytes[3] = data
    bytes[FRAME_LENGTH - 1] = mhz19Checksum(bytes)
    this.line.serial.write(bytes)
  }

  private reading(nowMs: number, into: Int32Array): number {
    const frame = this.line.frame
    const ppm = frame[2]! * 256 + frame[3]!
    if (!this.line.isWarm(nowMs)) {
      if (this.offMs > nowMs + MHZ19.warmUpMs) this.offMs = nowMs + MHZ19.warmUpMs
      return WARMING_UP
    }
    const { minimum, maximum } = MHZ19.channels[0]!
    if (ppm < minimum || ppm > maximum) return OUT_OF_RANGE
    into[0] = ppm
    return READING
  }
}

export function openMhz19(platform: Platform, config: SensorConfig): Driver {
  return new Mhz19(platform.openSerial(config.port, BAUD))
}
