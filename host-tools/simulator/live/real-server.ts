/** A server outside of simulated time, which waits for it. */
import { NO_REPLY } from '../../../device/platform/io.ts'
import type { Exchange, Server } from '../network.ts'

/** A server that does not answer within this is taken for one that is away. */
export const REPLY_LIMIT_MS = 30_000

export interface RealServerOptions {
  /** Hears of every upload that was taken in. */
  readonly onArrival?: (number: number, timeUs: number) => void
  /** Settles when one request may be sent. */
  readonly turn?: () => Promise<void>
  /** Hears why an upload was not taken in. */
  readonly onRefusal?: (reason: string) => void
  /** Breaks off what is under way; what comes later gets no answer. */
  readonly signal?: AbortSignal
}

export abstract class RealServer implements Server {
  /** Settles when every exchange under way is answered. */
  pending: Promise<void> = Promise.resolve()
  protected readonly onArrival: (number: number, timeUs: number) => void
  protected readonly refused: (reason: string) => void
  protected readonly signal: AbortSignal
  private readonly turn: () => Promise<void>

  constructor(options: RealServerOptions) {
    this.onArrival = options.onArrival ?? (() => {})
    this.refused = options.onRefusal ?? (() => {})
    this.signal = options.signal ?? new AbortController().signal
    this.turn = options.turn ?? (async () => {})
  }

  serve(exchange: Exchange): void {
    // The results are let go of: a list of them would grow with every exchange.
    this.pending = Promise.all([this.pending, this.answer(exchange)]).then(() => {})
  }

  private async answer(exchange: Exchange): Promise<void> {
    try {
      await this.turn()
      await this.pass(exchange)
    } catch (error) {
      if (!this.signal.aborted) this.refused(reasonOf(error))
      exchange.reply(NO_REPLY, '')
    }
  }

  /** Passes it on and replies; rejects where no answer comes. */
  protected abstract pass(exchange: Exchange): Promise<void>
}

/** Why there was no answer; `fetch` keeps the reason one level down. */
export function reasonOf(error: unknown): string {
  const { cause, message, name } = error as Error & { cause?: Error & { code?: string } }
  if (name === 'TimeoutError' || name === 'AbortError') return 'did not answer in time'
  return cause?.code ?? cause?.message ?? message
}
