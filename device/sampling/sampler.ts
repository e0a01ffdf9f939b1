/**
 * Takes turns with one driver and keeps the averages of its channels.
 *
 * A failed reading is counted, never turned into a value. Nothing is filtered: the firework is the
 * signal.
 */

import type { RecordWriter } from '../payload/record.ts'
import { HUMIDITY_CODE, isParticulateMatter } from '../quantity-codes.ts'
import {
  CHECKSUM,
  DEFECT,
  type Driver,
  NEXT_STEP,
  NO_ANSWER,
  NO_VALUE,
  NOT_READY,
  OUT_OF_RANGE,
  PENDING,
  READING,
  WARMING_UP,
} from '../sensors/driver.ts'
import type { Task } from '../task.ts'
import { Average } from './average.ts'
import {
  BROKEN,
  BUS_FAULTS,
  CHECKSUMS,
  HUMID,
  MISSING,
  REFUSED,
  SATURATED,
  STUCK,
  WARM_UP,
} from './flags.ts'

/** No more results than this are collected in one turn. */
const RESULTS_MAX = 16
/** Steps that one turn may have. */
const STEPS_MAX = 8
/** How often a turn with a chip on a bus begins again after a fault, mostly a moment's. */
const RETRIES_MAX = 2

export class Sampler implements Task {
  dueMs = 0
  readonly driver: Driver
  private readonly averages: Average[] = []
  private readonly values: Int32Array
  private measuring = false
  private turnMs = 0
  private steps = 0
  private retries = 0
  private failures = 0
  private flags = 0
  /** The part was heard in this period, if only warming up or garbled. */
  private heard = false
  private saturated = 0

  constructor(driver: Driver) {
    this.driver = driver
    const channels = driver.part.channels
    this.values = new Int32Array(channels.length)
    for (let i = 0; i < channels.length; i++) this.averages.push(new Average())
  }

  run(nowMs: number): void {
    if (this.measuring) {
      if (this.collect(nowMs)) {
        this.dueMs = nowMs + this.driver.start(nowMs)
        return
      }
      this.measuring = false
      if (nowMs < this.turnMs) {
        this.dueMs = this.turnMs
        return
      }
    }
    this.steps = 0
    this.retries = 0
    this.turnMs = nowMs + this.driver.part.intervalMs
    this.dueMs = nowMs + this.driver.start(nowMs)
    this.measuring = true
  }

  /** Mean relative humidity of the period in 0.01 %, or -1 when this part has none. */
  humidity(): number {
    const channels = this.driver.part.channels
    for (let i = 0; i < channels.length; i++) {
      const average = this.averages[i]!
      if (channels[i]!.quantity.code === HUMIDITY_CODE && average.count > 0) return average.mean()
    }
    return -1
  }

  /** Writes the period's channels and begins the next period. */
  close(record: RecordWriter, periodMs: number, humid: boolean): void {
    const driver = this.driver
    const part = driver.part
    const expected = Math.floor(periodMs / part.intervalMs)
    if (!this.heard && this.failures > 0) this.flags |= MISSING
    for (let i = 0; i < part.channels.length; i++) {
      const channel = part.channels[i]!
      const quantity = channel.quantity
      const average = this.averages[i]!
      let flags = this.flags
      const stuckAfter = channel.stuckAfter ?? quantity.stuckAfter
      // At the end of its range a chip that works says the same for a long time.
      if ((this.saturated & (1 << i)) !== 0) flags |= SATURATED
      else if (average.count > 0 && stuckAfter > 0 && average.equalReadings() >= stuckAfter)
        flags |= STUCK
      if (humid && isParticulateMatter(quantity.code)) flags |= HUMID
      const count = average.count
      record.channel(quantity.code, part.code, flags, expected, count, this.failures)
      if (count > 0)
        record.statistics(
          driver.meanOf === undefined ? average.mean() : driver.meanOf(i, average),
          average.minimum,
          average.maximum,
          average.standardDeviation(),
        )
      average.reset()
    }
    this.failures = 0
    this.flags = 0
    this.saturated = 0
    this.heard = false
  }

  /** Takes what the driver has; true when the turn goes on with another `start`. */
  private collect(nowMs: number): boolean {
    for (let turn = 0; turn < RESULTS_MAX; turn++) {
      let outcome = this.driver.finish(nowMs, this.values)
      if (outcome === PENDING) return false
      if (outcome === NEXT_STEP) {
        if (this.steps++ < STEPS_MAX) return true
        outcome = NOT_READY
      }
      if (outcome === READING) this.count()
      else if (outcome === WARMING_UP) this.warming()
      else {
        this.flag(outcome)
        // Others report by themselves, or may not be asked again so soon; a defect stays.
        const bus = this.driver.part.bus
        const mayPass = (bus === 'i2c' || bus === '1-wire') && outcome !== DEFECT
        if (mayPass && this.retries++ < RETRIES_MAX) return true
        this.failures++
        if (outcome !== CHECKSUM) return false
      }
    }
    return false
  }

  private count(): void {
    const channels = this.driver.part.channels
    this.heard = true
    for (let i = 0; i < channels.length; i++) {
      const value = this.values[i]!
      if (value === NO_VALUE) continue
      this.averages[i]!.add(value)
      if (value >= channels[i]!.maximum) this.saturated |= 1 << i
    }
  }

  private warming(): void {
    this.heard = true
    this.flags |= WARM_UP
  }

  private flag(fault: number): void {
    if (fault === NO_ANSWER) this.flags |= BUS_FAULTS
    else {
      this.heard = true
      if (fault === CHECKSUM) this.flags |= CHECKSUMS
      else if (fault === OUT_OF_RANGE) this.flags |= REFUSED
      else if (fault === DEFECT) this.flags |= BROKEN
      else this.flags |= BUS_FAULTS
    }
  }
}
