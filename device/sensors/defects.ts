/**
 * What a chip says is broken in it, by the bits of its status register. Some of them stay until
 * they are cleared, so that nobody knows for how long they have been true: they are cleared now and
 * then, and what they concern counts again only when they stayed away.
 */

/** Bits of a fault that lasts are set again within 2 s; there may be no status in a turn or two. */
const AWAY_MS = 5_000
const CLEAR_MS = 60_000

export class Defects {
  /** What must not be believed now. */
  bits = 0
  private seenMs = 0
  private clearedMs = -CLEAR_MS

  /** `bits` are those of faults in a status that was read now. */
  note(nowMs: number, bits: number): void {
    if (bits !== 0) {
      this.bits |= bits
      this.seenMs = nowMs
    } else if (nowMs - this.seenMs >= AWAY_MS) this.bits = 0
  }

  /** True when the register is to be cleared, which the caller then does. */
  mustClear(nowMs: number): boolean {
    if (this.bits === 0 || nowMs - this.clearedMs < CLEAR_MS) return false
    this.clearedMs = nowMs
    return true
  }
}
