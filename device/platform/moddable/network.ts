/**
 * Wi-Fi, time and HTTP on chips with Moddable's network.
 *
 * The Wi-Fi interface never joins again by itself, so it is looked at every few seconds. Where SNTP
 * is not let through, the `Date` of the next HTTP reply, right to a second, tells the time.
 */
import WiFi from 'embedded:network/interface/wifi'
import Timer from 'timer'
import { type Network, NO_REPLY, type OnReply } from '../io.ts'
import type { WifiSetup } from '../setup.ts'
import { DATE_LAG_MS, SNTP_SERVER } from '../sntp.ts'
import { Exchange } from './http.ts'
import { ModdableSntp } from './sntp.ts'

const LOOK_MS = 10_000
/** Values of `connection` in ECMA-419: below this nothing is under way; from HAS_ADDRESS on, IP. */
const CONNECTING = 300
const HAS_ADDRESS = 500

export class ModdableNetwork implements Network {
  private readonly setup: WifiSetup
  private readonly entropy: () => number
  private readonly wifi: WiFi
  private readonly sntp: ModdableSntp
  private onLink: (up: boolean) => void = () => {}
  private up = false
  private onTime: ((utcMs: number) => void) | undefined = undefined
  /** The last one of each channel. */
  private readonly exchanges: Exchange[] = []

  constructor(setup: WifiSetup, ticks: () => number, entropy: () => number) {
    this.setup = setup
    this.entropy = entropy
    this.sntp = new ModdableSntp(setup.timeServer ?? SNTP_SERVER, ticks)
    this.wifi = new WiFi({ onChanged: () => this.look() })
  }

  /** The MAC address as twelve digits; it is known without a connection. */
  mac(): string {
    return (this.wifi.MAC ?? '').split(':').join('').toLowerCase()
  }

  connect(onLink: (up: boolean) => void): void {
    this.onLink = onLink
    this.join()
    Timer.repeat(() => {
      this.look()
      if (this.wifi.connection < CONNECTING) this.join()
    }, LOOK_MS)
  }

  requestTime(onTime: (utcMs: number) => void): void {
    this.onTime = onTime
    this.sntp.ask(this.entropy(), (utcMs) => this.timeHeard(utcMs))
  }

  request(
    channel: number,
    method: 'GET' | 'POST',
    url: string,
    headers: readonly string[],
    body: Uint8Array,
    length: number,
    onReply: OnReply,
  ): void {
    this.exchanges[channel]?.close()
    const exchange = new Exchange((status, text, retryAfterS) => {
      const utcMs = Date.parse(exchange.date)
      if (utcMs > 0) this.timeHeard(utcMs + DATE_LAG_MS)
      onReply(status, text, retryAfterS)
    })
    this.exchanges[channel] = exchange
    try {
      exchange.send(method, url, headers, body.slice(0, length))
    } catch {
      exchange.close()
      onReply(NO_REPLY, '', 0)
    }
  }

  private join(): void {
    try {
      this.wifi.connect({ SSID: this.setup.ssid, password: this.setup.password })
    } catch {
      // Thrown while a join is under way; the next look decides.
    }
  }

  private look(): void {
    const up = this.wifi.connection >= HAS_ADDRESS
    if (up === this.up) return
    this.up = up
    this.onLink(up)
  }

  private timeHeard(utcMs: number): void {
    const onTime = this.onTime
    this.onTime = undefined
    if (onTime !== undefined) onTime(utcMs)
  }
}
