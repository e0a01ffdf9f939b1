/**
 * What a world is made of: layers, one on top of the other, that shape the air at a place and a
 * moment. A layer sees what those below it have made of the air, and changes what it is about. It
 * must depend on nothing but its options, the site, the place and the time; all chance comes from
 * `site.random`, and functions of real numbers from `exact-math.ts`, so that every machine and
 * every engine sees the same world.
 *
 * `docs/worlds-and-chips.md` shows how to write one in a file of your own.
 */
import type { Random } from '../random.ts'
import { OUTDOOR_CO2, QUIET_SOUND } from '../world.ts'
import { soundOf } from './sound.ts'
import type { Wind } from './wind.ts'

/** Metres east and north of the scenario's place. */
export interface Position {
  readonly eastM: number
  readonly northM: number
}

/** Where a kit stands, and the kit's number. */
export interface Place extends Position {
  readonly number: number
}

/** The true air, in the units of `device/quantities.ts` and not in steps, and what bends it. */
export interface Air {
  /** Dry mass, as a reference instrument weighs it, in µg/m³. */
  pm25: number
  pm10: number
  /** In °C. */
  temperature: number
  /** Relative, in %. */
  humidity: number
  /** In Pa. */
  pressure: number
  /** In ppm. */
  co2: number
  /** How many times its dry mass a particle scatters, as optical sensors see it; 1 in dry air. */
  swelling: number
  /** Fog droplets that an optical sensor takes for particles, in µg/m³. */
  droplets: number
  /** What is heard, as `sound.ts` has it: sounds add up. */
  sound: number
}

/** The place and time of a scenario, as layers know them. */
export interface Site {
  /** UTC in seconds at the scenario's start, and local time minus UTC. */
  readonly startUtcS: number
  readonly offsetS: number
  readonly durationS: number
  readonly wind: Wind
  /** A stream of draws for whatever `name` says; the same name gives the same draws. */
  random(name: string): Random
}

export interface Layer {
  /** `timeS` counts from the scenario's start. */
  shape(air: Air, place: Place, timeS: number): void
}

const QUIET = soundOf(QUIET_SOUND / 10)

/** Air before any layer: mild, clean and still. */
export function emptyAir(): Air {
  return {
    pm25: 0,
    pm10: 0,
    temperature: 10,
    humidity: 60,
    pressure: 101_325,
    co2: OUTDOOR_CO2,
    swelling: 1,
    droplets: 0,
    sound: QUIET,
  }
}

/** A real number from `low` up to `high`, in 2^32 steps. */
export function drawBetween(random: Random, low: number, high: number): number {
  return low + ((high - low) * random.next()) / 4_294_967_296
}

/** From a normal distribution of mean 0 and standard deviation 1, cut at 6: twelve draws summed. */
export function drawNormal(random: Random): number {
  let sum = -6
  for (let i = 0; i < 12; i++) sum += random.next() / 4_294_967_296
  return sum
}

/** 0 before `fromS` and after `toS`, 1 within; rises and falls in straight lines of `rampS`. */
export function ramp(timeS: number, fromS: number, toS: number, rampS: number): number {
  if (timeS <= fromS || timeS >= toS) return 0
  return Math.min(1, (timeS - fromS) / rampS, (toS - timeS) / rampS)
}
