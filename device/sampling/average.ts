/**
 * The statistics of one channel over one period, in exact integers.
 *
 * Sums are taken of differences from the first reading, so that every intermediate value stays
 * below 2^53: with READINGS_MAX readings that differ by up to 10^5 steps, count * sum of squares
 * is at most 940 * 940 * 10^10 / 4 once the mean's whole part is taken out, a quarter of 2^53.
 */

/** More readings than this in one period are not averaged; 900 s at one a second fit. */
export const READINGS_MAX = 940

export class Average {
  count = 0
  minimum = 0
  maximum = 0
  private first = 0
  private sum = 0
  private squares = 0
  private last = 0
  private run = 0

  /** Adds one reading; false when the period holds READINGS_MAX already. */
  add(value: number): boolean {
    if (this.count === READINGS_MAX) return false
    if (this.count === 0) {
      this.first = value
      this.minimum = value
      this.maximum = value
    } else if (value < this.minimum) this.minimum = value
    else if (value > this.maximum) this.maximum = value
    const difference = value - this.first
    this.count++
    this.sum += difference
    this.squares += difference * difference
    this.run = value === this.last ? this.run + 1 : 1
    this.last = value
    return true
  }

  /** Equal readings in a row up to now, also across periods. */
  equalReadings(): number {
    return this.run
  }

  /** Arithmetic mean, rounded to the nearest step, halves up. Needs a reading. */
  mean(): number {
    const n = this.count
    return this.first + Math.floor((2 * this.sum + n) / (2 * n))
  }

  /**
   * Sample standard deviation (divisor count - 1), rounded to the nearest step; 0 for one reading.
   * With m the whole part of the mean difference: variance * n * (n - 1) = n * Q - S * S, where
   * S = sum of (d - m) and Q = sum of (d - m)^2.
   */
  standardDeviation(): number {
    const n = this.count
    if (n < 2) return 0
    const m = Math.floor(this.sum / n)
    const s = this.sum - n * m
    const q = this.squares - 2 * m * this.sum + n * m * m
    const numerator = n * q - s * s
    const divisor = n * (n - 1)
    let root = Math.floor(Math.sqrt(numerator / divisor) + 0.5)
    // The square root may be off by an ulp next to a half; compare in integers.
    while (root > 0 && (2 * root - 1) * (2 * root - 1) * divisor > 4 * numerator) root--
    while ((2 * root + 1) * (2 * root + 1) * divisor <= 4 * numerator) root++
    return root
  }

  /** Begins the next period. */
  reset(): void {
    this.count = 0
    this.sum = 0
    this.squares = 0
  }
}
