/**
 * Cuts time into periods and turns each into one record.
 *
 * With a known clock, periods begin at multiples of their length in UTC; the first one is then
 * seen in part, and its coverage says so. Before the clock is known they are counted from boot;
 * the one that is running when the time arrives ends there.
 */

import type { RecordWriter } from '../payload/record.ts'
import type { Task } from '../task.ts'
import type { WallClock } from '../time/wall-clock.ts'
import type { Sampler } from './sampler.ts'

/** DS of the SDS011: relative humidity above 70 % is outside its working range. In 0.01 %. */
const HUMID_FROM = 7_000

/** Who takes the record when a period is over. */
export interface AverageKeeper {
  /** Makes the average durable that stands in the record writer. */
  keepAverage(): void
}

export class Periods implements Task {
  dueMs = 0
  private readonly samplers: readonly Sampler[]
  private readonly clock: WallClock
  private readonly record: RecordWriter
  private readonly periodMs: number
  private readonly keeper: AverageKeeper
  private beganMs = 0
  private clockKnown = false
  /** Start in ms: UTC if `clockKnown`, else ticks. */
  private startMs = 0
  /** Start that the record tells, in s: see `uniqueStart`. */
  private startS = 0
  /** Between these starts in UTC, in s, records of this boot have been told. */
  private earliestS = 0
  private latestS = 0
  /** How often the clock was set back in between. */
  private setbacks = 0
  bootId = 0

  constructor(
    samplers: readonly Sampler[],
    clock: WallClock,
    record: RecordWriter,
    periodS: number,
    keeper: AverageKeeper,
  ) {
    this.samplers = samplers
    this.clock = clock
    this.record = record
    this.periodMs = periodS * 1000
    this.keeper = keeper
  }

  begin(nowMs: number): void {
    this.beganMs = nowMs
    this.clockKnown = this.clock.known
    if (!this.clockKnown) {
      this.startMs = nowMs
      this.startS = Math.floor(nowMs / 1000)
      this.dueMs = nowMs + this.periodMs
      return
    }
    const utcMs = this.clock.utcMs(nowMs)
    this.startMs = this.periodStart(utcMs)
    this.startS = this.uniqueStart(Math.floor(utcMs / 1000))
    this.dueMs = nowMs + this.startMs + this.periodMs - utcMs
  }

  /**
   * Others know an average by its start, so after the clock was set back none is told twice: such
   * a period begins when it really did, and a second later for each time that this happened.
   */
  private uniqueStart(nowS: number): number {
    const startS = this.startMs / 1000
    if (startS < this.earliestS || startS > this.latestS) return startS
    return Math.min(nowS + this.setbacks, startS + this.periodMs / 1000 - 1)
  }

  /** Of the running period, to its end. */
  private lengthMs(): number {
    return this.startMs + this.periodMs - this.startS * 1000
  }

  run(nowMs: number): void {
    this.close(this.clockKnown ? this.lengthMs() : this.periodMs)
    // However late this turn is, periods that are counted from boot follow each other.
    this.begin(this.clock.known ? nowMs : this.beganMs + this.periodMs)
  }

  /** The clock was set or stepped: the running period goes on only if it is still the same one. */
  clockChanged(nowMs: number): void {
    const utcMs = this.clock.utcMs(nowMs)
    const justBegan = nowMs - this.beganMs < 1000
    // A correction by a moment must not open again the period that was closed a moment ago.
    const same = justBegan && utcMs < this.startMs && utcMs > this.startMs - 1000
    if (this.clockKnown && (same || this.periodStart(utcMs) === this.startMs)) {
      this.dueMs = nowMs + this.startMs + this.periodMs - utcMs
      return
    }
    if (!justBegan) this.close(this.clockKnown ? this.lengthMs() : nowMs - this.beganMs)
    const startS = this.periodStart(utcMs) / 1000
    if (startS >= this.earliestS && startS <= this.latestS) this.setbacks++
    this.begin(nowMs)
  }

  private periodStart(utcMs: number): number {
    return utcMs - (utcMs % this.periodMs)
  }

  private close(lengthMs: number): void {
    const samplers = this.samplers
    let humid = false
    for (let i = 0; i < samplers.length; i++) if (samplers[i]!.humidity() > HUMID_FROM) humid = true
    this.beginRecord(lengthMs)
    for (let i = 0; i < samplers.length; i++) {
      const sampler = samplers[i]!
      // A kit with many parts spreads a period over several records rather than lose a channel.
      if (!this.record.fits(sampler.driver.part.channels.length)) {
        this.keeper.keepAverage()
        this.beginRecord(lengthMs)
      }
      sampler.close(this.record, lengthMs, humid)
    }
    this.keeper.keepAverage()
  }

  private beginRecord(lengthMs: number): void {
    if (this.clockKnown) {
      if (this.latestS === 0 || this.startS < this.earliestS) this.earliestS = this.startS
      this.latestS = Math.max(this.latestS, this.startS)
    }
    const lengthS = Math.floor(lengthMs / 1000)
    this.record.beginAverage(this.bootId, this.clockKnown, this.startS, lengthS)
  }
}
