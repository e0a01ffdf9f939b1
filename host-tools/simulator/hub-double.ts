/**
 * A hub for kits that run without one: keeps the highest record number of each log and counts what
 * came twice. It reads batches with its own small CBOR reader (RFC 8949), so that a fault of the
 * firmware's writer shows here.
 */
import { answerForeign } from './foreign-double.ts'
import type { Exchange, Server } from './network.ts'

const NO_BYTES = /* @__PURE__ */ new Uint8Array(0)

export class HubDouble implements Server {
  /** Records taken in, each once. */
  records = 0
  duplicates = 0
  /** Numbers that never came although later ones did. */
  missing = 0
  batches = 0
  /** Highest record number of the log; -1 before the first. */
  stored = -1
  private knownLog = -1
  private log = -1
  private first = -1
  private count = -1
  private bytes: Uint8Array
  private readonly onArrival: (number: number, timeUs: number) => void
  private at = 0
  /** Argument of the head read last. */
  private value = 0

  /** `onArrival` hears of each upload that was taken in, here or where another target would be. */
  constructor(onArrival?: (number: number, timeUs: number) => void) {
    this.bytes = NO_BYTES
    this.onArrival = onArrival ?? (() => {})
  }

  serve(exchange: Exchange): void {
    if (answerForeign(exchange)) {
      if (exchange.number >= 0) this.onArrival(exchange.number, exchange.timeUs)
      return
    }
    this.bytes = exchange.body
    this.at = 0
    this.log = this.first = this.count = -1
    const isBatch = this.readMap() && this.at === this.bytes.length
    // Beside the firmware in a small engine, a body that nobody needs is dear.
    this.bytes = NO_BYTES
    if (!isBatch) {
      exchange.reply(400, '{"error":"malformed"}')
      return
    }
    this.take()
    this.onArrival(exchange.number, exchange.timeUs)
    exchange.reply(200, `{"stored":${this.first + this.count - 1}}`)
  }

  /** Reads the fields that matter; false when the body is no batch. */
  private readMap(): boolean {
    if (this.head() !== 5) return false
    for (let pairs = this.value; pairs > 0; pairs--) {
      if (!(this.at < this.bytes.length)) return false
      const name = this.name()
      if (name === 'records') {
        if (this.head() !== 4) return false
        this.count = this.value
        if (this.count > this.bytes.length) return false
        for (let i = 0; i < this.count; i++) this.skip()
      } else {
        this.skip()
        if (name === 'first') this.first = this.value
        if (name === 'log') this.log = this.value
      }
    }
    return this.first >= 0 && this.log >= 0 && this.count > 0
  }

  private take(): void {
    const first = this.first
    const count = this.count
    if (this.log !== this.knownLog) {
      this.knownLog = this.log
      this.stored = -1
    }
    this.batches++
    if (first > this.stored + 1) this.missing += first - this.stored - 1
    const last = first + count - 1
    const fresh = Math.max(0, Math.min(count, last - this.stored))
    this.records += fresh
    this.duplicates += count - fresh
    if (last > this.stored) this.stored = last
  }

  /** Reads a head; returns the major type, leaves the argument in `value`. */
  private head(): number {
    const first = this.bytes[this.at++]!
    const info = first & 31
    this.value = info
    if (info > 23) {
      this.value = 0
      for (let width = 1 << (info - 24); width > 0; width--)
        this.value = this.value * 256 + this.bytes[this.at++]!
    }
    return first >> 5
  }

  private name(): string {
    this.head()
    let text = ''
    for (let i = this.value; i > 0 && this.at < this.bytes.length; i--)
      text += String.fromCharCode(this.bytes[this.at++]!)
    return text
  }

  /** Passes over an integer, which stays in `value`, a text, a byte string, or a list of them. */
  private skip(): void {
    const major = this.head()
    if (major === 2 || major === 3) this.at += this.value
    if (major !== 4) return
    for (let left = this.value; left > 0 && this.at < this.bytes.length; left--) this.skip()
  }
}
