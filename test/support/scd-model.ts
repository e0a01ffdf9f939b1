/** An SCD30 or SCD4x on its bus, as far as a driver that knows it talks with it. */
import { bytesOf, hex } from './driving.ts'
import type { I2CChip } from './i2c-bus.ts'
import { wordCrc } from './single-shot-model.ts'

export interface ScdWords {
  /** Commands. */
  readonly ask: string
  readonly fetch: string
  /** What it says to `ask`. */
  readonly ready: number
  readonly idle: number
  /** Settings by the command that asks for them. */
  readonly settings: Readonly<Record<string, number>>
}

export const framed = (words: readonly number[]): number[] =>
  words.flatMap((word) => [word >> 8, word & 255, wordCrc(word)])

export class ScdModel implements I2CChip {
  /** Results that wait to be fetched, and what each of them is. */
  waiting = 0
  result: Iterable<number> = []
  /** Commands that it does not acknowledge. */
  readonly refused = new Set<string>()
  settings: Record<string, number>
  private readonly words: ScdWords
  private answer: Iterable<number> | undefined

  constructor(words: ScdWords, result: string) {
    this.words = words
    this.settings = { ...words.settings }
    this.result = bytesOf(result)
  }

  write(bytes: Uint8Array): void {
    const { ask, fetch, ready, idle } = this.words
    const command = hex(bytes)
    this.answer = undefined
    if (this.refused.has(command)) throw new Error('no acknowledge')
    const setting = this.settings[command]
    if (command === ask) this.answer = framed([this.waiting > 0 ? ready : idle])
    else if (setting !== undefined) this.answer = framed([setting])
    else if (command === fetch && this.waiting > 0) {
      this.waiting--
      this.answer = this.result
    }
  }

  read(into: Uint8Array): void {
    if (this.answer === undefined) throw new Error('no acknowledge')
    into.set([...this.answer])
    this.answer = undefined
  }
}
