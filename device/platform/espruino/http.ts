/** One HTTP exchange. Espruino's client has no time limit, and cannot be stopped. */
import { REPLY_LENGTH_MAX, retryAfterSeconds, splitUrl } from '../http.ts'
import { NO_REPLY, type OnReply } from '../io.ts'

import type { HttpModule, HttpResponse } from './modules.ts'

export class Exchange {
  readonly channel: number
  readonly beganMs: number
  readonly onReply: OnReply
  /** The `Date` header of the reply, empty when there was none. */
  date = ''
  /** NO_REPLY once the exchange failed, whatever had come by then. */
  status = NO_REPLY
  text = ''
  retryAfterS = 0
  private over = false
  private readonly onOver: (exchange: Exchange) => void

  /** The last two are kept for whoever made the exchange. */
  constructor(
    onOver: (exchange: Exchange) => void,
    channel: number,
    beganMs: number,
    onReply: OnReply,
  ) {
    this.onOver = onOver
    this.channel = channel
    this.beganMs = beganMs
    this.onReply = onReply
  }

  send(
    method: string,
    url: string,
    headers: readonly string[],
    body: Uint8Array,
    length: number,
  ): void {
    // biome-ignore lint/style/useNodejsImportProtocol: Espruino's module, not Node's
    const http = require('http') as HttpModule
    const parts = splitUrl(url)
    const named: Record<string, string | number> = {}
    for (let i = 0; i + 1 < headers.length; i += 2) named[headers[i]!] = headers[i + 1]!
    // A request of unknown length is sent in chunks, which small servers do not read.
    if (method !== 'GET') named['Content-Length'] = length
    // Refused connections and unknown hosts are thrown; what comes later is an event.
    try {
      const request = http.request(
        {
          protocol: parts.secure ? 'https:' : 'http:',
          host: parts.host,
          port: parts.port,
          path: parts.path,
          method,
          headers: named,
        },
        (response) => this.answered(response),
      )
      request.on('error', () => this.end(true))
      // As text: a byte array would be sent as the words of its numbers.
      request.end(E.toString(body.subarray(0, length)))
    } catch {
      this.end(true)
    }
  }

  private answered(response: HttpResponse): void {
    this.status = Number(response.statusCode)
    const headers = response.headers
    // The names are as the server writes them.
    this.date = headers.Date ?? headers.date ?? ''
    this.retryAfterS = retryAfterSeconds(headers['Retry-After'] ?? headers['retry-after'])
    response.on('data', (text) => {
      const room = REPLY_LENGTH_MAX - this.text.length
      if (room > 0) this.text += text.slice(0, room)
    })
    response.on('close', (hadError) => this.end(hadError))
  }

  private end(failed: boolean): void {
    if (this.over) return
    this.over = true
    if (failed) {
      this.status = NO_REPLY
      this.text = ''
      this.retryAfterS = 0
    }
    this.onOver(this)
  }
}
