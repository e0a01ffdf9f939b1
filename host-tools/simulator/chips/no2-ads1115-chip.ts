/**
 * ADS1115 as its datasheet ("ADS111x", SBAS444E, section numbers: DS) describes it, with the
 * outputs of an NO2 cell's board at AIN0 (working electrode) and AIN1 (auxiliary electrode); AIN2
 * and AIN3 are at ground. The world tells the voltages: what makes them of the air is the cell's.
 */
import { NO2_AE_CODE, NO2_WE_AE_CODE } from '../../../device/quantity-codes.ts'
import type { I2CChip } from '../i2c-bus.ts'
import type { Timing } from '../kernel.ts'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'
import type { ChipModel } from './chip.ts'

/** DS, "Config Register": its value after a reset, and fields in it. */
const CONFIG_RESET = 0x8583
const OS = 0x8000
const SINGLE_SHOT = 0x0100
/** Samples a second by DR; full scale in mV by PGA. */
const RATES = [8, 16, 32, 64, 128, 250, 475, 860]
const FULL_SCALES = [6144, 4096, 2048, 1024, 512, 256, 256, 256]
/** Inputs by MUX: the positive and the negative one, 4 is ground. */
const POSITIVE = [0, 0, 1, 2, 0, 1, 2, 3]
const NEGATIVE = [1, 3, 3, 3, 4, 4, 4, 4]

/** A cell in clean air, in 0.01 mV. */
const WE_AE_USUAL = 1_200
const AE_USUAL = 24_000

/** Offsets of one unit and the noise of its electrodes, in 0.01 mV. */
export interface No2Unit {
  readonly address: number
  readonly weAeOffset: number
  readonly aeOffset: number
  readonly noise: number
}

export class No2Ads1115Chip implements I2CChip {
  readonly address: number
  private readonly kernel: Timing
  private readonly world: World
  private readonly random: Random
  private readonly unit: No2Unit
  private pointer = 0
  private config = CONFIG_RESET
  private conversion = 0
  private readonly thresholds = [0x8000, 0x7fff]
  /** The conversion under way: when it ends, or -1, and with which config. */
  private endsUs = -1
  private runs = CONFIG_RESET

  constructor(kernel: Timing, world: World, random: Random, unit: No2Unit) {
    this.kernel = kernel
    this.world = world
    this.random = random
    this.unit = unit
    this.address = unit.address
  }

  onWrite(bytes: Uint8Array): boolean {
    this.settle()
    this.pointer = bytes[0]! & 3
    if (bytes.length < 3) return true
    const value = bytes[1]! * 256 + bytes[2]!
    if (this.pointer === 1) this.configure(value)
    else if (this.pointer > 1) this.thresholds[this.pointer - 2] = value
    return true
  }

  onRead(into: Uint8Array): boolean {
    this.settle()
    const value = this.register()
    for (let i = 0; i < into.length; i++)
      into[i] = i === 0 ? value >> 8 : i === 1 ? value & 0xff : 0xff
    return true
  }

  private register(): number {
    if (this.pointer === 0) return this.conversion & 0xffff
    if (this.pointer > 1) return this.thresholds[this.pointer - 2]!
    return this.endsUs < 0 ? this.config | OS : this.config & ~OS
  }

  /** DS 7.4.2: a conversion under way ends as it began, and OS has no effect meanwhile. */
  private configure(value: number): void {
    this.config = value
    if (this.endsUs >= 0) return
    if ((value & SINGLE_SHOT) === 0 || (value & OS) !== 0) this.begin(this.kernel.nowUs)
  }

  private begin(fromUs: number): void {
    this.runs = this.config
    this.endsUs = fromUs + Math.floor(1_000_000 / RATES[(this.runs >> 5) & 7]!)
  }

  /** Ends what is over; in continuous mode the next one has begun at once. */
  private settle(): void {
    while (this.endsUs >= 0 && this.endsUs <= this.kernel.nowUs) {
      const endsUs = this.endsUs
      this.endsUs = -1
      this.conversion = this.code(Math.floor(endsUs / 1000))
      if ((this.config & SINGLE_SHOT) === 0) this.begin(endsUs)
    }
  }

  private code(timeMs: number): number {
    const mux = (this.runs >> 12) & 7
    const fullScale = 100 * FULL_SCALES[(this.runs >> 9) & 7]!
    const input = this.voltage(POSITIVE[mux]!, timeMs) - this.voltage(NEGATIVE[mux]!, timeMs)
    const noise = this.random.between(-this.unit.noise, this.unit.noise)
    const code = Math.floor(((input + noise) * 32768) / fullScale + 0.5)
    return code < -32768 ? -32768 : code > 32767 ? 32767 : code
  }

  /** In 0.01 mV. */
  private voltage(input: number, timeMs: number): number {
    if (input > 1) return 0
    const ae = this.world.value(NO2_AE_CODE, timeMs, AE_USUAL) + this.unit.aeOffset
    if (input === 1) return ae
    return ae + this.world.value(NO2_WE_AE_CODE, timeMs, WE_AE_USUAL) + this.unit.weAeOffset
  }
}

/** An NO2 cell with its converter on the bus. */
export const no2Ads1115Model: ChipModel<No2Unit> = (bench, unit) => {
  bench.addToBus(new No2Ads1115Chip(bench.time, bench.world, bench.random, unit))
  return {}
}
