/**
 * What a chip that counts scattered light makes of the air. Damp particles look larger than they
 * weigh, and fog droplets like particles. Runs inside of real engines too.
 *
 * Ailments: with a stuck fan the same air stays before the laser for ever, blinded it sees nothing.
 */
import { PM2_5_CODE, PM10_CODE } from '../../../device/quantity-codes.ts'
import type { Random } from '../random.ts'
import { DROPLETS, type Line, SWELLING, valueAt, type World } from '../world.ts'

/** Share of the fog droplets that it takes for PM2.5, in per mille; all of them look like PM10. */
const FINE_DROPLETS = 300

export interface OpticsUnit {
  /** Gain error in per mille. */
  readonly gain: number
  /** Spread of single readings in per mille of the value, and in 0.01 µg/m³ besides. */
  readonly noise: number
  readonly noiseFloor: number
  /** How much of swelling and droplets it sees, in per mille of a plain inlet; else 1000. */
  readonly humidityResponse?: number
}

export class Optics {
  /** What it saw last, in 0.01 µg/m³, never below 0: up to 2.5 µm and up to 10 µm. */
  pm25 = 0
  pm10 = 0
  private readonly fine: Line | undefined
  private readonly coarse: Line | undefined
  private readonly swelling: Line | undefined
  private readonly droplets: Line | undefined
  private readonly random: Random
  private readonly unit: OpticsUnit
  private hasLooked = false
  private fanStuck = false
  private blinded = false

  constructor(world: World, random: Random, unit: OpticsUnit) {
    this.fine = world.line(PM2_5_CODE)
    this.coarse = world.line(PM10_CODE)
    this.swelling = world.line(SWELLING)
    this.droplets = world.line(DROPLETS)
    this.random = random
    this.unit = unit
  }

  /** Up to 1 µm: of fine dust most is smaller. */
  pm1(): number {
    return Math.floor((this.pm25 * 7 + 5) / 10)
  }

  /** Up to 4 µm: half of what lies between the two others. */
  pm4(): number {
    return Math.floor((this.pm25 + this.pm10 + 1) / 2)
  }

  suffer(ailment: string, isOn: boolean): void {
    if (ailment === 'stuck-fan') this.fanStuck = isOn
    if (ailment === 'blinded-laser') this.blinded = isOn
  }

  /** Looks at the air; `permille` of it is before the laser while the fan spins up. */
  look(timeMs: number, permille: number): void {
    if (this.fanStuck && this.hasLooked) return
    this.hasLooked = true
    let fine = valueAt(this.fine, timeMs, 0)
    let coarse = valueAt(this.coarse, timeMs, 0)
    if (this.swelling !== undefined || this.droplets !== undefined) {
      const response = this.unit.humidityResponse ?? 1000
      const swelling = valueAt(this.swelling, timeMs, 1000)
      const factor = 1000 + Math.floor(((swelling - 1000) * response) / 1000)
      const droplets = Math.floor((valueAt(this.droplets, timeMs, 0) * response) / 1000)
      fine = Math.floor((fine * factor + droplets * FINE_DROPLETS) / 1000)
      coarse = Math.floor((coarse * factor) / 1000) + droplets
    }
    const pm25 = this.figure(fine, permille)
    const pm10 = this.figure(coarse, permille)
    this.pm25 = this.blinded ? 0 : pm25
    this.pm10 = this.blinded ? 0 : Math.max(pm10, pm25)
  }

  /** The unit's figure for a true value. */
  private figure(concentration: number, permille: number): number {
    const unit = this.unit
    const value = concentration < 0 ? 0 : concentration
    const spread = Math.floor((value * unit.noise) / 1000) + unit.noiseFloor
    let seen =
      Math.floor((value * (1000 + unit.gain)) / 1000) + this.random.between(-spread, spread)
    if (permille < 1000) seen = Math.floor((seen * permille) / 1000)
    return seen < 0 ? 0 : seen
  }
}
