/**
 * The time of an emulated chip, in nanoseconds since its reset.
 *
 * It follows from the core's cycles, so that nothing is counted for an instruction: whoever asks
 * gets the time of the instruction that runs. Between two alarms the core runs freely; while it
 * waits for an interrupt, time goes on to the next alarm at once.
 */
import type { RP2040 } from 'rp2040js'
import { FastCore } from './fast-core.ts'

type Core = RP2040['core']
type Clock = RP2040['clock']
type Alarm = ReturnType<Clock['createAlarm']>

class ChipAlarm implements Alarm {
  nanos = 0
  next: ChipAlarm | undefined = undefined
  isSet = false
  readonly callback: () => void
  private readonly clock: ChipClock

  constructor(clock: ChipClock, callback: () => void) {
    this.clock = clock
    this.callback = callback
  }

  schedule(deltaNanos: number): void {
    this.clock.clear(this)
    this.nanos = this.clock.nanos + deltaNanos
    this.clock.link(this)
  }

  cancel(): void {
    this.clock.clear(this)
  }
}

export class ChipClock implements Clock {
  /** Time that passed while the core waited for an interrupt. */
  idleNanos = 0
  private core: Core | undefined = undefined
  private fast: FastCore | undefined = undefined
  private first: ChipAlarm | undefined = undefined
  private baseNanos = 0
  private baseCycles = 0
  private nanosPerCycle = 8
  private endNanos = 0
  /** The core runs freely up to this count of its cycles. */
  limit = 0
  /** While an alarm's callback runs: the time that it was set to. */
  private firingNanos = -1

  get nanos(): number {
    return this.firingNanos >= 0 ? this.firingNanos : this.reached()
  }

  attach(chip: RP2040): void {
    this.core = chip.core
    this.fast = new FastCore(chip)
    chip.addClockListener((hz) => {
      this.rebase(this.reached())
      this.nanosPerCycle = 1e9 / hz
      this.limit = 0
    })
  }

  createAlarm(callback: () => void): ChipAlarm {
    return new ChipAlarm(this, callback)
  }

  /** The core stands still for so long, as it does while flash is erased. */
  stall(nanos: number): void {
    this.baseNanos += nanos
    this.limit = 0
  }

  /** The core is idle for so long, or until the next alarm or the end of the run. */
  pass(nanos: number): void {
    const nowNanos = this.reached()
    const toNanos = Math.min(nowNanos + nanos, this.first?.nanos ?? this.endNanos, this.endNanos)
    if (toNanos <= nowNanos) return
    this.idleNanos += toNanos - nowNanos
    this.stall(toNanos - nowNanos)
  }

  /** Lets the chip run up to `untilNanos`, or as far as `goesOn` allows. */
  run(untilNanos: number, goesOn: () => boolean): void {
    const core = this.core!
    const fast = this.fast!
    this.endNanos = untilNanos
    while (this.reached() < untilNanos && goesOn()) {
      const nextNanos = Math.min(this.first?.nanos ?? untilNanos, untilNanos)
      if (core.waiting) this.skip(nextNanos)
      else {
        const cycles = Math.ceil((nextNanos - this.baseNanos) / this.nanosPerCycle)
        // One at the least: a quotient that was rounded down must not stop the clock.
        this.limit = Math.max(this.baseCycles + cycles, core.cycles + 1)
        fast.run(this)
      }
      this.fire()
    }
  }

  link(alarm: ChipAlarm): void {
    let before: ChipAlarm | undefined
    let after = this.first
    while (after !== undefined && after.nanos <= alarm.nanos) {
      before = after
      after = after.next
    }
    alarm.next = after
    alarm.isSet = true
    if (before !== undefined) before.next = alarm
    else {
      this.first = alarm
      this.limit = 0
    }
  }

  clear(alarm: ChipAlarm): void {
    if (!alarm.isSet) return
    alarm.isSet = false
    if (this.first === alarm) this.first = alarm.next
    else {
      let before = this.first
      while (before?.next !== alarm) before = before?.next
      before.next = alarm.next
    }
  }

  private reached(): number {
    const cycles = this.core === undefined ? 0 : this.core.cycles - this.baseCycles
    return this.baseNanos + cycles * this.nanosPerCycle
  }

  private rebase(nanos: number): void {
    this.baseNanos = nanos
    this.baseCycles = this.core!.cycles
  }

  private skip(toNanos: number): void {
    const nowNanos = this.reached()
    if (toNanos <= nowNanos) return
    this.idleNanos += toNanos - nowNanos
    this.rebase(toNanos)
  }

  private fire(): void {
    const nowNanos = this.reached()
    for (let alarm = this.first; alarm !== undefined && alarm.nanos <= nowNanos; ) {
      this.clear(alarm)
      this.firingNanos = alarm.nanos
      alarm.callback()
      alarm = this.first
    }
    this.firingNanos = -1
  }
}
