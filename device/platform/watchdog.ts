/**
 * The seam's minute on top of a hardware watchdog that cannot wait that long.
 *
 * A timer kicks the hardware often; it stops doing so when the kit has not fed for a minute. So a
 * script that hangs is ended by the hardware, and a loop that died is ended by this.
 */
const FEED_MS_MAX = 60_000

export class MinuteWatchdog {
  private readonly ticks: () => number
  private readonly kick: () => void
  private fedMs: number

  constructor(ticks: () => number, kick: () => void) {
    this.ticks = ticks
    this.kick = kick
    this.fedMs = ticks()
  }

  feed(): void {
    this.fedMs = this.ticks()
  }

  /** To be called several times within the hardware's own time. False when the kit is overdue. */
  watch(): boolean {
    if (this.ticks() - this.fedMs > FEED_MS_MAX) return false
    this.kick()
    return true
  }
}
