/**
 * Wi-Fi, time and HTTP put together.
 *
 * Time comes by SNTP. Many school networks let no SNTP through, so while a question is open the
 * `Date` of the next HTTP reply, right to a second, answers it as well.
 */
import { type Network, NO_REPLY, type OnReply } from '../io.ts'
import type { WifiSetup } from '../setup.ts'
import { DATE_LAG_MS, SNTP_SERVER } from '../sntp.ts'
import { Exchange } from './http.ts'
import { EspruinoSntp } from './sntp.ts'
import { EspruinoWifi } from './wifi.ts'

/** A server that holds a connection longer than this will hold it for ever. */
const HANG_MS_MAX = 600_000

export class EspruinoNetwork implements Network {
  private readonly wifi: EspruinoWifi
  private readonly sntp: EspruinoSntp
  private readonly ticks: () => number
  private readonly entropy: () => number
  private onTime: ((utcMs: number) => void) | undefined = undefined
  /** What is under way, by channel. */
  private readonly exchanges: (Exchange | undefined)[] = []
  /** Bound once: a closure made in `request` would keep the exchange before, and so on. */
  private readonly ended: (exchange: Exchange) => void

  constructor(setup: WifiSetup, ticks: () => number, entropy: () => number) {
    this.ticks = ticks
    this.entropy = entropy
    this.ended = (exchange) => this.conclude(exchange)
    this.wifi = new EspruinoWifi(setup)
    this.sntp = new EspruinoSntp(setup.timeServer ?? SNTP_SERVER, ticks)
  }

  connect(onLink: (up: boolean) => void): void {
    this.wifi.connect(onLink)
  }

  requestTime(onTime: (utcMs: number) => void): void {
    this.onTime = onTime
    try {
      this.sntp.ask(this.entropy(), (utcMs) => this.timeHeard(utcMs))
    } catch {
      // No socket or no such host: the Date of a reply, or the next question, will do.
    }
  }

  /** The client cannot be stopped, so a channel waits until its last exchange is over. */
  request(
    channel: number,
    method: 'GET' | 'POST',
    url: string,
    headers: readonly string[],
    body: Uint8Array,
    length: number,
    onReply: OnReply,
  ): void {
    const underWay = this.exchanges[channel]
    if (underWay !== undefined) {
      if (this.ticks() - underWay.beganMs > HANG_MS_MAX) E.reboot()
      onReply(NO_REPLY, '', 0)
      return
    }
    const exchange = new Exchange(this.ended, channel, this.ticks(), onReply)
    this.exchanges[channel] = exchange
    exchange.send(method, url, headers, body, length)
  }

  private conclude(exchange: Exchange): void {
    this.exchanges[exchange.channel] = undefined
    if (exchange.date !== '') this.dateHeard(exchange.date)
    exchange.onReply(exchange.status, exchange.text, exchange.retryAfterS)
  }

  private dateHeard(date: string): void {
    const utcMs = Date.parse(date)
    if (utcMs > 0) this.timeHeard(utcMs + DATE_LAG_MS)
  }

  private timeHeard(utcMs: number): void {
    const onTime = this.onTime
    this.onTime = undefined
    if (onTime !== undefined) onTime(utcMs)
  }
}
