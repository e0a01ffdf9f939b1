/**
 * DHT22 as its datasheet ("DHT22 (DHT22 also named as AM2302)", Aosong, section numbers: DS)
 * describes it: silent in its first second and to start pulses of less than a millisecond; the
 * answer is what it measured when it was asked before, two seconds ago at the least.
 */
import { HUMIDITY_CODE, TEMPERATURE_CODE } from '../../../device/quantity-codes.ts'
import type { Timing } from '../kernel.ts'
import type { PulseChip } from '../pulse-line.ts'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'
import type { ChipModel } from './chip.ts'

/** DS 6 (1); DS 7, collecting period. */
const POWER_UP_US = 1_000_000
const PERIOD_US = 2_000_000
/** DS 6 (2): start, and levels of an answer, give or take the last. */
const START_US_MIN = 1_000
const LET_GO_US = 30
const RESPONSE_US = 80
const LOW_US = 50
const ZERO_US = 27
const ONE_US = 70
const JITTER_US = 1

export interface Dht22Unit {
  readonly temperatureOffset: number
  readonly humidityOffset: number
  readonly noise: number
  /** Negative temperatures as two's complements, as some makers' chips have them. */
  readonly isComplement: boolean
  /** It was wet once, and says 99.9 % for ever. */
  readonly isWet: boolean
}

function bounded(value: number, least: number, most: number): number {
  const tenths = Math.floor(value / 10 + 0.5)
  return tenths < least ? least : tenths > most ? most : tenths
}

export class Dht22Chip implements PulseChip {
  private readonly kernel: Timing
  private readonly world: World
  private readonly random: Random
  private readonly unit: Dht22Unit
  private readonly poweredUs: number
  private measuredUs: number
  private readonly bytes = new Uint8Array(5)

  constructor(kernel: Timing, world: World, random: Random, unit: Dht22Unit) {
    this.kernel = kernel
    this.world = world
    this.random = random
    this.unit = unit
    this.poweredUs = kernel.nowUs
    this.measuredUs = kernel.nowUs
    this.measure()
  }

  onStart(lowUs: number, levels: Uint16Array): number {
    const nowUs = this.kernel.nowUs
    if (lowUs < START_US_MIN || nowUs - this.poweredUs < POWER_UP_US) return 0
    const count = this.answer(levels)
    if (nowUs - this.measuredUs >= PERIOD_US) this.measure()
    return count
  }

  private answer(levels: Uint16Array): number {
    let count = 0
    levels[count++] = LET_GO_US
    levels[count++] = RESPONSE_US
    levels[count++] = RESPONSE_US
    for (let i = 0; i < 40; i++) {
      const isOne = ((this.bytes[i >> 3]! >> (7 - (i & 7))) & 1) === 1
      levels[count++] = LOW_US
      levels[count++] = (isOne ? ONE_US : ZERO_US) + this.random.between(-JITTER_US, JITTER_US)
    }
    levels[count++] = LOW_US
    return count
  }

  private measure(): void {
    this.measuredUs = this.kernel.nowUs
    const timeMs = Math.floor(this.kernel.nowUs / 1000)
    const unit = this.unit
    const noise = this.random.between(-unit.noise, unit.noise)
    const celsius = this.world.value(TEMPERATURE_CODE, timeMs, 2000) + unit.temperatureOffset
    const percent = this.world.value(HUMIDITY_CODE, timeMs, 5000) + unit.humidityOffset
    const tenths = bounded(celsius + noise, -400, 800)
    const word = tenths >= 0 ? tenths : unit.isComplement ? tenths & 0xffff : 0x8000 | -tenths
    const humidity = unit.isWet ? 999 : bounded(percent + noise, 0, 999)
    const bytes = this.bytes
    bytes[0] = humidity >> 8
    bytes[1] = humidity & 0xff
    bytes[2] = word >> 8
    bytes[3] = word & 0xff
    bytes[4] = bytes[0]! + bytes[1]! + bytes[2]! + bytes[3]!
  }
}

/** A DHT22 on its wire. */
export const dht22Model: ChipModel<Dht22Unit> = (bench, unit) => {
  if (bench.addToPulses === undefined) throw new Error('no wire with pulses here')
  bench.addToPulses(new Dht22Chip(bench.time, bench.world, bench.random, unit))
  return {}
}
