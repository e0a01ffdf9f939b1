/** A wire that makes contact and does not, in turn: both last as long as their draws say. */
import type { Random } from '../random.ts'

/** As much as one draw can be; in ms it is seven weeks. */
const DRAW_MAX = 0xffff_fffe

export class LooseContact {
  private readonly random: Random
  private readonly openMs: number
  private readonly closedMs: number
  private isOpen: boolean
  private untilUs = 0

  /** Open for `burstMs` on the mean, and for this share of the time. */
  constructor(random: Random, openPerMille: number, burstMs: number) {
    this.random = random
    this.openMs = burstMs
    // The first stretch begins when it is asked for the first time, with a change.
    this.isOpen = random.between(0, 999) >= openPerMille
    this.closedMs =
      openPerMille > 0 ? Math.floor((burstMs * (1000 - openPerMille)) / openPerMille) : Infinity
  }

  /** Asked in the order of time. */
  isOpenAt(timeUs: number): boolean {
    if (this.closedMs === Infinity) return false
    while (timeUs >= this.untilUs) {
      this.isOpen = !this.isOpen
      const meanMs = this.isOpen ? this.openMs : this.closedMs
      this.untilUs += 1 + 1000 * this.random.between(0, Math.min(2 * meanMs, DRAW_MAX))
    }
    return this.isOpen
  }
}
