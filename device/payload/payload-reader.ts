/**
 * Takes integers off a payload, one after the other. The first fault stays, later reads give 0, so
 * that a caller may read on and look at `fault` once.
 */

/** One more than the greatest integer that counts exactly. */
const EXACT_END = 2 ** 53
/** Bytes of the longest variable-length integer below EXACT_END. */
const VARINT_LENGTH_MAX = 8

export class PayloadReader {
  /** Empty, or what is wrong. */
  fault = ''
  faultAt = 0
  private readonly bytes: Uint8Array
  private at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  atEnd(): boolean {
    return this.at >= this.bytes.length
  }

  refuse(fault: string): void {
    if (this.fault !== '') return
    this.fault = fault
    this.faultAt = this.at
  }

  byte(): number {
    if (this.atEnd()) this.refuse('ends too early')
    return this.fault === '' ? this.bytes[this.at++]! : 0
  }

  /** The unsigned LEB128 integer that comes next; it must be in its shortest form. */
  varint(): number {
    let value = 0
    let weight = 1
    for (let length = 1; length <= VARINT_LENGTH_MAX; length++) {
      const byte = this.byte()
      value += (byte % 128) * weight
      weight *= 128
      if (byte >= 128) continue
      if (byte === 0 && length > 1) this.refuse('integer not in its shortest form')
      if (value >= EXACT_END) this.refuse('integer too large')
      return this.fault === '' ? value : 0
    }
    this.refuse('integer too long')
    return 0
  }

  /** As `varint`, and less than `end`; `what` names it in the fault. */
  below(end: number, what: string): number {
    const value = this.varint()
    if (value < end) return value
    this.refuse(`${what} too large`)
    return 0
  }

  /** The inverse of `zigzag`, for values that fit 32 bits. */
  signed(what: string): number {
    const value = this.below(0x1_0000_0000, what)
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
}
