/**
 * The turn of Sensirion's humidity and temperature sensors: one command, a wait, two words. Both
 * families convert temperature alike: T = -45 + 175 * raw / (2^16 - 1).
 */
import type { I2C } from '../platform/io.ts'
import {
  CHECKSUM,
  type Driver,
  NEXT_STEP,
  NO_ANSWER,
  NOT_READY,
  type PartDescription,
  PENDING,
  READING,
} from './driver.ts'
import { readWords, WORD_LENGTH, wordAt } from './sensirion.ts'

/** After so many failed turns in a row the chip is reset, as it is at boot. */
const RESET_AFTER = 2

/** What differs between the families: commands, their longest durations, humidity. */
export interface SingleShotChip {
  readonly reset: Uint8Array
  readonly resetMs: number
  readonly measure: Uint8Array
  readonly measureMs: number
  /** Relative humidity of a word in 0.01 %. */
  readonly centiPercent: (raw: number) => number
}

/** In 0.01 °C, rounded. */
export function centiCelsius(raw: number): number {
  return Math.floor((17_500 * raw + 32_767) / 65_535) - 4_500
}

export class SingleShot implements Driver {
  readonly part: PartDescription
  private readonly bus: I2C
  private readonly chip: SingleShotChip
  private readonly data = new Uint8Array(2 * WORD_LENGTH)
  private failures = RESET_AFTER
  private step = PENDING

  constructor(bus: I2C, part: PartDescription, chip: SingleShotChip) {
    this.bus = bus
    this.part = part
    this.chip = chip
  }

  start(_nowMs: number): number {
    const { reset, resetMs, measure, measureMs } = this.chip
    const resets = this.failures >= RESET_AFTER
    try {
      this.bus.write(resets ? reset : measure, true)
    } catch (_nack) {
      this.failures++
      this.step = NO_ANSWER
      return resetMs
    }
    if (resets) this.failures = 0
    this.step = resets ? NEXT_STEP : READING
    return resets ? resetMs : measureMs
  }

  finish(_nowMs: number, into: Int32Array): number {
    const step = this.step
    this.step = PENDING
    return step === READING ? this.collect(into) : step
  }

  close(): void {
    this.bus.close()
  }

  private collect(into: Int32Array): number {
    const data = this.data
    this.failures++
    try {
      if (!readWords(this.bus, data)) return CHECKSUM
    } catch (_nack) {
      // These chips do not acknowledge a read before their result is there.
      return NOT_READY
    }
    this.failures = 0
    into[0] = centiCelsius(wordAt(data, 0))
    into[1] = this.chip.centiPercent(wordAt(data, 1))
    return READING
  }
}
