/** Ticks from the chip's microsecond counter, which no setting of the wall clock touches. */
import 'microseconds'
import Time from 'time'
import Timer from 'timer'
import type { Clock } from '../io.ts'

export class ModdableClock implements Clock {
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
    return Math.floor(Time.microseconds! / 1000)
  }

  alarm(delayMs: number, wake: () => void): void {
    this.wake = wake
    if (this.timer === undefined) this.timer = Timer.set(this.fire, delayMs)
    else Timer.schedule(this.timer, delayMs)
  }
}
