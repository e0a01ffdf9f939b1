/**
 * The Wi-Fi link, kept up for ever. Espruino tries three times after `connect` and then stays down,
 * so every loss leads to another `connect`, later and later; and because an event may get lost,
 * the state is looked at once a minute as well.
 */
import type { WifiSetup } from '../setup.ts'
import type { WifiModule } from './modules.ts'

const RETRY_MS_MIN = 2_000
const RETRY_MS_MAX = 120_000
const LOOK_MS = 60_000

export class EspruinoWifi {
  private readonly wifi: WifiModule
  private readonly setup: WifiSetup
  private onLink: (up: boolean) => void = () => {}
  private up = false
  private waiting = false
  private retryMs = RETRY_MS_MIN
  private readonly join: () => void
  private readonly joined: (error: unknown) => void

  constructor(setup: WifiSetup) {
    this.setup = setup
    this.wifi = require('Wifi') as WifiModule
    this.join = () => this.tryJoin()
    this.joined = (error) => {
      if (error) this.lost()
    }
  }

  connect(onLink: (up: boolean) => void): void {
    const wifi = this.wifi
    const lost = () => this.lost()
    this.onLink = onLink
    wifi.on('connected', () => this.found())
    wifi.on('disconnected', lost)
    wifi.on('dhcp_timeout', lost)
    setInterval(() => this.look(), LOOK_MS)
    this.tryJoin()
  }

  private tryJoin(): void {
    this.waiting = false
    if (this.up) return
    try {
      this.wifi.connect(this.setup.ssid, { password: this.setup.password }, this.joined)
    } catch {
      this.lost()
    }
  }

  private found(): void {
    this.retryMs = RETRY_MS_MIN
    if (this.up) return
    this.up = true
    this.onLink(true)
  }

  private lost(): void {
    if (!this.waiting) {
      this.waiting = true
      setTimeout(this.join, this.retryMs)
      this.retryMs = Math.min(this.retryMs * 2, RETRY_MS_MAX)
    }
    if (!this.up) return
    this.up = false
    this.onLink(false)
  }

  private look(): void {
    const station = this.wifi.getStatus().station
    if (station === 'connected') this.found()
    else if (station !== 'connecting') this.lost()
  }
}
