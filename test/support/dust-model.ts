/**
 * An SPS30 or a SEN5x on its bus, by the words that it answers: "SPS30", version 1.0, 6; "SEN5x",
 * version 2, 6. It knows no time: a test says when something new is there.
 */
import { hex } from './driving.ts'
import type { I2CChip } from './i2c-bus.ts'
import { wordCrc } from './single-shot-model.ts'

export class DustModel implements I2CChip {
  ready = true
  status = 0
  values: readonly number[]
  /** Start commands that have no effect. */
  lostStarts = 0
  measuring = false
  asleep = false
  private pointer = ''
  private readonly start: string
  private readonly read_: string
  /** Product name or version, by its command. */
  private readonly identity: Record<string, readonly number[]>

  constructor(
    start: string,
    read: string,
    identity: Record<string, readonly number[]>,
    values: readonly number[],
  ) {
    this.start = start
    this.read_ = read
    this.identity = identity
    this.values = values
  }

  write(bytes: Uint8Array): void {
    const command = hex(bytes)
    if (this.asleep) {
      // The first call only activates the interface.
      if (command === '11 03' && this.pointer === command) this.asleep = false
      this.pointer = command
      throw new Error('no acknowledge')
    }
    this.pointer = command
    if (command === this.start) {
      if (this.lostStarts > 0) this.lostStarts--
      else this.measuring = true
    } else if (command === 'd3 04') this.measuring = false
    else if (command === 'd2 10') this.status = 0
    else if (command !== '11 03') this.words()
  }

  read(into: Uint8Array): void {
    const bytes = this.words().flatMap((word) => [word >> 8, word & 255, wordCrc(word)])
    into.forEach((_, i) => {
      into[i] = bytes[i] ?? 0xff
    })
    if (this.pointer === this.read_) this.ready = false
  }

  private words(): readonly number[] {
    const { identity, pointer } = this
    if (identity[pointer] !== undefined) return identity[pointer]
    if (pointer === '02 02') return [this.measuring && this.ready ? 1 : 0]
    if (pointer === 'd2 06') return [0, this.status]
    if (pointer === this.read_) return this.values
    throw new Error('no acknowledge')
  }
}

const LETTERS = [0x5345, 0x4e35]

/** By their names. */
export const DUST_MODELS = {
  SPS30: (values: readonly number[], version = 0x0202) =>
    new DustModel('00 10 03 00 ac', '03 00', { 'd1 00': [version] }, values),
  SEN54: (values: readonly number[]) =>
    new DustModel('00 21', '03 c4', { 'd0 14': [...LETTERS, 0x3400] }, values),
  SEN55: (values: readonly number[]) =>
    new DustModel('00 21', '03 c4', { 'd0 14': [...LETTERS, 0x3500] }, values),
}
