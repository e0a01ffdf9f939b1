/**
 * The serial side of the SPS30 (`sps30.ts`): SHDLC, where each frame to the chip is answered by
 * one (DS 5). It starts and ends with 0x7e, and what looks like that in between is stuffed.
 */
import type { Serial } from '../platform/io.ts'
import { FIRST_MS_MAX, NEXT_MS_MAX } from './continuous.ts'
import { Defects } from './defects.ts'
import {
  CHECKSUM,
  DEFECT,
  type Driver,
  NEXT_STEP,
  NO_ANSWER,
  NO_VALUE,
  NOT_READY,
  type PartDescription,
  PENDING,
  PROTOCOL,
  READING,
  WARMING_UP,
} from './driver.ts'
import { BAD, type FrameForm, FrameLine, GOOD, USUAL_SILENCE_MS } from './frame-line.ts'
import { SPS30_WORDS, sps30Values } from './sps30-values.ts'

export const SPS30_BAUD = 115_200

/** DS 5.2: start and stop, and what takes the place of such a byte. */
const EDGE = 0x7e
const STUFFED = 0x7d
/** A stuffed byte is another one in this bit. */
const STUFFING = 0x20
/** DS 5.2: address, command, state and length before the data, a checksum behind it. */
const COMMAND_AT = 2
const STATE_AT = 3
const LENGTH_AT = 4
const DATA_AT = 5
const AROUND_DATA = 5
const VALUES_LENGTH = SPS30_WORDS * 2
/** All of it stuffed, between its edges. */
const FRAME_LENGTH_MAX = 2 * (AROUND_DATA + VALUES_LENGTH) + 2

/** DS 5.2, state: what went wrong. In its other bit, whether there is an error in the status. */
const CODE = 0x7f
/** DS 5.2, table 6. */
const NOT_IN_THIS_STATE = 0x43

/** DS 5.3, table 7: 20 ms at the most, and 8 ms for the longest frame. */
const ANSWER_MS = 50
/** DS 6.3, table 8: at most 100 ms on I2C, where it is the same command. ESPHome leaves 500. */
const RESET_MS = 500

const READ_COMMAND = 0x03
/** Steps of a turn. */
const WAKE = 0
const RESET = 1
const START = 2
const READ = 3
const CLEAR = 4

/**
 * DS 5.3: frames as they are sent, by step. 0xff wakes the interface of a chip that sleeps; the
 * call behind it stands there without its stuffing, which the maker's driver sends.
 */
function frames(): Uint8Array[] {
  return [
    new Uint8Array([0xff, EDGE, 0x00, STUFFED, 0x11 ^ STUFFING, 0x00, 0xee, EDGE]),
    new Uint8Array([EDGE, 0x00, 0xd3, 0x00, 0x2c, EDGE]),
    new Uint8Array([EDGE, 0x00, 0x00, 0x02, 0x01, 0x03, 0xf9, EDGE]),
    new Uint8Array([EDGE, 0x00, 0x03, 0x00, 0xfc, EDGE]),
    new Uint8Array([EDGE, 0x00, 0xd2, 0x01, 0x01, 0x2b, EDGE]),
  ]
}

/** GOOD where the sum of all between the edges is 0xff, stuffing aside, which then is out of it. */
function judge(frame: Uint8Array, length: number): number {
  const stop = length - 1
  if (frame[stop] !== EDGE) return length + 1
  let sum = 0
  let count = 0
  let promised = -1
  for (let i = 1; i < stop; i++) {
    let byte = frame[i]!
    if (byte === STUFFED) byte = frame[++i]! ^ STUFFING
    if (i === stop) return BAD
    sum += byte
    if (++count === LENGTH_AT) promised = byte
  }
  if (count !== promised + AROUND_DATA || (sum & 0xff) !== 0xff) return BAD
  for (let from = 1, to = 1; to <= count; to++) {
    const byte = frame[from++]!
    frame[to] = byte === STUFFED ? frame[from++]! ^ STUFFING : byte
  }
  return GOOD
}

