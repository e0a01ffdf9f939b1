/** UTC on top of the monotonic clock: an offset, unknown until some source has told the time. */
/** 2015 to 2100: times outside are no times. A recorded night may be older than this firmware. */
export const UTC_MS_MIN = 1_420_070_400_000
export const UTC_MS_END = 4_102_444_800_000

export class WallClock {
  known = false
  /** UTC in ms minus ticks in ms. */
  private offsetMs = 0

  /** Takes over that it is `utcMs` at `ticksMs`; returns by how many ms the clock stepped. */
  set(utcMs: number, ticksMs: number): number {
    const offsetMs = utcMs - ticksMs
    const step = this.known ? offsetMs - this.offsetMs : 0
    this.offsetMs = offsetMs
    this.known = true
    return step
  }

  /** UTC in ms since 1970 at `ticksMs`; only while `known`. */
  utcMs(ticksMs: number): number {
    return this.offsetMs + ticksMs
  }
}
