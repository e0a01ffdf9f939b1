/** The way from simulated kits to a real hub: real HTTP, while simulated time waits. */
import { retryAfterSeconds } from '../../device/platform/http.ts'
import { NO_REPLY } from '../../device/platform/io.ts'
import type { Exchange, Server } from './network.ts'

export class HttpServer implements Server {
  /** Settles when every exchange under way is answered. */
  pending: Promise<unknown> = Promise.resolve()

  serve(exchange: Exchange): void {
    this.pending = Promise.all([this.pending, this.pass(exchange)])
  }

  private async pass(exchange: Exchange): Promise<void> {
    const { method, headers, body } = exchange
    const named = new Headers()
    for (let i = 0; i + 1 < headers.length; i += 2) named.set(headers[i]!, headers[i + 1]!)
    try {
      const response = await fetch(exchange.url, {
        method,
        headers: named,
        body: method === 'GET' ? null : (body as Uint8Array<ArrayBuffer>),
      })
      const retryAfterS = retryAfterSeconds(response.headers.get('retry-after') ?? undefined)
      exchange.reply(response.status, await response.text(), retryAfterS)
    } catch {
      exchange.reply(NO_REPLY, '')
    }
  }
}