/** How long it is warm is counted from its start. */
const FORM: FrameForm = {
  lengthMax: FRAME_LENGTH_MAX,
  head: EDGE,
  wanted: 2,
  judge,
  warmUpMs: 0,
  silenceMs: USUAL_SILENCE_MS,
}

export class Sps30Uart implements Driver {
  readonly part: PartDescription
  private readonly line: FrameLine
  private readonly frames = frames()
  private readonly defects = new Defects()
  private step = WAKE
  private sent = false
  /** A garbled answer was told already. */
  private garbled = false
  private deadlineMs = 0
  private warmFromMs = 0

  constructor(serial: Serial, part: PartDescription) {
    this.part = part
    this.line = new FrameLine(serial, FORM)
  }

  start(_nowMs: number): number {
    this.sent = true
    this.garbled = false
    this.line.serial.write(this.frames[this.step]!)
    return this.step === RESET ? RESET_MS : ANSWER_MS
  }

  finish(nowMs: number, into: Int32Array): number {
    if (!this.sent) return PENDING
    const { line } = this
    for (;;) {
      const outcome = line.next(nowMs)
      if (outcome === CHECKSUM) {
        this.garbled = true
        return CHECKSUM
      }
      this.sent = false
      if (outcome === PENDING) return this.unanswered(nowMs)
      const command = line.frame[COMMAND_AT]
      if (this.step === READ && command === READ_COMMAND) return this.collect(nowMs, into)
      // Whatever answers the first two, the next frame goes out.
      if (this.step < START || command === this.frames[this.step]![COMMAND_AT])
        return this.obeyed(nowMs)
    }
  }

  close(): void {
    this.line.serial.close()
  }

  /** All that a turn without faults needs: what is called besides is put away until it is. */
  private collect(nowMs: number, into: Int32Array): number {
    const { defects } = this
    const { frame } = this.line
    const state = frame[STATE_AT]!
    const length = frame[LENGTH_AT]!
    const code = state & CODE
    if (code !== 0 || (length !== 0 && length !== VALUES_LENGTH)) {
      // It lost its supply, or another owner's start came first: the deadline need not come.
      this.step = WAKE
      return code === NOT_IN_THIS_STATE ? NOT_READY : PROTOCOL
    }
    if (state !== 0 || defects.bits !== 0) defects.note(nowMs, state)
    if (length === 0) return nowMs < this.deadlineMs ? PENDING : this.failed(NOT_READY, nowMs)
    if (defects.bits !== 0) {
      this.deadlineMs = nowMs + NEXT_MS_MAX
      if (!defects.mustClear(nowMs)) return DEFECT
      this.step = CLEAR
      return NEXT_STEP
    }
    const isWarm = nowMs >= this.warmFromMs
    const outcome = sps30Values(frame, DATA_AT, 2, into)
    if (outcome !== READING) return this.failed(outcome, nowMs)
    if (into[0] === NO_VALUE) return isWarm ? this.failed(NOT_READY, nowMs) : WARMING_UP
    this.deadlineMs = nowMs + NEXT_MS_MAX
    return isWarm ? READING : WARMING_UP
  }

  private failed(fault: number, nowMs: number): number {
    if (this.step <= START || nowMs >= this.deadlineMs) this.step = WAKE
    return fault
  }

  /** A chip that is awake, or does not know the command, need not answer the first two. */
  private unanswered(nowMs: number): number {
    if (this.step < START || this.step === CLEAR) return this.obeyed(nowMs)
    return this.failed(this.garbled ? PENDING : NO_ANSWER, nowMs)
  }

  private obeyed(nowMs: number): number {
    const step = this.step
    if (step === CLEAR) {
      this.step = READ
      return DEFECT
    }
    this.step++
    if (step < START) return NEXT_STEP
    if ((this.line.frame[STATE_AT]! & CODE) !== 0) {
      this.step = WAKE
      return PROTOCOL
    }
    this.deadlineMs = nowMs + FIRST_MS_MAX
    this.warmFromMs = nowMs + this.part.warmUpMs
    return PENDING
  }
}
