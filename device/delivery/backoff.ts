/** Waiting times between tries: doubling, bounded, and spread so that kits do not march in step. */
export class Backoff {
  private readonly minimumMs: number
  private readonly maximumMs: number
  private waitMs: number

  constructor(minimumMs: number, maximumMs: number) {
    this.minimumMs = minimumMs
    this.maximumMs = maximumMs
    this.waitMs = minimumMs
  }

  /** The next wait: between half and the whole of a time that doubles with each call. */
  next(entropy: number): number {
    const wait = this.waitMs
    this.waitMs = Math.min(wait * 2, this.maximumMs)
    return Math.floor(wait / 2) + (entropy % (Math.floor(wait / 2) + 1))
  }

  reset(): void {
    this.waitMs = this.minimumMs
  }
}
