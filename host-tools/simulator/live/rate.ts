/** Lets so many through a second, evenly and in the order in which they come. */

/** A timer takes no more. */
const REST_MAX_MS = 86_400_000

export class Rate {
  private readonly perSecond: number
  private readonly nowMs: () => number
  private readonly rest: (ms: number) => Promise<void>
  /** When the next one may go. */
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
    const mineMs = Math.max(this.nextMs, this.nowMs())
    this.nextMs = mineMs + 1000 / this.perSecond
    for (let leftMs = mineMs - this.nowMs(); leftMs > 0; leftMs = mineMs - this.nowMs())
      await this.rest(Math.min(leftMs, REST_MAX_MS))
  }
}

/** Rests in real time until `signal` breaks it off; rejects then. */
export function restOrAbort(signal: AbortSignal): (ms: number) => Promise<void> {
  return (ms) =>
    new Promise((done, fail) => {
      const stop = () => {
        clearTimeout(timer)
        fail(new Error('broken off'))
      }
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop)
        done()
      }, ms)
      if (signal.aborted) stop()
      else signal.addEventListener('abort', stop, { once: true })
    })
}
