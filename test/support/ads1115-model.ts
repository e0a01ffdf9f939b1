/** ADS1115 on its bus as its datasheet (SBAS444E) tells, with conversions that take no time. */
import type { I2CChip } from './i2c-bus.ts'

export class Ads1115Model implements I2CChip {
  /** Codes by the field MUX of the config. */
  readonly codes: Record<number, number> = {}
  config = 0x8583
  conversion = 0
  /** A conversion never ends: OS reads 0, and a write of it begins none. */
  busy = false
  private pointer = 0

  write(bytes: Uint8Array): void {
    this.pointer = bytes[0]!
    if (bytes.length === 1) return
    if (bytes.length !== 3 || this.pointer !== 1) throw new Error('unknown register')
    const value = bytes[1]! * 256 + bytes[2]!
    if ((value & 0x8000) !== 0 && !this.busy) this.conversion = this.codes[(value >> 12) & 7] ?? 0
    this.config = value
  }

  read(into: Uint8Array): void {
    const config = this.busy ? this.config & 0x7fff : this.config | 0x8000
    const value = this.pointer === 0 ? this.conversion & 0xffff : config
    into.set([value >> 8, value & 0xff])
  }

  /** Power-on. */
  reset(): void {
    this.config = 0x8583
    this.conversion = 0
  }
}
