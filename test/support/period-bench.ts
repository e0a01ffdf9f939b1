/** Periods and samplers under a virtual clock, run in the kit's order, with all records kept. */

import { RecordWriter } from '../../device/payload/record.ts'
import type { AverageContent } from '../../device/payload/record-reader.ts'
import { Periods } from '../../device/sampling/periods.ts'
import { Sampler } from '../../device/sampling/sampler.ts'
import type { PartDescription } from '../../device/sensors/driver.ts'
import { SDS011 } from '../../device/sensors/sds011.ts'
import { WallClock } from '../../device/time/wall-clock.ts'
import { readAverage } from './read-average.ts'
import { ScriptedDriver } from './scripted-driver.ts'

/** Reading k is k steps above the range's beginning: records tell which readings they hold. */
class Counting extends ScriptedDriver {
  given = 0
  step = 1

  override start(): number {
    this.given++
    this.queue.push(this.part.channels.map(({ minimum }) => minimum + this.given * this.step))
    return super.start()
  }
}

export class PeriodBench {
  readonly clock = new WallClock()
  readonly records: AverageContent[] = []
  readonly drivers: Counting[]
  readonly periods: Periods
  nowMs = 0
  private readonly samplers: Sampler[]

  constructor(periodS: number, parts: readonly PartDescription[] = [SDS011]) {
    const record = new RecordWriter()
    this.drivers = parts.map((part) => new Counting(part))
    this.samplers = this.drivers.map((driver) => new Sampler(driver))
    this.periods = new Periods(this.samplers, this.clock, record, periodS, {
      keepAverage: () => void this.records.push(readAverage(record)),
    })
    this.periods.bootId = 7
    this.periods.begin(0)
  }

  runTo(ms: number): this {
    const tasks = [this.periods, ...this.samplers]
    for (;;) {
      const due = Math.min(...tasks.map((task) => task.dueMs))
      if (due > ms) break
      this.nowMs = Math.max(this.nowMs, due)
      for (const task of tasks) if (task.dueMs <= this.nowMs) task.run(this.nowMs)
    }
    this.nowMs = ms
    return this
  }

  /** It is `utcMs` now, says some source of time. */
  setClock(utcMs: number): this {
    this.clock.set(utcMs, this.nowMs)
    this.periods.clockChanged(this.nowMs)
    return this
  }

  /** Closes the running period, so that every reading stands in some record. */
  finish(): this {
    this.periods.run(this.nowMs)
    return this
  }

  /** Numbers of the first and last reading of each record, in order; empty records left out. */
  spans(): [number, number][] {
    const channels = this.records.map((record) => record.channels[0]!)
    return channels.flatMap(({ statistics, count }) => {
      if (statistics === undefined) return []
      const { minimum, maximum } = statistics
      if (maximum - minimum + 1 !== count) throw new Error('a reading was counted twice or lost')
      return [[minimum, maximum] as [number, number]]
    })
  }
}
