/** The network as one boot of a kit meets it: it joins like any other, and what can fail does. */
import type { Network, OnReply } from '../../../device/platform/io.ts'
import { Exchange, type OnUpload, type SimNetwork } from '../network.ts'
import type { KitFaults } from './kit-faults.ts'
import type { Life } from './life.ts'
import { isWithin, type Wire } from './wire.ts'

const REPLY_LENGTH_MAX = 256

export class FaultyNetwork implements Network {
  private readonly life: Life
  /** Joins, and asks the true time. */
  private readonly sound: SimNetwork
  private readonly wire: Wire
  private readonly faults: KitFaults
  private readonly onUpload: OnUpload
  private linkUp = false

  constructor(life: Life, sound: SimNetwork, wire: Wire, faults: KitFaults, onUpload: OnUpload) {
    this.life = life
    this.sound = sound
    this.wire = wire
    this.faults = faults
    this.onUpload = onUpload
  }

  connect(onLink: (up: boolean) => void): void {
    this.sound.connect((up) => {
      this.linkUp = up
      onLink(up)
    })
  }

  requestTime(onTime: (utcMs: number) => void): void {
    this.sound.requestTime((utcMs) => {
      const nowUs = this.life.nowUs
      if (isWithin(this.faults.timeSilences ?? [], nowUs)) return
      let offsetS = 0
      for (const step of this.faults.clock ?? [])
        if (step.atS * 1_000_000 <= nowUs) offsetS = step.offsetS
      onTime(utcMs + Math.round(offsetS * 1000))
    })
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
    if (this.life.over) return
    const exchange = new Exchange()
    exchange.method = method
    exchange.url = url
    exchange.headers = headers
    exchange.body = body.slice(0, length)
    exchange.timeUs = -1
    exchange.target = channel
    if (method === 'POST') {
      exchange.number = this.wire.uploads++
      this.onUpload(exchange.body, this.life.nowUs, channel)
    }
    const hears = () => this.linkUp && !this.life.over
    this.wire.send(exchange, channel, hears, (status, text, retryAfterS) =>
      onReply(status, text.slice(0, REPLY_LENGTH_MAX), retryAfterS),
    )
  }
}
