/**
 * A humidity and temperature sensor of Sensirion that measures when it is told to: words with a
 * CRC, no acknowledge to a read before the result is there, none to anything while it is busy.
 */
import { HUMIDITY_CODE, TEMPERATURE_CODE } from '../../../device/quantity-codes.ts'
import type { I2CChip } from '../i2c-bus.ts'
import type { Timing } from '../kernel.ts'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'
import { putWord } from './sensirion-words.ts'

export interface AirUnit {
  readonly address: number
  readonly temperatureOffset: number
  readonly humidityOffset: number
  readonly noise: number
}

/** What differs between the families. */
export interface Family {
  readonly commandLength: number
  readonly reset: number
  readonly resetUs: number
  /** Commands that begin a measurement. */
  readonly measures: readonly number[]
  readonly measureUs: number
  /** The unbounded word for a relative humidity in 0.01 %. */
  readonly humidityWord: (centiPercent: number) => number
}

export class SingleShotChip implements I2CChip {
  readonly address: number
  private readonly kernel: Timing
  private readonly world: World
  private readonly random: Random
  private readonly unit: AirUnit
  private readonly family: Family
  private readonly words = new Uint8Array(6)
  private readyUs = -1
  private busyUntilUs = -1

  constructor(kernel: Timing, world: World, random: Random, unit: AirUnit, family: Family) {
    this.kernel = kernel
    this.world = world
    this.random = random
    this.unit = unit
    this.family = family
    this.address = unit.address
  }

  onWrite(bytes: Uint8Array): boolean {
    const nowUs = this.kernel.nowUs
    const family = this.family
    if (nowUs < this.busyUntilUs || bytes.length !== family.commandLength) return false
    const command = bytes.length === 2 ? bytes[0]! * 256 + bytes[1]! : bytes[0]!
    if (command === family.reset) {
      this.readyUs = -1
      this.busyUntilUs = nowUs + family.resetUs
      return true
    }
    if (family.measures.indexOf(command) < 0) return false
    this.measure()
    this.readyUs = nowUs + family.measureUs
    this.busyUntilUs = this.readyUs
    return true
  }

  onRead(into: Uint8Array): boolean {
    if (this.readyUs < 0 || this.kernel.nowUs < this.readyUs) return false
    this.readyUs = -1
    for (let i = 0; i < into.length; i++) into[i] = i < 6 ? this.words[i]! : 0xff
    return true
  }

  private measure(): void {
    const timeMs = Math.floor(this.kernel.nowUs / 1000)
    const unit = this.unit
    const celsius = this.world.value(TEMPERATURE_CODE, timeMs, 2000) + unit.temperatureOffset
    const percent = this.world.value(HUMIDITY_CODE, timeMs, 5000) + unit.humidityOffset
    const noise = this.random.between(-unit.noise, unit.noise)
    putWord(this.words, 0, ((celsius + noise + 4500) * 65535) / 17500)
    putWord(this.words, 3, this.family.humidityWord(percent + noise))
  }
}
