/**
 * DNMS as its firmware describes itself (github.com/hbitter/DNMS at e5d1d59, DNMS_V5.9.x.ino, and
 * of the older ones DNMS_V2.1.5.ino), on the I2C library that both use, which acknowledges whatever
 * it is sent and sends zeros where it has nothing to say (Richard-Gemmell/teensy4_i2c).
 *
 * From power to the first answer it takes 800 ms. V5.9 then measures nothing before it is reset,
 * and forgets levels once they are read; V2.1 measures by itself, keeps them but is no longer
 * ready, and a reset restarts it. Levels go up and down by the second.
 */
import { NOISE_LAEQ_CODE } from '../../../device/quantity-codes.ts'
import { EnergyMean } from '../../../device/sampling/energy-mean.ts'
import type { I2CChip } from '../i2c-bus.ts'
import type { Timing } from '../kernel.ts'
import type { Random } from '../random.ts'
import { QUIET_SOUND, type World } from '../world.ts'
import type { ChipModel } from './chip.ts'
import { putWord } from './sensirion-words.ts'

const ADDRESS = 0x55
const START_UP_US = 800_000
/** V5.9 looks for the command in every turn of its loop, V2.1 after twelve blocks of sound. */
const CALCULATE_US = 5_000
const CALCULATE_OLD_US = 35_000
const SECOND_US = 1_000_000
/** Sound comes in pieces: 4,096 samples of 44,100 a second, and in V2.1 less. */
const FRAME_US = 92_880
/** Of an interval longer than this only so much is looked at. */
const SECONDS_MAX = 60
/** Self-noise of an ICS-43434, and the sine that is at full scale. */
const FLOOR = 290
const CEILING = 1_200

/** Offset of one unit's microphone, and how far the level strays in a second, in 0.1 dB. */
export interface DnmsUnit {
  readonly offset: number
  readonly spread: number
  /** Of V2.1; else V5.9. */
  readonly isOld: boolean
}

export class DnmsChip implements I2CChip {
  readonly address = ADDRESS
  private readonly kernel: Timing
  private readonly world: World
  private readonly random: Random
  private readonly unit: DnmsUnit
  private readonly view = new DataView(new ArrayBuffer(4))
  private readonly mean = new EnergyMean()
  private readonly levels = [0, 0, 0]
  private poweredUs: number
  private command = 0
  private isMeasuring: boolean
  /** When the interval began, and when its levels will be there; -1: not asked for. */
  private fromUs: number
  private readyUs = -1
  private isReady = false

  constructor(kernel: Timing, world: World, random: Random, unit: DnmsUnit) {
    this.kernel = kernel
    this.world = world
    this.random = random
    this.unit = unit
    this.poweredUs = kernel.nowUs
    this.fromUs = kernel.nowUs + START_UP_US
    this.isMeasuring = unit.isOld
  }

  onWrite(bytes: Uint8Array): boolean {
    if (!this.isListening()) return false
    this.settle()
    this.command = bytes.length > 1 ? bytes[0]! * 256 + bytes[1]! : 0
    if (this.command === 1) this.reset()
    else if (this.command === 3) {
      this.isReady = false
      this.readyUs = this.kernel.nowUs + (this.unit.isOld ? CALCULATE_OLD_US : CALCULATE_US)
    }
    return true
  }

  onRead(into: Uint8Array): boolean {
    if (!this.isListening()) return false
    this.settle()
    const reply = this.reply()
    // Each command is answered once.
    this.command = 0
    for (let i = 0; i < into.length; i++) into[i] = i < reply.length ? reply[i]! : 0
    return true
  }

  private isListening(): boolean {
    return this.kernel.nowUs >= this.poweredUs + START_UP_US
  }

  private reset(): void {
    this.isReady = false
    this.readyUs = -1
    if (this.unit.isOld) this.poweredUs = this.kernel.nowUs
    this.fromUs = this.kernel.nowUs + (this.unit.isOld ? START_UP_US : 0)
    this.isMeasuring = true
  }

  private reply(): Uint8Array {
    if (this.command === 2) {
      const text = `DNMS Version ${this.unit.isOld ? '2.1.5' : '5.9.x'}`
      const words = new Uint8Array((text.length / 2) * 3)
      for (let i = 0; i < text.length; i += 2)
        putWord(words, (i / 2) * 3, text.charCodeAt(i) * 256 + text.charCodeAt(i + 1))
      return words
    }
    const words = new Uint8Array(this.command === 4 ? 3 : this.command === 5 ? 18 : 0)
    if (this.command === 4) putWord(words, 0, this.isReady ? 1 : 0)
    else if (this.command === 5) {
      for (let i = 0; i < 3; i++) this.putLevel(words, 6 * i, this.levels[i]!)
      if (this.unit.isOld) this.isReady = false
      else for (let i = 0; i < 3; i++) this.levels[i] = 0
    }
    return words
  }

  private putLevel(words: Uint8Array, at: number, tenths: number): void {
    this.view.setFloat32(0, tenths / 10)
    putWord(words, at, this.view.getUint16(0))
    putWord(words, at + 3, this.view.getUint16(2))
  }

  /** Ends the interval when its time has come; without any sound in it the levels are 0. */
  private settle(): void {
    if (!this.isMeasuring || this.readyUs < 0 || this.kernel.nowUs < this.readyUs) return
    this.listen(this.fromUs, this.readyUs)
    this.fromUs = this.readyUs
    this.readyUs = -1
    this.isReady = true
  }

  private listen(fromUs: number, toUs: number): void {
    const { mean, levels, unit } = this
    const lengthUs = toUs - fromUs
    const wholeS = Math.floor((lengthUs + SECOND_US / 2) / SECOND_US)
    const seconds = lengthUs < FRAME_US ? 0 : wholeS > 1 ? wholeS : 1
    let [least, greatest] = [0, 0]
    for (let i = 0; i < seconds && i < SECONDS_MAX; i++) {
      const timeMs = Math.floor((fromUs + i * SECOND_US) / 1000)
      const stray = this.random.between(-unit.spread, unit.spread)
      const level = this.world.value(NOISE_LAEQ_CODE, timeMs, QUIET_SOUND) + unit.offset + stray
      const heard = level < FLOOR ? FLOOR : level > CEILING ? CEILING : level
      mean.add(heard)
      least = i === 0 || heard < least ? heard : least
      greatest = heard > greatest ? heard : greatest
    }
    levels[0] = seconds > 0 ? mean.take() : 0
    levels[1] = least
    levels[2] = greatest
  }
}

/** A DNMS on its bus. */
export const dnmsModel: ChipModel<DnmsUnit> = (bench, unit) => {
  bench.addToBus(new DnmsChip(bench.time, bench.world, bench.random, unit))
  return {}
}
