/** The way from simulated kits to a real hub: real HTTP, while simulated time waits. */
import { NO_REPLY } from '../../device/platform/io.ts'
import type { Exchange, Server } from './network.ts'

export class HttpServer implements Server {
  /** Settles when the exchange under way is answered. */
  pending: Promise<void> = Promise.resolve()

  serve(exchange: Exchange): void {
    this.pending = this.post(exchange)
  }

  private async post(exchange: Exchange): Promise<void> {
    try {
      const response = await fetch(exchange.url, {
        method: 'POST',
        headers: { 'content-type': exchange.contentType },
        body: exchange.body as Uint8Array<ArrayBuffer>,
      })
      exchange.reply(response.status, await response.text())
    } catch {
      exchange.reply(NO_REPLY, '')
    }
  }
}
