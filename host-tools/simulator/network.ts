/**
 * Wi-Fi, internet and a time service, with their delays and their outages.
 *
 * A request travels for its delay, is lost if the way is cut at its end, is served, and its reply
 * travels back likewise. A lost exchange ends as on a board, with a time-out. Every channel has an
 * exchange and a timer of its own. What a kit posts is handed to `onUpload` byte for byte, whether
 * or not it arrives.
 */
import { type Network, NO_REPLY, type OnReply } from '../../device/platform/io.ts'
import { Timer, type Timing } from './kernel.ts'
import type { Random } from './random.ts'

const JOIN_US = 3_000_000
const TIME_OUT_US = 10_000_000
/** Delay of one way. */
const WAY_US_MIN = 10_000
const WAY_US_MAX = 120_000
const REPLY_LENGTH_MAX = 256

/** One request under way, as the server sees it. */
export class Exchange {
  /** Of the kit's uploads, from 0; and which of its targets it goes to. */
  number = -1
  target = 0
  method = ''
  url = ''
  /** Names and values in turn. */
  headers: readonly string[] = []
  body: Uint8Array
  timeUs = 0
  done = false
  status = NO_REPLY
  text = ''
  retryAfterS = 0

  constructor() {
    this.body = new Uint8Array(0)
  }

  /** The server's answer; may come at any real time, simulated time waits for it. */
  reply(status: number, text: string, retryAfterS = 0): void {
    this.status = status
    this.text = text
    this.retryAfterS = retryAfterS
    this.done = true
  }
}

/** What a kit sends, when, and to which of its targets. */
export type OnUpload = (body: Uint8Array, timeUs: number, target: number) => void

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

/** Who hears nothing yet; one for all kits. */
const NOTHING = () => {}

/** What is under way for one delivery target. */
class Channel {
  exchange = new Exchange()
  stage = SENDING
  onReply: OnReply = NOTHING
  readonly timer: Timer

  constructor(network: SimNetwork) {
    this.timer = new Timer(() => network.advance(this))
  }
}

export class SimNetwork implements Network {
  private readonly kernel: Timing
  private readonly random: Random
  private readonly server: Server
  private readonly outages: readonly Outage[]
  private readonly utcMsAtStart: number
  private readonly onUpload: OnUpload
  private uploads = 0
  private readonly link: Timer
  private readonly time: Timer
  /** The first is always there, the others are made when they are first used. */
  private readonly channels: Channel[]
  private linkUp = false
  private onLink: (up: boolean) => void
  private onTime: (utcMs: number) => void

  constructor(
    kernel: Timing,
    random: Random,
    server: Server,
    outages: readonly Outage[],
    utcMsAtStart: number,
    onUpload: OnUpload,
  ) {
    this.kernel = kernel
    this.random = random
    this.server = server
    this.outages = outages
    this.utcMsAtStart = utcMsAtStart
    this.onUpload = onUpload
    this.onLink = NOTHING
    this.onTime = NOTHING
    this.channels = [new Channel(this)]
    this.link = new Timer(() => this.joinOrLose())
    this.time = new Timer(() => this.tellTime())
  }

  connect(onLink: (up: boolean) => void): void {
    this.onLink = onLink
    this.kernel.set(this.link, this.kernel.nowUs + JOIN_US)
  }

  requestTime(onTime: (utcMs: number) => void): void {
    this.onTime = onTime
    this.kernel.set(this.time, this.kernel.nowUs + this.way() + this.way())
  }

  request(
    number: number,
    method: 'GET' | 'POST',
    url: string,
    headers: readonly string[],
    body: Uint8Array,
    length: number,
    onReply: OnReply,
  ): void {
    let channel = this.channels[number]
    if (channel === undefined) {
      channel = new Channel(this)
      this.channels[number] = channel
    }
    const exchange = new Exchange()
    // Before the body is copied: in a small engine there is no room for the one before besides.
    channel.exchange = exchange
    exchange.method = method
    exchange.url = url
    exchange.headers = headers
    if (method === 'POST') {
      exchange.body = new Uint8Array(length)
      for (let i = 0; i < length; i++) exchange.body[i] = body[i]!
      exchange.number = this.uploads++
      exchange.target = number
      this.onUpload(exchange.body, this.kernel.nowUs, number)
    }
    channel.onReply = onReply
    channel.stage = SENDING
    this.kernel.set(channel.timer, this.kernel.nowUs + this.way())
  }

  /** The next thing happens to what is under way; called by the channel's timer. */
  advance(channel: Channel): void {
    const exchange = channel.exchange
    if (channel.stage === SENDING) {
      if (!this.reachable()) {
        this.lose(channel)
        return
      }
      exchange.timeUs = this.kernel.nowUs
      this.server.serve(exchange)
      channel.stage = SERVED
      this.kernel.set(channel.timer, this.kernel.nowUs + this.way())
      return
    }
    if (channel.stage === SERVED) {
      if (!exchange.done) {
        this.kernel.hold()
        return
      }
      channel.stage = RETURNING
      if (!this.reachable()) {
        this.lose(channel)
        return
      }
    }
    if (exchange.status === NO_REPLY) channel.onReply(NO_REPLY, '', 0)
    else
      channel.onReply(
        exchange.status,
        exchange.text.slice(0, REPLY_LENGTH_MAX),
        exchange.retryAfterS,
      )
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

  private lose(channel: Channel): void {
    channel.exchange.status = NO_REPLY
    channel.stage = RETURNING
    this.kernel.set(channel.timer, this.kernel.nowUs + TIME_OUT_US)
  }
}
