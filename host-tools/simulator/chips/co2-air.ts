/** What a CO2 sensor finds: the air at its place, with the errors of the unit. */
import { CO2_CODE, HUMIDITY_CODE, TEMPERATURE_CODE } from '../../../device/quantity-codes.ts'
import type { Random } from '../random.ts'
import { OUTDOOR_CO2, type World } from '../world.ts'

/** Offsets of one unit, and spread of single readings, in the quantities' steps. */
export interface Co2Unit {
  readonly co2Offset: number
  readonly temperatureOffset: number
  readonly humidityOffset: number
  readonly co2Noise: number
  readonly noise: number
}

export class Co2Air {
  /** After `look`: in ppm, 0.01 °C and 0.01 %. */
  ppm = 0
  celsius = 0
  percent = 0
  private readonly world: World
  private readonly random: Random
  private readonly unit: Co2Unit

  constructor(world: World, random: Random, unit: Co2Unit) {
    this.world = world
    this.random = random
    this.unit = unit
  }

  look(timeUs: number): void {
    const { world, random, unit } = this
    const timeMs = Math.floor(timeUs / 1000)
    const ppm = world.value(CO2_CODE, timeMs, OUTDOOR_CO2) + unit.co2Offset
    this.ppm = ppm + random.between(-unit.co2Noise, unit.co2Noise)
    const noise = random.between(-unit.noise, unit.noise)
    this.celsius = world.value(TEMPERATURE_CODE, timeMs, 2000) + unit.temperatureOffset + noise
    this.percent = world.value(HUMIDITY_CODE, timeMs, 5000) + unit.humidityOffset + noise
  }
}
