/**
 * SCD30 as its interface description (version 1.0, 2020-05, section numbers: ID) tells. Interval,
 * self-calibration and whether it measures outlast a loss of power (ID 1.4.1, 1.4.3, 1.4.6). What
 * the description leaves out is from users' reports: the first result after a start is 0 ppm,
 * those after it are low (arendst/Tasmota#3119), and where there was none it says NaN.
 */
import type { I2CChip } from '../i2c-bus.ts'
import type { Timing } from '../kernel.ts'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'
import type { Chip, ChipModel } from './chip.ts'
import { Co2Air, type Co2Unit } from './co2-air.ts'
import { putWord } from './sensirion-words.ts'

/** ID 1.1: boot-up takes less than 2 s. */
const BOOT_US = 1_800_000
/** ID 1.4.4: the read header comes more than 3 ms after its command. */
const ANSWER_US = 3_000
/** Datasheet, table 1: the time in which it sees 63 % of a step. */
const RESPONSE_US = 20_000_000
const SECOND_US = 1_000_000
const RESULT_LENGTH = 18
const NAN_WORD = 0x7fc0

export interface Scd30Unit extends Co2Unit {
  /** As an earlier owner left it in the chip. */
  readonly intervalS: number
  readonly selfCalibration: boolean
  readonly measuring: boolean
}

export class Scd30Chip implements I2CChip, Chip {
  readonly address = 0x61
  private readonly kernel: Timing
  private readonly air: Co2Air
  private readonly bootedUs: number
  private intervalS: number
  private selfCalibration: number
  /** Since when it measures, or -1; results since then, and how many of them were fetched. */
  private sinceUs: number
  private fetched = 0
  private readonly number = new DataView(new ArrayBuffer(4))
  private readonly result = new Uint8Array(RESULT_LENGTH)
  private readonly answer = new Uint8Array(RESULT_LENGTH)
  private answerLength = 0
  private answerUs = 0

  constructor(kernel: Timing, world: World, random: Random, unit: Scd30Unit) {
    this.kernel = kernel
    this.air = new Co2Air(world, random, unit)
    this.bootedUs = kernel.nowUs + BOOT_US
    this.intervalS = unit.intervalS
    this.selfCalibration = unit.selfCalibration ? 1 : 0
    this.sinceUs = unit.measuring ? this.bootedUs : -1
    for (let at = 0; at < RESULT_LENGTH; at += 3) putWord(this.result, at, NAN_WORD)
  }

  memory(): object {
    const { intervalS, selfCalibration, sinceUs } = this
    return { intervalS, selfCalibration: selfCalibration === 1, measuring: sinceUs >= 0 }
  }

  onWrite(bytes: Uint8Array): boolean {
    this.answerLength = 0
    if (this.kernel.nowUs < this.bootedUs) return false
    const command = bytes[0]! * 256 + bytes[1]!
    if (bytes.length === 2) return this.ask(command)
    if (bytes.length !== 5) return false
    const argument = bytes[2]! * 256 + bytes[3]!
    putWord(this.answer, 0, argument)
    return this.answer[2] === bytes[4] && this.set(command, argument)
  }

  onRead(into: Uint8Array): boolean {
    const length = this.answerLength
    this.answerLength = 0
    if (length === 0 || this.kernel.nowUs < this.answerUs) return false
    for (let i = 0; i < into.length; i++) into[i] = i < length ? this.answer[i]! : 0xff
    return true
  }

  private ask(command: number): boolean {
    if (command === 0x0202) return this.tell(this.results() > this.fetched ? 1 : 0)
    if (command === 0x4600) return this.tell(this.intervalS)
    if (command === 0x5306) return this.tell(this.selfCalibration)
    // ID 1.4.9: firmware 3.66.
    if (command === 0xd100) return this.tell(0x0342)
    if (command === 0x0300) return this.fetch()
    if (command !== 0x0104) return false
    this.sinceUs = -1
    return true
  }

  private set(command: number, argument: number): boolean {
    if (command === 0x0010 && (argument === 0 || (argument >= 700 && argument <= 1400))) {
      if (this.sinceUs < 0) this.begin()
    } else if (command === 0x4600 && argument >= 2 && argument <= 1800) {
      this.intervalS = argument
      if (this.sinceUs >= 0) this.begin()
    } else if (command === 0x5306 && argument <= 1) this.selfCalibration = argument
    else return false
    return true
  }

  private begin(): void {
    this.sinceUs = this.kernel.nowUs
    this.fetched = 0
  }

  private results(): number {
    if (this.sinceUs < 0) return this.fetched
    return Math.floor((this.kernel.nowUs - this.sinceUs) / (this.intervalS * SECOND_US))
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

  /** What was fetched before stays in the buffer. */
  private fetch(): boolean {
    const results = this.results()
    if (results > this.fetched) this.measure(results)
    this.fetched = results
    this.answer.set(this.result)
    return this.ready(RESULT_LENGTH)
  }

  private measure(results: number): void {
    const air = this.air
    const ageUs = results * this.intervalS * SECOND_US
    air.look(this.sinceUs + ageUs)
    const part = ageUs < RESPONSE_US ? ageUs / RESPONSE_US : 1
    this.put(0, results === 1 ? 0 : air.ppm * part)
    this.put(6, air.celsius / 100)
    this.put(12, (air.percent > 10_000 ? 10_000 : air.percent) / 100)
  }

  private put(at: number, value: number): void {
    const number = this.number
    number.setFloat32(0, value)
    putWord(this.result, at, number.getUint16(0))
    putWord(this.result, at + 3, number.getUint16(2))
  }
}

/** An SCD30 on its bus; power comes with it. */
export const scd30Model: ChipModel<Scd30Unit> = (bench, unit) => {
  const chip = new Scd30Chip(bench.time, bench.world, bench.random, unit)
  bench.addToBus(chip)
  return chip
}
