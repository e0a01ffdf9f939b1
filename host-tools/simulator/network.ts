/**
 * Wi-Fi, internet and a time service, with their delays and their outages.
 *
 * A request travels for its delay, is lost if the way is cut at its end, is served, and its reply
 * travels back likewise. A lost exchange ends as on a board, with a time-out. What a kit sends is
 * handed to `onUpload` byte for byte, whether or not it arrives.
 */
import { type Network, NO_REPLY } from '../../device/platform/io.ts'
import { type Kernel, Timer } from './kernel.ts'
import type { Random } from './random.ts'

const JOIN_US = 3_000_000
const TIME_OUT_US = 10_000_000
/** Delay of one way. */
const WAY_US_MIN = 10_000
const WAY_US_MAX = 120_000
const REPLY_LENGTH_MAX = 256

/** One request under way, as the server sees it. */
export class Exchange {
  url = ''
  contentType = ''
  body: Uint8Array
  timeUs = 0
  done = false
  status = NO_REPLY
  text = ''

  constructor() {
    this.body = new Uint8Array(0)
  }

  /** The server's answer; may come at any real time, simulated time waits for it. */
  reply(status: number, text: string): void {
    this.status = status
    this.text = text
    this.done = true
  }
}

/** The other end: serves an exchange at once or later, by `exchange.reply`. */
export interface Server {
  serve(exchange: Exchange): void
}

/** Times in seconds of the scenario, `to` not included. */
export interface Outage {
  readonly kind: 'wifi' | 'internet'
  readonly fromS: number
  readonly toS: number
}

const SENDING = 0
const SERVED = 1
const RETURNING = 2

export class SimNetwork implements Network {
  private readonly kernel: Kernel
  private readonly random: Random
  private readonly server: Server
  private readonly outages: readonly Outage[]
  private readonly utcMsAtStart: number
  private readonly onUpload: (body: Uint8Array) => void
  private readonly link: Timer
  private readonly time: Timer
  private readonly exchange: Timer
  private linkUp = false
  private onLink: (up: boolean) => void
  private onTime: (utcMs: number) => void
  private onReply: (status: number, text: string) => void
  private underWay: Exchange
  private stage = SENDING

  constructor(
    kernel: Kernel,
    random: Random,
    server: Server,
    outages: readonly Outage[],
    utcMsAtStart: number,
    onUpload: (body: Uint8Array) => void,
  ) {
    this.kernel = kernel
    this.random = random
    this.server = server
    this.outages = outages
    this.utcMsAtStart = utcMsAtStart
    this.onUpload = onUpload
    this.onLink = () => {}
    this.onTime = () => {}
    this.onReply = () => {}
    this.underWay = new Exchange()
    this.link = new Timer(() => this.joinOrLose())
    this.time = new Timer(() => this.tellTime())
    this.exchange = new Timer(() => this.advance())
  }

  connect(onLink: (up: boolean) => void): void {
    this.onLink = onLink
    this.kernel.set(this.link, this.kernel.nowUs + JOIN_US)
  }

  requestTime(onTime: (utcMs: number) => void): void {
    this.onTime = onTime
    this.kernel.set(this.time, this.kernel.nowUs + this.way() + this.way())
  }

  post(
    url: string,
    contentType: string,
    body: Uint8Array,
    length: number,
    onReply: (status: number, text: string) => void,
  ): void {
    const exchange = new Exchange()
    // Before the body is copied: in a small engine there is no room for the one before besides.
    this.underWay = exchange
    exchange.url = url
    exchange.contentType = contentType
    exchange.body = new Uint8Array(length)
    for (let i = 0; i < length; i++) exchange.body[i] = body[i]!
    this.onReply = onReply
    this.onUpload(exchange.body)
    this.stage = SENDING
    this.kernel.set(this.exchange, this.kernel.nowUs + this.way())
  }

  /** Until when the way is cut, in microseconds; 0 while it is whole. */
  private cutUntil(kind: 'wifi' | 'internet'): number {
    const nowUs = this.kernel.nowUs
    let untilUs = 0
    for (let i = 0; i < this.outages.length; i++) {
      const outage = this.outages[i]!
      if (outage.kind !== kind) continue
      const toUs = outage.toS * 1_000_000
      if (nowUs >= outage.fromS * 1_000_000 && nowUs < toUs && toUs > untilUs) untilUs = toUs
    }
    return untilUs
  }

  private reachable(): boolean {
    return this.linkUp && this.cutUntil('wifi') === 0 && this.cutUntil('internet') === 0
  }

  private way(): number {
    return this.random.between(WAY_US_MIN, WAY_US_MAX)
  }

  /** Joins when Wi-Fi is there, notices when it goes, and sleeps until either may change. */
  private joinOrLose(): void {
    const cutUntilUs = this.cutUntil('wifi')
    const up = cutUntilUs === 0
    if (up !== this.linkUp) {
      this.linkUp = up
      this.onLink(up)
    }
    const next = up ? this.nextWifiOutageUs() : cutUntilUs + JOIN_US
    if (next > 0) this.kernel.set(this.link, next)
  }

  private nextWifiOutageUs(): number {
    let nextUs = 0
    for (let i = 0; i < this.outages.length; i++) {
      const outage = this.outages[i]!
      const fromUs = outage.fromS * 1_000_000
      if (outage.kind !== 'wifi' || fromUs <= this.kernel.nowUs) continue
      if (nextUs === 0 || fromUs < nextUs) nextUs = fromUs
    }
    return nextUs
  }

  private tellTime(): void {
    if (!this.reachable()) return
    this.onTime(this.utcMsAtStart + Math.floor(this.kernel.nowUs / 1000))
  }

  private advance(): void {
    const exchange = this.underWay
    if (this.stage === SENDING) {
      if (!this.reachable()) {
        this.lose()
        return
      }
      exchange.timeUs = this.kernel.nowUs
      this.server.serve(exchange)
      this.stage = SERVED
      this.kernel.set(this.exchange, this.kernel.nowUs + this.way())
      return
    }
    if (this.stage === SERVED) {
      if (!exchange.done) {
        this.kernel.hold()
        return
      }
      this.stage = RETURNING
      if (!this.reachable()) {
        this.lose()
        return
      }
    }
    const lost = exchange.status === NO_REPLY
    this.onReply(exchange.status, lost ? '' : exchange.text.slice(0, REPLY_LENGTH_MAX))
  }

  private lose(): void {
    this.underWay.status = NO_REPLY
    this.stage = RETURNING
    this.kernel.set(this.exchange, this.kernel.nowUs + TIME_OUT_US)
  }
}
