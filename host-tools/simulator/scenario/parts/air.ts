import * as v from 'valibot'
import type { Random } from '../../random.ts'
import { number, whole } from '../format/values.ts'
import { offset } from './part-kind.ts'

/** Keys of every part that measures temperature and humidity, with its usual offsets. */
export function airKeys(celsius: number, percent: number) {
  return {
    temperature: v.optional(number(0, 20, 'Largest offset of a unit, in °C.'), celsius),
    humidity: v.optional(number(0, 50, 'The same in %.'), percent),
    noise: v.optional(whole(0, 1_000, 'Of single readings, in steps.'), 3),
  }
}

interface AirFile {
  readonly address: number
  readonly temperature: number
  readonly humidity: number
  readonly noise: number
}

export function airOf(part: AirFile, random: Random) {
  return {
    address: part.address,
    temperatureOffset: offset(random, part.temperature, 100),
    humidityOffset: offset(random, part.humidity, 100),
    noise: part.noise,
  }
}
