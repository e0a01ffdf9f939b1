import * as v from 'valibot'
import type { Co2Unit } from '../../chips/co2-air.ts'
import type { Random } from '../../random.ts'
import { number, whole } from '../format/values.ts'
import { offset } from './part-kind.ts'

/** Keys of every part that measures CO2, with its usual offset. */
export function co2Keys(ppm: number) {
  return {
    co2: v.optional(number(0, 1_000, 'Largest offset of a unit, in ppm.'), ppm),
    co2Noise: v.optional(whole(0, 1_000, 'Of single readings, in ppm.'), 5),
  }
}

interface Co2File {
  readonly co2: number
  readonly co2Noise: number
  readonly temperature?: number
  readonly humidity?: number
  readonly noise?: number
}

/** Draws one unit; without its other keys it measures CO2 alone. */
export function co2Of(part: Co2File, random: Random): Co2Unit {
  return {
    co2Offset: offset(random, part.co2, 1),
    temperatureOffset: offset(random, part.temperature ?? 0, 100),
    humidityOffset: offset(random, part.humidity ?? 0, 100),
    co2Noise: part.co2Noise,
    noise: part.noise ?? 0,
  }
}
