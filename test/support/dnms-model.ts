/**
 * A DNMS on its bus, written from the host's side (hbitter/DNMS, airrohr-DNMS-5.17, dnms_i2c.h and
 * .cpp): what it must answer to which command. Levels are what the test says.
 */
import { hex } from './driving.ts'
import type { I2CChip } from './i2c-bus.ts'
import { wordCrc } from './single-shot-model.ts'

/** Words as they go over the bus. */
export function wordsOf(values: readonly number[]): number[] {
  return values.flatMap((word) => [word >> 8, word & 0xff, wordCrc(word)])
}

/** The two words of a level, as IEEE 754 has them. */
export function levelWords(decibels: number): [number, number] {
  const view = new DataView(new ArrayBuffer(4))
  view.setFloat32(0, decibels)
  return [view.getUint16(0), view.getUint16(2)]
}

export const replyOf = (levels: readonly number[]) => wordsOf(levels.flatMap(levelWords))

export class DnmsModel implements I2CChip {
  version = [0x444e, 0x4d53]
  /** Times that it is asked whether it is ready and says no. */
  lag = 0
  levels: readonly number[] = [54.52, 43.09, 75.97]
  /** As firmware from 5.9 on: levels are gone once they were read. */
  forgets = false
  /** What the host was told to do: restarts and intervals that ended. */
  resets = 0
  intervals = 0
  private command = ''
  private asked = 0

  write(bytes: Uint8Array): void {
    this.command = hex(bytes)
    if (this.command === '00 01') this.resets++
    if (this.command === '00 03') {
      this.intervals++
      this.asked = 0
    }
  }

  read(into: Uint8Array): void {
    into.set(this.reply().slice(0, into.length))
  }

  private reply(): number[] {
    if (this.command === '00 02') return wordsOf(this.version)
    if (this.command === '00 04') return wordsOf([this.asked++ < this.lag ? 0 : 1])
    if (this.command !== '00 05') throw new Error(`read after ${this.command}`)
    const reply = replyOf(this.levels)
    if (this.forgets) this.levels = [0, 0, 0]
    return reply
  }
}
