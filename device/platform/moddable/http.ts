/** One HTTP exchange. It is stopped by `close`, after which nothing more is heard of it. */
import TCP from 'embedded:io/socket/tcp'
import HTTPClient from 'embedded:network/http/client'
import { REPLY_LENGTH_MAX, retryAfterSeconds, splitUrl } from '../http.ts'
import { NO_REPLY, type OnReply } from '../io.ts'
import { DhcpResolver } from './resolver.ts'

export class Exchange {
  /** The `Date` header of the reply, empty when there was none. */
  date = ''
  private client: HTTPClient | undefined = undefined
  private status = NO_REPLY
  private text = ''
  private retryAfterS = 0
  private over = false
  private readonly onOver: OnReply

  constructor(onOver: OnReply) {
    this.onOver = onOver
  }

  /** `body` is kept until it is sent. */
  send(method: string, url: string, headers: readonly string[], body: Uint8Array): void {
    const parts = splitUrl(url)
    const named = new Map([['connection', 'close']])
    if (method !== 'GET') named.set('content-length', String(body.length))
    for (let i = 0; i + 1 < headers.length; i += 2)
      named.set(headers[i]!.toLowerCase(), headers[i + 1]!)
    const exchange = this
    let sent = 0
    this.client = new HTTPClient({
      host: parts.host,
      port: parts.port,
      dns: { io: DhcpResolver },
      socket: { io: TCP },
      onError: () => this.end(NO_REPLY),
    })
    this.client.request({
      method,
      path: parts.path,
      headers: named,
      onWritable(bytes) {
        const end = Math.min(sent + bytes, body.length)
        this.write(body.subarray(sent, end))
        sent = end
      },
      onHeaders(status, headers) {
        exchange.status = status
        exchange.date = headers.get('date') ?? ''
        exchange.retryAfterS = retryAfterSeconds(headers.get('retry-after'))
      },
      onReadable(bytes) {
        exchange.take(this.read(bytes))
      },
      onDone: (error) => this.end(error ? NO_REPLY : this.status),
    })
  }

  close(): void {
    this.over = true
    this.client?.close()
    this.client = undefined
  }

  private take(bytes: ArrayBuffer | undefined): void {
    if (bytes === undefined) return
    const chunk = new Uint8Array(bytes)
    const length = Math.min(chunk.length, REPLY_LENGTH_MAX - this.text.length)
    for (let i = 0; i < length; i++) this.text += String.fromCharCode(chunk[i]!)
  }

  private end(status: number): void {
    if (this.over) return
    this.close()
    if (status === NO_REPLY) this.onOver(NO_REPLY, '', 0)
    else this.onOver(status, this.text, this.retryAfterS)
  }
}
