/** Bits that read differently each time. They are few, and near each other. */
import type { Dice } from './dice.ts'

export class UnstableBits {
  private readonly masks: Uint8Array
  /** All are in bytes `from` to `to` - 1. */
  private from = 0
  private to = 0

  constructor(length: number) {
    this.masks = new Uint8Array(length)
  }

  copy(other: UnstableBits): void {
    if (this.to > this.from) this.masks.fill(0, this.from, this.to)
    this.from = other.from
    this.to = other.to
    for (let at = this.from; at < this.to; at++) this.masks[at] = other.masks[at]!
  }

  /** The bits of `mask` in byte `at` are unstable, too. */
  add(at: number, mask: number): void {
    this.masks[at]! |= mask
    if (this.to === this.from) this.from = this.to = at
    this.from = Math.min(this.from, at)
    this.to = Math.max(this.to, at + 1)
  }

  /** No bit of bytes `from` to `to` - 1 is unstable any more. */
  settle(from: number, to: number): void {
    if (this.to <= from || this.from >= to) return
    this.masks.fill(0, from, to)
    if (this.from >= from && this.to <= to) this.from = this.to = 0
  }

  /** What one read of `length` bytes at `at` sees of them: as erased, as written, or any. */
  shake(into: Uint8Array, length: number, at: number, dice: Dice): void {
    const from = Math.max(at, this.from)
    const to = Math.min(at + length, this.to)
    if (from >= to) return
    const mood = dice.below(4)
    for (let i = from; i < to; i++) {
      const mask = this.masks[i]!
      if (mask === 0) continue
      const bits = mood === 0 ? 0xff : mood === 1 ? 0 : dice.next()
      into[i - at] = (into[i - at]! & ~mask) | (bits & mask)
    }
  }
}
