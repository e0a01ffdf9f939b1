/** How bits are left by a write or an erase that did not end. */
import type { Way } from './cut.ts'
import type { Dice } from './dice.ts'
import type { UnstableBits } from './unstable-bits.ts'

export class Tearing {
  private readonly bytes: Uint8Array
  private readonly unstable: UnstableBits
  private readonly dice: Dice
  private way = ''
  /** Of the bits that may be unstable, few are. */
  private few = false

  constructor(bytes: Uint8Array, unstable: UnstableBits, dice: Dice) {
    this.bytes = bytes
    this.unstable = unstable
    this.dice = dice
  }

  begin(way: Way): void {
    this.way = way.toLowerCase()
    this.few = this.dice.below(2) === 0
  }

  /**
   * Byte `at` is left with some of the bits of `changing` at `target`, the others as they were, and
   * some unstable.
   */
  tear(at: number, changing: number, target: number): void {
    const { way } = this
    if (way === 'g' || changing === 0) return
    const draw = this.dice.next()
    const settled = way === 'u' ? 0 : way === 'c' ? changing : changing & draw
    this.bytes[at] = (this.bytes[at]! & ~settled) | (target & settled)
    const candidates = way === 't' ? changing & ~settled : changing
    let shaky = candidates & (draw >>> 8)
    if (this.few) shaky &= (draw >>> 16) & (draw >>> 24) & (draw >>> 5)
    else if (way === 'u') shaky = candidates
    if (shaky !== 0) this.unstable.add(at, shaky)
  }
}
