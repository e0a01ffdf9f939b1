/**
 * Ticks from the chip's millisecond counter, which no setting of the wall clock touches. It goes
 * round after 49 days; the kit looks at it at least every few seconds, so no round is missed.
 */
import Time from 'time'
import Timer from 'timer'
import type { Clock } from '../io.ts'

export class ModdableClock implements Clock {
  private lastTicks = Time.ticks
  private elapsedMs = 0
  private timer: Timer | undefined = undefined
  private wake: () => void = () => {}
  private readonly fire: () => void

  constructor() {
    this.fire = () => {
      this.timer = undefined
      this.wake()
    }
  }

  ticks(): number {
    const ticks = Time.ticks
    this.elapsedMs += (ticks - this.lastTicks) >>> 0
    this.lastTicks = ticks
    return this.elapsedMs
  }

  alarm(delayMs: number, wake: () => void): void {
    this.wake = wake
    if (this.timer === undefined) this.timer = Timer.set(this.fire, delayMs)
    else Timer.schedule(this.timer, delayMs)
  }
}
