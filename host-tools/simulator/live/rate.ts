/** Lets so many through a second, in the order in which they come; a second's worth at once. */
export class Rate {
  private readonly perSecond: number
  private readonly nowMs: () => number
  private readonly rest: (ms: number) => Promise<void>
  /** When the next one may go if all that came before have gone. */
  private nextMs = 0

  constructor(
    perSecond: number,
    nowMs: () => number = () => performance.now(),
    rest: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms)),
  ) {
    this.perSecond = perSecond
    this.nowMs = nowMs
    this.rest = rest
  }

  readonly turn = async (): Promise<void> => {
    const nowMs = this.nowMs()
    this.nextMs = Math.max(this.nextMs, nowMs - 1000) + 1000 / this.perSecond
    if (this.nextMs > nowMs) await this.rest(this.nextMs - nowMs)
  }
}
