/**
 * Ticks on an engine that has only a wall clock.
 *
 * `setTime` is replaced by one that keeps the ticks: the IDE sets the clock whenever it connects.
 * Espruino keeps running timers by their delay, so alarms are not touched by it. `Wifi.setSNTP` is
 * never used, because it steps the clock behind the interpreter and fires every timer at once.
 */
import type { Clock } from '../io.ts'
import type { EspruinoGlobal } from './modules.ts'

/** Half of the engine's smallest step, so that the subtraction cannot lose a whole millisecond. */
const ROUNDING_MS = 0.0005

export class EspruinoClock implements Clock {
  private originS = getTime()
  private lastMs = 0
  private timer: ReturnType<typeof setTimeout> | undefined = undefined
  private wake: (() => void) | undefined = undefined
  private readonly fire: () => void

  constructor() {
    const setWallClock = setTime
    const engine = globalThis as unknown as EspruinoGlobal
    engine.setTime = (seconds) => {
      this.originS += seconds - getTime()
      setWallClock(seconds)
    }
    this.fire = () => {
      const wake = this.wake
      this.timer = undefined
      if (wake !== undefined) wake()
    }
  }

  ticks(): number {
    const ms = Math.floor((getTime() - this.originS) * 1000 + ROUNDING_MS)
    if (ms >= this.lastMs) this.lastMs = ms
    else this.originS -= (this.lastMs - ms) / 1000
    return this.lastMs
  }

  alarm(delayMs: number, wake: () => void): void {
    if (this.timer !== undefined) clearTimeout(this.timer)
    this.wake = wake
    this.timer = setTimeout(this.fire, delayMs)
  }
}
