/**
 * SHT3x as its datasheet ("SHT3x-DIS", version 7, section numbers: DS) describes it: commands of
 * two bytes, words with a CRC, no acknowledge to a read before the result is there.
 */
import { HUMIDITY, TEMPERATURE } from '../../../device/quantities.ts'
import type { I2CChip } from '../i2c-bus.ts'
import type { Timing } from '../kernel.ts'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'
import type { ChipModel } from './chip.ts'

/** DS 2.2, table 4: typical durations. */
const MEASURE_US = 12_500
const SOFT_RESET_US = 500

export interface Sht3xUnit {
  readonly address: number
  readonly temperatureOffset: number
  readonly humidityOffset: number
  readonly noise: number
}

export class Sht3xChip implements I2CChip {
  readonly address: number
  private readonly kernel: Timing
  private readonly world: World
  private readonly random: Random
  private readonly unit: Sht3xUnit
  private readonly words = new Uint8Array(6)
  private readyUs = -1
  private busyUntilUs = -1

  constructor(kernel: Timing, world: World, random: Random, unit: Sht3xUnit) {
    this.kernel = kernel
    this.world = world
    this.random = random
    this.unit = unit
    this.address = unit.address
  }

  onWrite(bytes: Uint8Array): boolean {
    const nowUs = this.kernel.nowUs
    if (nowUs < this.busyUntilUs || bytes.length !== 2) return false
    const command = bytes[0]! * 256 + bytes[1]!
    if (command === 0x30a2) {
      this.readyUs = -1
      this.busyUntilUs = nowUs + SOFT_RESET_US
      return true
    }
    if (command === 0x2400 || command === 0x240b || command === 0x2416) {
      this.measure()
      this.readyUs = nowUs + MEASURE_US
      this.busyUntilUs = this.readyUs
      return true
    }
    return false
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
    const celsius = this.world.value(TEMPERATURE.code, timeMs, 2000) + unit.temperatureOffset
    const percent = this.world.value(HUMIDITY.code, timeMs, 5000) + unit.humidityOffset
    const noise = this.random.between(-unit.noise, unit.noise)
    this.put(0, ((celsius + noise + 4500) * 65535) / 17500)
    this.put(3, ((percent + noise) * 65535) / 10000)
  }

  private put(at: number, value: number): void {
    const raw = value < 0 ? 0 : value > 65535 ? 65535 : Math.floor(value + 0.5)
    this.words[at] = raw >> 8
    this.words[at + 1] = raw & 0xff
    let crc = 0xff
    for (let i = at; i < at + 2; i++) {
      crc ^= this.words[i]!
      for (let bit = 0; bit < 8; bit++) crc = crc > 127 ? ((crc * 2) ^ 0x131) & 0xff : crc * 2
    }
    this.words[at + 2] = crc
  }
}

/** An SHT3x on its bus. */
export const sht3xModel: ChipModel<Sht3xUnit> = (bench, unit) => {
  bench.addToBus(new Sht3xChip(bench.time, bench.world, bench.random, unit))
  return {}
}
