/** The way from simulated kits to a real server: real HTTP, while simulated time waits. */
import type { TargetConfig } from '../../../device/config/targets.ts'
import { REPLY_LENGTH_MAX, retryAfterSeconds } from '../../../device/platform/http.ts'
import type { Exchange } from '../network.ts'
import { REPLY_LIMIT_MS, RealServer, type RealServerOptions } from './real-server.ts'

export class HttpServer extends RealServer {
  private readonly kind: TargetConfig['kind']

  constructor(kind: TargetConfig['kind'] = 'hub', options: RealServerOptions = {}) {
    super(options)
    this.kind = kind
  }

  protected async pass(exchange: Exchange): Promise<void> {
    const { method, headers, body } = exchange
    const named = new Headers()
    for (let i = 0; i + 1 < headers.length; i += 2) named.set(headers[i]!, headers[i + 1]!)
    const response = await fetch(exchange.url, {
      method,
      headers: named,
      body: method === 'GET' ? null : (body as Uint8Array<ArrayBuffer>),
      // A kit follows nobody: a page to log in at must not look like a hub.
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(REPLY_LIMIT_MS), this.signal]),
    })
    const retryAfterS = retryAfterSeconds(response.headers.get('retry-after') ?? undefined)
    const text = await beginning(response)
    const { status } = response
    const isTaken = this.kind === 'hub' ? isReceipt(status, text) : response.ok
    if (isTaken && exchange.number >= 0) this.onArrival(exchange.number, exchange.timeUs)
    if (!isTaken) this.refused(`answered ${status}`)
    exchange.reply(status, text, retryAfterS)
  }
}

/** As much of the answer as a kit has room for; the rest is not waited for. */
async function beginning({ body }: Response): Promise<string> {
  if (body === null) return ''
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (text.length < REPLY_LENGTH_MAX) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    text += decoder.decode(value, { stream: true })
  }
  await reader.cancel()
  return text.slice(0, REPLY_LENGTH_MAX)
}

/** What a hub says when it has stored a batch. */
function isReceipt(status: number, text: string): boolean {
  return status === 200 && /"stored"\s*:\s*\d/.test(text)
}
