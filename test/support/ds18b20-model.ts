/** DS18B20 as its master sees it (REV 042208); a conversion ends when the test says so. */
import type { WireChip } from './one-wire-bus.ts'

/** CRC of 1-Wire by its generator, one bit after the other: x^8 + x^5 + x^4 + 1. */
export function wireCrc(bytes: Iterable<number>): number {
  let register = 0
  for (const byte of bytes)
    for (let bit = 0; bit < 8; bit++) {
      const feedback = (register ^ (byte >> bit)) & 1
      register >>= 1
      if (feedback === 1) register ^= 0b1000_1100
    }
  return register
}

export class Ds18b20Model implements WireChip {
  /** The first eight bytes; as after power-on. */
  readonly scratchpad = [0x50, 0x05, 0x4b, 0x46, 0x7f, 0xff, 0x0c, 0x10]
  /** What the next conversion puts into the register. */
  word = 0x0191
  isPresent = true
  /** A conversion takes longer than it may. */
  isSlow = false
  /** Commands to convert that it does not hear. */
  deafFor = 0
  converting = false
  private heard: number[] = []
  private says: number[] = []
  private bits: number | undefined

  reset(): boolean {
    // What the driver waits for is over by now.
    this.heard = []
    this.says = []
    return this.isPresent
  }

  /** The 750 ms are over. */
  finish(): void {
    if (!this.converting || this.isSlow) return
    this.converting = false
    const { scratchpad, word } = this
    const less = 12 - this.resolution()
    const told = (word >> less) << less
    scratchpad[0] = told & 0xff
    scratchpad[1] = (told >> 8) & 0xff
    scratchpad[6] = 0x10 - (told & 15)
  }

  /** Power-on. */
  lose(): void {
    this.converting = false
    this.scratchpad.splice(0, 8, 0x50, 0x05, 0x4b, 0x46, this.bits ?? 0x7f, 0xff, 0x0c, 0x10)
  }

  /** Somebody has written fewer bits to its EEPROM. */
  keep(configuration: number): void {
    this.bits = configuration
    this.scratchpad[4] = configuration
  }

  write(byte: number): void {
    if (!this.isPresent) return
    const heard = this.heard
    heard.push(byte)
    const [rom, command] = heard
    if (rom !== 0xcc) return
    if (heard.length === 2 && command === 0x44) {
      if (this.deafFor-- <= 0) this.converting = true
    } else if (heard.length === 2 && command === 0xbe)
      this.says = [...this.scratchpad, wireCrc(this.scratchpad)]
    else if (command === 0x4e && heard.length === 5) {
      this.scratchpad.splice(2, 2, heard[2]!, heard[3]!)
      this.settle(heard[4]!)
    }
  }

  read(): number {
    if (!this.isPresent) return 0xff
    if (this.heard[1] === 0x44 && this.converting) return 0x00
    return this.says.shift() ?? 0xff
  }

  /** Bits 0 to 4 and 7 of the configuration cannot be overwritten. */
  protected settle(configuration: number): void {
    this.scratchpad[4] = (configuration & 0x60) | 0x1f
  }

  private resolution(): number {
    return 9 + ((this.scratchpad[4]! >> 5) & 3)
  }
}
