/** A single wire with a pull-up between kit and chip, whose levels are timed in microseconds. */
import type { Pulses } from '../../device/platform/io.ts'
import type { Timing } from './kernel.ts'

/** Levels in one answer. */
const LEVELS_MAX = 128

/** A chip's end of the wire. */
export interface PulseChip {
  /**
   * The kit held the wire low for `lowUs` and lets it go: writes for how long it is high and low in
   * turn then, in µs, and returns how many; 0 where the chip says nothing.
   */
  onStart(lowUs: number, levels: Uint16Array): number
}

export class PulseLine implements Pulses {
  private readonly kernel: Timing
  private chip: PulseChip | undefined
  private readonly levels = new Uint16Array(LEVELS_MAX)
  private count = 0
  private letGoUs = 0

  constructor(kernel: Timing) {
    this.kernel = kernel
  }

  attach(chip: PulseChip): void {
    this.chip = chip
  }

  start(lowUs: number): void {
    this.letGoUs = this.kernel.nowUs + lowUs
    this.count = this.chip === undefined ? 0 : this.chip.onStart(lowUs, this.levels)
  }

  /** A high level is told with the fall that ends it. */
  read(into: Uint16Array): number {
    const levels = this.levels
    let timeUs = this.letGoUs
    let told = 0
    for (let i = 0; i < this.count && told < into.length; i++) {
      timeUs += levels[i]!
      if (timeUs > this.kernel.nowUs) break
      // The last level ends with the wire at rest.
      if (i % 2 === 0 && i + 1 < this.count) into[told++] = levels[i]!
    }
    this.count = 0
    return told
  }

  close(): void {}
}
