/** A wire that makes contact and does not, in turn: both last as long as their draws say. */
import type { Random } from '../random.ts'

export class LooseContact {
  private readonly random: Random
  private readonly openUs: number
  private readonly closedUs: number
  private isOpen = false
  private untilUs = 0

  /** Open for `burstMs` on the mean, and for this share of the time. */
  constructor(random: Random, openPerMille: number, burstMs: number) {
    this.random = random
    this.openUs = burstMs * 1000
    this.closedUs =
      openPerMille > 0 ? Math.floor((this.openUs * (1000 - openPerMille)) / openPerMille) : Infinity
  }

  /** Asked in the order of time. */
  isOpenAt(timeUs: number): boolean {
    if (this.closedUs === Infinity) return false
    while (timeUs >= this.untilUs) {
      this.isOpen = !this.isOpen
      const mean = this.isOpen ? this.openUs : this.closedUs
      this.untilUs += 1 + this.random.between(0, Math.min(2 * mean, 0xffff_fffe))
    }
    return this.isOpen
  }
}
