/**
 * Finds frames in what a serial chip sends by itself or when asked, about once a second. The stream
 * may begin in the middle of a frame and lose or gain bytes: then what may be the beginning of the
 * next frame is kept. It also knows when the chip fell silent, and when it is warm.
 */
import type { Serial } from '../platform/io.ts'
import { CHECKSUM, PENDING, READING } from './driver.ts'

const RECEIVE_LENGTH = 32
/** The line is read no more often than this in one call of `next`. */
const RECEIVES_MAX = 8
/** `silenceMs` of a chip that speaks once a second or every two. */
export const USUAL_SILENCE_MS = 3_500

/**
 * Judges the bytes of a frame when there are as many as were wanted: GOOD, BAD, or how many it has
 * to have in all.
 */
export type Judge = (frame: Uint8Array, length: number) => number
export const GOOD = 0
export const BAD = -1

/** What is the same for every chip of a kind. */
export interface FrameForm {
  /** Bytes of the longest frame, its first byte, and at how many bytes it is judged first. */
  readonly lengthMax: number
  readonly head: number
  readonly wanted: number
  readonly judge: Judge
  readonly warmUpMs: number
  /** A line without any byte for longer than this is silent. */
  readonly silenceMs: number
}

export class FrameLine {
  readonly serial: Serial
  /** After READING: the frame. */
  readonly frame: Uint8Array
  private readonly form: FrameForm
  private readonly received = new Uint8Array(RECEIVE_LENGTH)
  private receivedLength = 0
  private receivedAt = 0
  private frameLength = 0
  private want: number
  /** Bytes since the last good frame that belong to none. */
  private lost = 0
  /** When the last byte arrived, good or bad; -1 before the first turn. */
  private heardMs = -1
  private warmFromMs = 0
  /** The line fell silent: whatever speaks next was just switched on, or is another chip. */
  private gone = false

  constructor(serial: Serial, form: FrameForm) {
    this.serial = serial
    this.form = form
    this.frame = new Uint8Array(form.lengthMax)
    this.want = form.wanted
  }

  /** A turn begins; with the first one, power and warm-up are taken to begin as well. */
  begin(nowMs: number): void {
    if (this.heardMs >= 0) return
    this.heardMs = nowMs
    this.warmFromMs = nowMs + this.form.warmUpMs
  }

  /** The chip begins to warm up with the next turn. */
  restart(): void {
    this.heardMs = -1
  }

  /** Forgets what has come: whatever a question is asked for comes after it. */
  drop(nowMs: number): void {
    for (let receives = 0; receives < RECEIVES_MAX; receives++) {
      if (this.serial.read(this.received) === 0) break
      this.heardMs = nowMs
    }
    this.receivedAt = 0
    this.receivedLength = 0
    this.frameLength = 0
    this.want = this.form.wanted
    this.lost = 0
  }

  /** READING when a good frame is there, CHECKSUM for a broken one, PENDING when no more came. */
  next(nowMs: number): number {
    let receives = 0
    for (;;) {
      if (this.receivedAt === this.receivedLength) {
        if (receives++ === RECEIVES_MAX) return PENDING
        this.receivedAt = 0
        this.receivedLength = this.serial.read(this.received)
        if (this.receivedLength === 0) return PENDING
        this.heardMs = nowMs
      }
      const outcome = this.take(this.received[this.receivedAt++]!, nowMs)
      if (outcome !== PENDING) return outcome
    }
  }

  isSilent(nowMs: number): boolean {
    if (nowMs - this.heardMs <= this.form.silenceMs) return false
    this.gone = true
    return true
  }

  isWarm(nowMs: number): boolean {
    return nowMs >= this.warmFromMs
  }

  /** Adds one byte to the frame. */
  private take(byte: number, nowMs: number): number {
    const at = this.frameLength
    if (at === 0 && byte !== this.form.head) return this.lose(1)
    this.frame[at] = byte
    this.frameLength = at + 1
    while (this.frameLength >= this.want) {
      const judged = this.form.judge(this.frame, this.want)
      if (judged === GOOD) return this.good(nowMs)
      if (judged === BAD || judged <= this.want || judged > this.frame.length) return this.bad()
      this.want = judged
    }
    return PENDING
  }

  private good(nowMs: number): number {
    this.frameLength = 0
    this.want = this.form.wanted
    this.lost = 0
    if (this.gone) this.warmFromMs = nowMs + this.form.warmUpMs
    this.gone = false
    return READING
  }

  /** Keeps what may be the beginning of the next frame. */
  private bad(): number {
    const frame = this.frame
    const length = this.frameLength
    let start = 1
    while (start < length && frame[start] !== this.form.head) start++
    for (let i = start; i < length; i++) frame[i - start] = frame[i]!
    this.frameLength = length - start
    this.want = this.form.wanted
    return this.lose(start)
  }

  /** Bytes that fit no frame: one fault for each frame's length of them, told as it begins. */
  private lose(bytes: number): number {
    const length = this.frame.length
    const faults = Math.ceil(this.lost / length)
    this.lost += bytes
    return Math.ceil(this.lost / length) > faults ? CHECKSUM : PENDING
  }
}
