/**
 * Where each target stands: the next record that it lacks, and how many it never got. Every sector
 * begins with all cursors; between, a cursor is written as a record of its own now and then: more
 * often costs flash, less often re-sending.
 */
import { getU32, putU32 } from '../payload/bytes.ts'

/** Delivery targets that the log keeps a cursor for. */
export const TARGETS_MAX = 4
/** A cursor is written when it moved this far. */
export const CURSOR_STRIDE = 64
/** Payload of a cursor record. */
export const CURSOR_LENGTH = 9
/** Bytes of one cursor in a sector header. */
const ENTRY_LENGTH = 8

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

  /** The target moved on by `stride` records since flash learned of its way. */
  isDue(target: number, stride: number): boolean {
    return this.next[target]! - this.saved[target]! >= stride
  }

  /**
   * The target has records `from` to `to` - 1, but for `missed` of them. Those that were
   * overwritten, and so passed, while they were on their way are not missing after all.
   */
  arrive(target: number, from: number, to: number, missed: number): void {
    const next = this.next[target]!
    this.dropped[target]! += missed - (Math.min(next, to) - from)
    if (to > next) this.next[target] = to
  }

  /** The target will never get the records from its cursor up to `to`. */
  pass(target: number, to: number): void {
    const from = this.next[target]!
    if (to <= from) return
    this.dropped[target]! += to - from
    this.next[target] = to
  }

  /** As `pass`, for every target. */
  passAll(to: number): void {
    for (let target = 0; target < this.targets; target++) this.pass(target, to)
  }

  /** One record is lost for every target: the flash would not take it. */
  loseOne(): void {
    for (let target = 0; target < this.targets; target++) this.dropped[target]!++
  }

  /** The record that every target has come up to. */
  slowest(): number {
    let slowest = Infinity
    for (let target = 0; target < this.targets; target++)
      slowest = Math.min(slowest, this.next[target]!)
    return slowest
  }

  /** No record from here on has a number that some target knows. */
  furthest(): number {
    let furthest = 0
    for (let target = 0; target < this.targets; target++)
      furthest = Math.max(furthest, this.next[target]!)
    return furthest
  }

  /** Makes the payload of the target's record. */
  encode(target: number, payload: Uint8Array): void {
    payload[0] = target
    putU32(payload, 1, this.next[target]!)
    putU32(payload, 5, this.dropped[target]!)
    this.saved[target] = this.next[target]!
  }

  /** Takes over a record that was read; one of a target that is no more is left alone. */
  decode(payload: Uint8Array): void {
    const target = payload[0]!
    if (target < this.targets) this.take(target, payload, 1)
  }

  encodeAll(bytes: Uint8Array, at: number): void {
    for (let target = 0; target < TARGETS_MAX; target++) {
      putU32(bytes, at + target * ENTRY_LENGTH, this.next[target]!)
      putU32(bytes, at + target * ENTRY_LENGTH + 4, this.dropped[target]!)
      this.saved[target] = this.next[target]!
    }
  }

  decodeAll(bytes: Uint8Array, at: number): void {
    for (let target = 0; target < this.targets; target++)
      this.take(target, bytes, at + target * ENTRY_LENGTH)
  }

  /** What was read so far is in flash for good. */
  trust(): void {
    this.saved.set(this.next)
  }

  private take(target: number, bytes: Uint8Array, at: number): void {
    this.next[target] = getU32(bytes, at)
    this.dropped[target] = getU32(bytes, at + 4)
  }
}
