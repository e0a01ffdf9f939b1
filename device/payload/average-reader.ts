/**
 * Reads averages on the kit itself, channel by channel, for targets that speak another language
 * than records. It trusts what it reads, since the log's checksums hold; `record-reader.ts` is the
 * strict one. Nothing is allocated for a record.
 */
import { getVarint } from './bytes.ts'
import { FULL, SAME_WORTH, START_SINCE_BOOT_S, START_UTC_LENGTHS } from './record.ts'

const NOTHING = /* @__PURE__ */ new Uint8Array(0)

export class AverageReader {
  bootId = 0
  /** If not, `startS` counts from the boot instead of from 1970 in UTC. */
  clockKnown = false
  startS = 0
  lengthS = 0
  /** The channel that `next` went to; codes. */
  quantity = 0
  part = 0
  flags = 0
  /** Readings that counted. The statistics stand only where there was one, in steps. */
  count = 0
  mean = 0
  minimum = 0
  maximum = 0
  deviation = 0
  private payload: Uint8Array = NOTHING
  private length = 0
  private channelsAt = 0
  private at = 0

  /** Takes up an average; its payload must stay as it is. */
  begin(payload: Uint8Array, length: number): void {
    this.payload = payload
    this.length = length
    this.at = 0
    this.bootId = this.varint()
    const packed = this.varint()
    this.lengthS = packed % 2 === 0 ? packed * 5 : (packed - 1) / 2
    const start = this.varint()
    const counts = start % 4
    this.clockKnown = counts !== START_SINCE_BOOT_S
    this.startS = Math.floor(start / 4) * (counts === START_UTC_LENGTHS ? this.lengthS : 1)
    this.channelsAt = this.at
  }

  /** Goes back before the first channel. */
  rewind(): void {
    this.at = this.channelsAt
  }

  /** The least code above `code` among the parts, 0 when there is none. Goes to the end. */
  partAfter(code: number): number {
    let least = 0
    this.rewind()
    while (this.next())
      if (this.part > code && (least === 0 || this.part < least)) least = this.part
    return least
  }

  /** Goes to the next channel; false when there is none. */
  next(): boolean {
    if (this.at >= this.length) return false
    const head = this.payload[this.at++]!
    this.quantity = head % SAME_WORTH
    if (head < SAME_WORTH) {
      const part = this.payload[this.at++]!
      this.part = part % FULL
      this.flags = this.varint()
      this.count = this.varint()
      if (part < FULL) {
        this.count -= this.signed()
        this.varint()
      }
    }
    if (this.count > 0) {
      this.mean = this.signed()
      this.minimum = this.mean - this.varint()
      this.maximum = this.mean + this.varint()
      this.deviation = this.varint()
    }
    return true
  }

  /** UTC in seconds at tick 0 of the boot, as the payload of a clock record tells it. */
  bootUtcS(payload: Uint8Array): number {
    this.payload = payload
    this.at = 0
    this.varint()
    const ticksMs = this.varint()
    return Math.floor((this.varint() - ticksMs + 500) / 1000)
  }

  private signed(): number {
    const value = this.varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  private varint(): number {
    const value = getVarint(this.payload, this.at)
    while (this.payload[this.at++]! > 127);
    return value
  }
}
