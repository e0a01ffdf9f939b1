/** The way from simulated kits to a real hub: real HTTP, while simulated time waits. */
import { retryAfterSeconds } from '../../../device/platform/http.ts'
import type { Exchange } from '../network.ts'
import { REPLY_LIMIT_MS, RealServer } from './real-server.ts'

export class HttpServer extends RealServer {
  protected async pass(exchange: Exchange): Promise<void> {
    const { method, headers, body } = exchange
    const named = new Headers()
    for (let i = 0; i + 1 < headers.length; i += 2) named.set(headers[i]!, headers[i + 1]!)
    const response = await fetch(exchange.url, {
      method,
      headers: named,
      body: method === 'GET' ? null : (body as Uint8Array<ArrayBuffer>),
      signal: AbortSignal.timeout(REPLY_LIMIT_MS),
    })
    const retryAfterS = retryAfterSeconds(response.headers.get('retry-after') ?? undefined)
    const text = await response.text()
    if (response.ok && exchange.number >= 0) this.onArrival(exchange.number, exchange.timeUs)
    exchange.reply(response.status, text, retryAfterS)
  }
}
