/**
 * Where each target stands: the next record that it lacks, and how many it never got. A cursor is
 * itself a record of the log, written now and then: more often costs flash, less often re-sending.
 */
import { getU32, putU32 } from '../payload/bytes.ts'
import { FRAME_HEAD } from './sector.ts'

/** Delivery targets that the log keeps a cursor for. */
const TARGETS_MAX = 4
/** A cursor is written when it moved this far. */
export const CURSOR_STRIDE = 32
/** Payload of a cursor record. */
export const CURSOR_LENGTH = 9

export class Cursors {
  readonly targets: number
  /** Per target. */
  readonly next = new Uint32Array(TARGETS_MAX)
  readonly dropped = new Uint32Array(TARGETS_MAX)
  private readonly saved = new Uint32Array(TARGETS_MAX)

  /** `targets`: how many there are, at most TARGETS_MAX. */
  constructor(targets: number) {
    this.targets = targets
  }

  /** Flash should learn of this target's way. */
  isDue(target: number): boolean {
    return this.next[target]! - this.saved[target]! >= CURSOR_STRIDE
  }

  /**
   * The target has records `from` to `to` - 1. Those that were overwritten, and so passed, while
   * they were on their way are not missing after all.
   */
  arrive(target: number, from: number, to: number): void {
    const next = this.next[target]!
    this.dropped[target]! -= Math.min(next, to) - from
    if (to > next) this.next[target] = to
  }

  /** The target will never get the records from its cursor up to `to`. */
  pass(target: number, to: number): void {
    const from = this.next[target]!
    if (to <= from) return
    this.dropped[target]! += to - from
    this.next[target] = to
  }

  /** Puts the target's record into a frame. */
  encode(target: number, frame: Uint8Array): void {
    frame[FRAME_HEAD] = target
    putU32(frame, FRAME_HEAD + 1, this.next[target]!)
    putU32(frame, FRAME_HEAD + 5, this.dropped[target]!)
    this.saved[target] = this.next[target]!
  }

  /** Takes over a record that was read; one of a target that is no more is left alone. */
  decode(frame: Uint8Array): void {
    const target = frame[FRAME_HEAD]!
    if (target >= this.targets) return
    this.next[target] = getU32(frame, FRAME_HEAD + 1)
    this.saved[target] = this.next[target]!
    this.dropped[target] = getU32(frame, FRAME_HEAD + 5)
  }
}
