/**
 * SEN54 and SEN55 as their datasheet ("SEN5x", version 2, section numbers: DS) describes them. What
 * is unknown is told as in the maker's driver (Sensirion/embedded-i2c-sen5x): 0xffff for particles,
 * 0x7fff for the rest, which the NOx index also is for 10 s after power. In its first 45 s an index
 * is 0 (Sensirion/gas-index-algorithm). Worlds have no vapours: VOC stays about 100, its mean, and
 * NOx at 1.
 */
import { HUMIDITY_CODE, TEMPERATURE_CODE } from '../../../device/quantity-codes.ts'
import type { I2CChip } from '../i2c-bus.ts'
import type { Timing } from '../kernel.ts'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'
import type { Chip, ChipModel } from './chip.ts'
import { DustNode, type DustUnit } from './dust-node.ts'
import { putWord } from './sensirion-words.ts'
import type { AirUnit } from './single-shot-chip.ts'

/** DS 3.1: from power to the first acknowledge. */
const BOOT_US = 50_000
/** DS 6.1, table 12. */
const ANSWER_US = 20_000
const START_US = 45_000
const STOP_US = 160_000
const RESET_US = 80_000
/** DS 6.1.5: an answer is there 10 ms after its command. */
const READY_US = 10_000
const NOX_US = 10_500_000
const BLACKOUT_US = 45_000_000
const UNKNOWN = 0xffff
const UNKNOWN_SIGNED = 0x7fff
const ANSWER_MAX = 24

export interface Sen5xUnit extends DustUnit, Pick<AirUnit, 'temperatureOffset' | 'humidityOffset'> {
  readonly address: number
  /** Of readings of temperature, humidity and indices, in steps. */
  readonly airNoise: number
  /** SEN55: it has NOx. */
  readonly nox: boolean
}

export class Sen5x implements I2CChip, Chip {
  readonly address: number
  readonly node: DustNode
  private readonly time: Timing
  private readonly world: World
  private readonly random: Random
  private readonly unit: Sen5xUnit
  private readonly values = new Uint8Array(ANSWER_MAX)
  private readonly answer = new Uint8Array(ANSWER_MAX)
  private answerLength = 0
  private sentUs = 0
  private busyUntilUs: number
  private poweredUs: number

  constructor(time: Timing, world: World, random: Random, unit: Sen5xUnit) {
    this.time = time
    this.world = world
    this.random = random
    this.unit = unit
    this.address = unit.address
    this.node = new DustNode(time, world, random, unit)
    this.poweredUs = time.nowUs
    this.busyUntilUs = time.nowUs
    this.reset(BOOT_US)
  }

  suffer(ailment: string, isOn: boolean): void {
    this.node.suffer(ailment, isOn)
  }

  /** Its supply went and came back, or it was told to reset. */
  reset(us: number): void {
    this.node.reset()
    this.poweredUs = this.time.nowUs
    this.busyUntilUs = this.time.nowUs + us
    this.answerLength = 0
    for (let i = 0; i < 8; i++) putWord(this.values, 3 * i, i < 4 ? UNKNOWN : UNKNOWN_SIGNED)
  }

  onWrite(bytes: Uint8Array): boolean {
    if (this.time.nowUs < this.busyUntilUs || bytes.length !== 2) return false
    this.answerLength = 0
    const us = this.execute(bytes[0]! * 256 + bytes[1]!)
    this.sentUs = this.time.nowUs
    this.busyUntilUs = this.time.nowUs + us
    return us > 0
  }

  onRead(into: Uint8Array): boolean {
    if (this.answerLength === 0 || this.time.nowUs - this.sentUs < READY_US) return false
    for (let i = 0; i < into.length; i++) into[i] = i < this.answerLength ? this.answer[i]! : 0xff
    this.answerLength = 0
    this.busyUntilUs = this.time.nowUs
    return true
  }

  /** How long the command takes; 0 for one that it does not know. */
  private execute(command: number): number {
    const { node, answer } = this
    switch (command) {
      case 0x0021:
        node.start()
        return START_US
      case 0x0104:
        node.stop()
        return STOP_US
      case 0x0202:
        putWord(answer, 0, node.isReady() ? 1 : 0)
        return this.answers(1)
      case 0x03c4:
        this.measure()
        return this.answers(8)
      case 0xd014:
        this.name()
        return this.answers(8)
      case 0xd206:
        putWord(answer, 0, 0)
        putWord(answer, 3, node.look())
        return this.answers(2)
      case 0xd210:
        node.clear()
        return ANSWER_US
      case 0xd304:
        this.reset(0)
        return RESET_US
      default:
        return 0
    }
  }

  private answers(words: number): number {
    this.answerLength = 3 * words
    return ANSWER_US
  }

  private name(): void {
    putWord(this.answer, 0, 0x5345)
    putWord(this.answer, 3, 0x4e35)
    putWord(this.answer, 6, this.unit.nox ? 0x3500 : 0x3400)
    for (let i = 3; i < 8; i++) putWord(this.answer, 3 * i, 0)
  }

  private measure(): void {
    if (this.node.isReady()) this.renew()
    for (let i = 0; i < ANSWER_MAX; i++) this.answer[i] = this.values[i]!
  }

  private renew(): void {
    const { node, unit, values } = this
    const { optics } = node
    node.take()
    putWord(values, 0, Math.min(optics.pm1() / 10, UNKNOWN - 1))
    putWord(values, 3, Math.min(optics.pm25 / 10, UNKNOWN - 1))
    putWord(values, 6, Math.min(optics.pm4() / 10, UNKNOWN - 1))
    putWord(values, 9, Math.min(optics.pm10 / 10, UNKNOWN - 1))
    const timeMs = Math.floor(this.time.nowUs / 1000)
    const noise = this.random.between(-unit.airNoise, unit.airNoise)
    const percent = this.world.value(HUMIDITY_CODE, timeMs, 5000) + unit.humidityOffset + noise
    putWord(values, 12, percent < 0 ? 0 : percent > 10_000 ? 10_000 : percent)
    const celsius = this.world.value(TEMPERATURE_CODE, timeMs, 2000) + unit.temperatureOffset
    putWord(values, 15, (2 * (celsius + noise)) & 0xffff)
    const isBlack = node.measuredUs < BLACKOUT_US
    putWord(values, 18, isBlack ? 0 : 1000 + 10 * noise)
    const isOff = !unit.nox || this.time.nowUs - this.poweredUs < NOX_US
    putWord(values, 21, isOff ? UNKNOWN_SIGNED : isBlack ? 0 : 10)
  }
}

/** A SEN54 or SEN55 on its bus; power comes with it. */
export const sen5xModel: ChipModel<Sen5xUnit> = (bench, unit) => {
  const chip = new Sen5x(bench.time, bench.world, bench.random, unit)
  bench.addToBus(chip)
  return chip
}
