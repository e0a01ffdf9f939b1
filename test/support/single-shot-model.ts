/**
 * An SHT3x or SHT4x on its bus, as the datasheets tell (SHT3x-DIS, version 7, 4.3, 4.4, 4.9, 4.12;
 * SHT4x, version 6.6, 4.2, 4.4, 4.5).
 */
import { hex } from './driving.ts'
import type { I2CChip } from './i2c-bus.ts'

/** CRC-8 of 4.12, bit by bit over one word: polynomial 0x31, initial 0xff. */
export function wordCrc(word: number): number {
  let register = 0xff ^ (word >> 8)
  for (let bit = 0; bit < 16; bit++) {
    if (bit === 8) register ^= word & 0xff
    const carry = register & 0x80
    register = (register << 1) & 0xff
    if (carry) register ^= 0x31
  }
  return register
}

export class SingleShotModel implements I2CChip {
  temperature = 0
  humidity = 0
  /** No result is there: a read header is not acknowledged (4.4). */
  ready = false
  private readonly measure: string
  private readonly reset: string

  constructor(measure: string, reset: string) {
    this.measure = measure
    this.reset = reset
  }

  write(bytes: Uint8Array): void {
    const command = hex(bytes)
    if (command !== this.measure && command !== this.reset) throw new Error('unknown command')
    this.ready = command === this.measure
  }

  read(into: Uint8Array): void {
    if (!this.ready) throw new Error('no acknowledge')
    this.ready = false
    const { temperature: t, humidity: h } = this
    into.set([t >> 8, t & 255, wordCrc(t), h >> 8, h & 255, wordCrc(h)])
  }
}
