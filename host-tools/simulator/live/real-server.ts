/** A server outside of simulated time, which waits for it. */
import { NO_REPLY } from '../../../device/platform/io.ts'
import type { Exchange, Server } from '../network.ts'

/** A server that does not answer within this is taken for one that is away. */
export const REPLY_LIMIT_MS = 30_000

export abstract class RealServer implements Server {
  /** Settles when every exchange under way is answered. */
  pending: Promise<void> = Promise.resolve()
  protected readonly onArrival: (number: number, timeUs: number) => void
  private readonly turn: () => Promise<void>

  /** `onArrival` hears of every upload that was taken in; `turn` settles when one may be sent. */
  constructor(
    onArrival: (number: number, timeUs: number) => void = () => {},
    turn: () => Promise<void> = async () => {},
  ) {
    this.onArrival = onArrival
    this.turn = turn
  }

  serve(exchange: Exchange): void {
    // The results are let go of: a list of them would grow with every exchange.
    this.pending = Promise.all([this.pending, this.answer(exchange)]).then(() => {})
  }

  private async answer(exchange: Exchange): Promise<void> {
    await this.turn()
    try {
      await this.pass(exchange)
    } catch {
      exchange.reply(NO_REPLY, '')
    }
  }

  /** Passes it on and replies; rejects where no answer comes. */
  protected abstract pass(exchange: Exchange): Promise<void>
}
