/** Server-sent events to every page that listens. */

/** A listener that is so many messages behind is let go; it comes back and reads afresh. */
const BEHIND_MAX = 2_000
/** A comment now and then keeps proxies from closing a quiet stream, and shows who has gone. */
const HEARTBEAT_MS = 15_000
/** A page that lost the stream tries again after this. */
const RETRY_MS = 2_000

type Controller = ReadableStreamDefaultController<Uint8Array>

export class Live {
  private readonly listeners = new Set<Controller>()
  private readonly encoder = new TextEncoder()
  private readonly heartbeat: NodeJS.Timeout

  constructor() {
    this.heartbeat = setInterval(() => this.send(': still here\n\n'), HEARTBEAT_MS)
    this.heartbeat.unref()
  }

  listening(): number {
    return this.listeners.size
  }

  /** A new stream of events; ends when the reader cancels it or the hub closes. */
  open(): ReadableStream<Uint8Array> {
    let mine: Controller
    const open = (controller: Controller) => {
      mine = controller
      controller.enqueue(this.encoder.encode(`retry: ${RETRY_MS}\n\n`))
      this.listeners.add(controller)
    }
    return new ReadableStream<Uint8Array>(
      { start: open, cancel: () => void this.listeners.delete(mine) },
      { highWaterMark: 1 },
    )
  }

  /** `data` becomes one line of JSON. */
  publish(event: string, data: unknown): void {
    this.send(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  close(): void {
    clearInterval(this.heartbeat)
    for (const listener of this.listeners) listener.close()
    this.listeners.clear()
  }

  private send(text: string): void {
    const bytes = this.encoder.encode(text)
    for (const listener of this.listeners) {
      listener.enqueue(bytes)
      if ((listener.desiredSize ?? 0) > -BEHIND_MAX) continue
      this.listeners.delete(listener)
      listener.close()
    }
  }
}
