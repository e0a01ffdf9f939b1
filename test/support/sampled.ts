/** A driver in the sampler's hands, with its retries and its counting. */
import { RecordWriter } from '../../device/payload/record.ts'
import { FLAGS } from '../../device/sampling/flags.ts'
import { Sampler } from '../../device/sampling/sampler.ts'
import type { Driver } from '../../device/sensors/driver.ts'
import { readAverage } from './read-average.ts'

export class Sampled {
  private readonly sampler: Sampler

  constructor(driver: Driver) {
    this.sampler = new Sampler(driver)
  }

  /** So many turns; `onTurn` hears of each before it begins. */
  turns(count: number, onTurn: (turn: number) => void = () => {}): this {
    const { sampler } = this
    const { intervalMs } = sampler.driver.part
    const beginMs = Math.ceil(sampler.dueMs / intervalMs) * intervalMs
    for (let turn = 0; turn < count; turn++) {
      onTurn(turn)
      const endMs = beginMs + (turn + 1) * intervalMs
      if (sampler.dueMs < beginMs + turn * intervalMs) sampler.dueMs = beginMs + turn * intervalMs
      while (sampler.dueMs < endMs) sampler.run(sampler.dueMs)
    }
    return this
  }

  /** What the first channel's record says of all turns since the last call. */
  close() {
    const record = new RecordWriter()
    record.beginAverage(1, false, 0, 300)
    this.sampler.close(record, 300_000, false)
    const { count, failures, flags } = readAverage(record).channels[0]!
    return { count, failures, flags: FLAGS.filter((_, bit) => (flags & (1 << bit)) !== 0) }
  }
}
