/** A driver that gives what it is told to give. */
import { type Driver, type PartDescription, PENDING, READING } from '../../device/sensors/driver.ts'

export class ScriptedDriver implements Driver {
  readonly part: PartDescription
  /** The outcomes of coming calls of `finish`; a list of values is a reading. */
  readonly queue: (number | number[])[] = []
  starts = 0
  meanOf?: NonNullable<Driver['meanOf']>

  constructor(part: PartDescription) {
    this.part = part
  }

  start(): number {
    this.starts++
    return this.part.bus === 'serial' ? this.part.intervalMs : 10
  }

  finish(_nowMs: number, into: Int32Array): number {
    const next = this.queue.shift()
    if (next === undefined) return PENDING
    if (typeof next === 'number') return next
    into.set(next)
    return READING
  }

  close(): void {}
}
