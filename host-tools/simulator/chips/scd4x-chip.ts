/**
 * An SCD41 as the datasheet of the SCD4x (version 1.7, section numbers: DS) describes it: idle
 * after power-on; while it measures it takes four commands and no others (DS 3.6); what is fetched
 * leaves its buffer, and from an empty one nothing is acknowledged (DS 3.6.2).
 */
import type { I2CChip } from '../i2c-bus.ts'
import type { Timing } from '../kernel.ts'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'
import type { ChipModel } from './chip.ts'
import { Co2Air, type Co2Unit } from './co2-air.ts'
import { putWord } from './sensirion-words.ts'

/** DS 2.4, 3.5: longest durations. */
const POWER_UP_US = 30_000
const WAKE_UP_US = 30_000
const STOP_US = 500_000
const ANSWER_US = 1_000
const PERIODIC_US = 5_000_000
const LOW_POWER_US = 30_000_000
const ANSWER_LENGTH = 9
const PPM_MAXIMUM = 40_000
/** DS 3.10.2, the serial number of its example; DS 3.10.6, variant. */
const SERIAL = [0xf896, 0x9f07, 0x3bbe]
const VARIANT = 0x1440

export class Scd4xChip implements I2CChip {
  readonly address = 0x62
  private readonly kernel: Timing
  private readonly air: Co2Air
  private busyUntilUs: number
  private asleep = false
  private selfCalibration = 1
  /** Since when it measures, or -1; how often, and how many results are no longer there. */
  private sinceUs = -1
  private everyUs = PERIODIC_US
  private gone = 0
  private readonly answer = new Uint8Array(ANSWER_LENGTH)
  private answerLength = 0
  private answerUs = 0

  constructor(kernel: Timing, world: World, random: Random, unit: Co2Unit) {
    this.kernel = kernel
    this.air = new Co2Air(world, random, unit)
    this.busyUntilUs = kernel.nowUs + POWER_UP_US
  }

  onWrite(bytes: Uint8Array): boolean {
    this.answerLength = 0
    const nowUs = this.kernel.nowUs
    const command = bytes[0]! * 256 + bytes[1]!
    if (nowUs < this.busyUntilUs) return false
    if (command === 0x36f6) this.wake()
    if (this.asleep || command === 0x36f6) return false
    if (bytes.length === 5) return this.set(command, bytes)
    if (bytes.length !== 2) return false
    if (command === 0xe4b8) return this.tell(0x8000 | (this.results() > this.gone ? 6 : 0))
    if (command === 0xec05) return this.fetch()
    if (command === 0x3f86) {
      this.sinceUs = -1
      this.busyUntilUs = nowUs + STOP_US
      return true
    }
    return this.sinceUs < 0 && this.obey(command)
  }

  onRead(into: Uint8Array): boolean {
    const length = this.answerLength
    this.answerLength = 0
    if (length === 0 || this.kernel.nowUs < this.answerUs) return false
    for (let i = 0; i < into.length; i++) into[i] = i < length ? this.answer[i]! : 0xff
    return true
  }

  private wake(): void {
    if (!this.asleep) return
    this.asleep = false
    this.busyUntilUs = this.kernel.nowUs + WAKE_UP_US
  }

  private set(command: number, bytes: Uint8Array): boolean {
    const argument = bytes[2]! * 256 + bytes[3]!
    putWord(this.answer, 0, argument)
    if (this.answer[2] !== bytes[4]) return false
    if (command === 0xe000) return true
    if (command !== 0x2416 || this.sinceUs >= 0 || argument > 1) return false
    this.selfCalibration = argument
    return true
  }

  /** What only an idle chip does. */
  private obey(command: number): boolean {
    if (command === 0x21b1) return this.begin(PERIODIC_US)
    if (command === 0x21ac) return this.begin(LOW_POWER_US)
    if (command === 0x2313) return this.tell(this.selfCalibration)
    if (command === 0x202f) return this.tell(VARIANT)
    if (command === 0x3682) {
      for (let i = 0; i < 3; i++) putWord(this.answer, 3 * i, SERIAL[i]!)
      return this.ready(ANSWER_LENGTH)
    }
    if (command !== 0x36e0) return false
    this.asleep = true
    return true
  }

  private begin(everyUs: number): boolean {
    this.sinceUs = this.kernel.nowUs
    this.everyUs = everyUs
    this.gone = 0
    return true
  }

  private results(): number {
    if (this.sinceUs < 0) return this.gone
    return Math.floor((this.kernel.nowUs - this.sinceUs) / this.everyUs)
  }

  private tell(word: number): boolean {
    putWord(this.answer, 0, word)
    return this.ready(3)
  }

  private ready(length: number): boolean {
    this.answerLength = length
    this.answerUs = this.kernel.nowUs + ANSWER_US
    return true
  }

  private fetch(): boolean {
    const results = this.results()
    if (results === this.gone) return true
    this.gone = results
    const air = this.air
    air.look(this.sinceUs + results * this.everyUs)
    putWord(this.answer, 0, air.ppm < PPM_MAXIMUM ? air.ppm : PPM_MAXIMUM)
    putWord(this.answer, 3, ((air.celsius + 4500) * 65535) / 17500)
    putWord(this.answer, 6, (air.percent * 65535) / 10000)
    return this.ready(ANSWER_LENGTH)
  }
}

/** An SCD4x on its bus; power comes with it. */
export const scd4xModel: ChipModel<Co2Unit> = (bench, unit) => {
  bench.addToBus(new Scd4xChip(bench.time, bench.world, bench.random, unit))
  return {}
}
