/** The way from simulated kits to a real hub: real HTTP, while simulated time waits. */
import { retryAfterSeconds } from '../../../device/platform/http.ts'
import { NO_REPLY } from '../../../device/platform/io.ts'
import type { Exchange, Server } from '../network.ts'

/** A server that does not answer within this is taken for one that is away. */
const LIMIT_MS = 30_000

/** A server outside of simulated time. */
export interface RealServer extends Server {
  /** Settles when every exchange under way is answered. */
  readonly pending: Promise<unknown>
}

export class HttpServer implements RealServer {
  pending: Promise<unknown> = Promise.resolve()
  private readonly onArrival: (number: number, timeUs: number) => void
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
    this.pending = Promise.all([this.pending, this.pass(exchange)])
  }

  private async pass(exchange: Exchange): Promise<void> {
    await this.turn()
    const { method, headers, body } = exchange
    const named = new Headers()
    for (let i = 0; i + 1 < headers.length; i += 2) named.set(headers[i]!, headers[i + 1]!)
    try {
      const response = await fetch(exchange.url, {
        method,
        headers: named,
        body: method === 'GET' ? null : (body as Uint8Array<ArrayBuffer>),
        signal: AbortSignal.timeout(LIMIT_MS),
      })
      const retryAfterS = retryAfterSeconds(response.headers.get('retry-after') ?? undefined)
      const text = await response.text()
      if (response.ok && exchange.number >= 0) this.onArrival(exchange.number, exchange.timeUs)
      exchange.reply(response.status, text, retryAfterS)
    } catch {
      exchange.reply(NO_REPLY, '')
    }
  }
}
