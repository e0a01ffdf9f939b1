/**
 * Chance in one 32-bit word, so that a fork of a trial copies it with one assignment: Weyl sequence
 * with the finalizer of MurmurHash3. Good enough to choose bits; histories are drawn elsewhere.
 */
export class Dice {
  state = 0

  /** An unsigned 32-bit integer. */
  next(): number {
    this.state = (this.state + 0x9e3779b9) | 0
    let x = this.state
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
    return (x ^ (x >>> 16)) >>> 0
  }

  /** An integer from 0 to `count` - 1. */
  below(count: number): number {
    return this.next() % count
  }
}
