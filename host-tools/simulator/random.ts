/**
 * A seeded generator: sfc32 (Chris Doty-Humphrey, PractRand), which needs only additions, shifts
 * and exclusive ors and so gives the same numbers in every engine. One stream a purpose, so that a
 * change in one part of a scenario does not disturb the draws of another.
 */
export class Random {
  private a: number
  private b: number
  private c: number
  private counter = 1

  /** `seed`, `unit` and `stream` are unsigned 32-bit; equal ones give equal draws. */
  constructor(seed: number, unit: number, stream: number) {
    this.a = seed | 0
    this.b = unit | 0
    this.c = stream | 0
    for (let i = 0; i < 15; i++) this.next()
  }

  /** An unsigned 32-bit integer. */
  next(): number {
    const drawn = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + drawn) | 0
    return drawn >>> 0
  }

  /** An integer from `minimum` to `maximum`, both included; their distance is below 2^32. */
  between(minimum: number, maximum: number): number {
    return minimum + (this.next() % (maximum - minimum + 1))
  }
}
