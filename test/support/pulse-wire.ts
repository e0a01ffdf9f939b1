/** A wire with pulses in memory: what the chip answers, and what reaches the kit of it. */
import type { Pulses } from '../../device/platform/io.ts'

export class PulseWire implements Pulses {
  /** High levels that each start pulse is answered with. */
  highs: readonly number[] = []
  /** Operations: `start 1200`, `read`, `close`. */
  readonly log: string[] = []
  private coming: readonly number[] = []

  start(lowUs: number): void {
    this.log.push(`start ${lowUs}`)
    this.coming = this.highs
  }

  read(into: Uint16Array): number {
    this.log.push('read')
    const count = Math.min(this.coming.length, into.length)
    for (let i = 0; i < count; i++) into[i] = this.coming[i]!
    this.coming = []
    return count
  }

  close(): void {
    this.log.push('close')
  }
}
