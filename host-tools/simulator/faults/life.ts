/** Time as one life of a board or chip knows it: what it had set for later dies with it. */
import type { Kernel, Timer, Timing } from '../kernel.ts'

/** Timers that have fired are forgotten when there are more than this. */
const TIMERS_KEPT = 64

export class Life implements Timing {
  over = false
  private readonly kernel: Kernel
  private readonly timers = new Set<Timer>()

  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  get nowUs(): number {
    return this.kernel.nowUs
  }

  set(timer: Timer, timeUs: number): void {
    if (this.over) return
    this.kernel.set(timer, timeUs)
    if (this.timers.size > TIMERS_KEPT)
      for (const one of this.timers) if (one.place < 0) this.timers.delete(one)
    this.timers.add(timer)
  }

  clear(timer: Timer): void {
    this.kernel.clear(timer)
  }

  hold(): void {
    this.kernel.hold()
  }

  end(): void {
    this.over = true
    for (const timer of this.timers) this.kernel.clear(timer)
    this.timers.clear()
  }
}

/** Time by an oscillator that runs fast by `driftPpm`, counted from its start. */
export class BoardTime implements Timing {
  private readonly life: Life
  private readonly driftPpm: number
  private readonly startUs: number
  private readonly timers = new Set<Timer>()
  private stopped = false

  constructor(life: Life, driftPpm: number) {
    this.life = life
    this.driftPpm = driftPpm
    this.startUs = life.nowUs
  }

  get nowUs(): number {
    return this.startUs + this.shown(this.life.nowUs - this.startUs)
  }

  set(timer: Timer, timeUs: number): void {
    if (this.stopped) return
    const wantedUs = timeUs - this.startUs
    let trueUs = Math.floor(wantedUs - (wantedUs * this.driftPpm) / (1_000_000 + this.driftPpm))
    // A wake is never a moment early by the board's own clock.
    while (this.shown(trueUs) < wantedUs) trueUs++
    this.timers.add(timer)
    this.life.set(timer, this.startUs + trueUs)
  }

  clear(timer: Timer): void {
    this.life.clear(timer)
  }

  hold(): void {
    this.life.hold()
  }

  /** No wake comes any more, as on a board whose loop hangs. */
  stop(): void {
    this.stopped = true
    for (const timer of this.timers) this.life.clear(timer)
  }

  private shown(trueUs: number): number {
    return trueUs + Math.floor((trueUs * this.driftPpm) / 1_000_000)
  }
}
