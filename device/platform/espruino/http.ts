/**
 * One HTTP exchange at a time. Espruino's client has no time limit and cannot be stopped, so the
 * next exchange waits until the last one is over; a server that never lets go costs a restart.
 */
import { REPLY_LENGTH_MAX, splitUrl } from '../http.ts'
import { NO_REPLY } from '../io.ts'

import type { HttpModule, HttpResponse } from './modules.ts'

export class Exchange {
  /** The `Date` header of the reply, empty when there was none. */
  date = ''
  private status = NO_REPLY
  private text = ''
  private over = false
  private readonly onOver: (exchange: Exchange, status: number, text: string) => void

  constructor(onOver: (exchange: Exchange, status: number, text: string) => void) {
    this.onOver = onOver
  }

  send(url: string, contentType: string, body: Uint8Array, length: number): void {
    // biome-ignore lint/style/useNodejsImportProtocol: Espruino's module, not Node's
    const http = require('http') as HttpModule
    const parts = splitUrl(url)
    // Refused connections and unknown hosts are thrown; what comes later is an event.
    try {
      const request = http.request(
        {
          protocol: parts.secure ? 'https:' : 'http:',
          host: parts.host,
          port: parts.port,
          path: parts.path,
          method: 'POST',
          headers: { 'Content-Type': contentType, 'Content-Length': length },
        },
        (response) => this.answered(response),
      )
      request.on('error', () => this.end(NO_REPLY))
      // As text: a byte array would be sent as the words of its numbers.
      request.end(E.toString(body.subarray(0, length)))
    } catch {
      this.end(NO_REPLY)
    }
  }

  private answered(response: HttpResponse): void {
    this.status = Number(response.statusCode)
    this.date = response.headers.Date ?? response.headers.date ?? ''
    response.on('data', (text) => {
      const room = REPLY_LENGTH_MAX - this.text.length
      if (room > 0) this.text += text.slice(0, room)
    })
    response.on('close', (hadError) => this.end(hadError ? NO_REPLY : this.status))
  }

  private end(status: number): void {
    if (this.over) return
    this.over = true
    this.onOver(this, status, status === NO_REPLY ? '' : this.text)
  }
}
