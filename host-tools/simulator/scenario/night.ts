/**
 * A modelled New Year's Eve: particles as Münster's kits saw them, each kit somewhere between the
 * cleanest and the dirtiest places of the town; temperature, humidity and pressure of a mild, damp
 * winter night are made up. Integers only, so that every machine draws the same night.
 */
import { HUMIDITY, PM2_5, PM10, PRESSURE, TEMPERATURE } from '../../../device/quantities.ts'
import { Random } from '../random.ts'
import type { Series } from '../world.ts'
import { type FleetKit, type FleetOptions, kitId, makeKit } from './fleet.ts'
import { MUENSTER_NIGHT, MUENSTER_NIGHT_STEP_S, MUENSTER_NIGHT_UTC_MS } from './muenster-night.ts'

const PLACES = 12
/** PM10 is this much more than PM2.5, in per mille: smoke is mostly fine particles. */
const COARSE = 1250
/** A kit's standing within the town goes from -1000 (10th percentile) to 1000 (90th). */
const STANDING_MAX = 1000
const WANDER = 150

/** Rows after the end, for whoever looks a little longer. */
const AFTER_ROWS = 12

/** The fleet that watches the night; after eight hours it plays backwards, and so to and fro. */
export function nightFleet(options: FleetOptions): FleetKit[] {
  const fleet: FleetKit[] = []
  for (let number = 0; number < options.kits; number++) {
    const series = nightSeries(options.seed, number, options.hours)
    fleet.push(makeKit(options, number, kitId(number), MUENSTER_NIGHT_UTC_MS, series))
  }
  return fleet
}

/** The true values at one kit's place. */
function nightSeries(seed: number, number: number, hours: number): Series[] {
  const random = new Random(seed, number, PLACES)
  const rows = Math.ceil((hours * 3600) / MUENSTER_NIGHT_STEP_S) + AFTER_ROWS
  const timesS: number[] = []
  const pm25: number[] = []
  const temperature: number[] = []
  const humidity: number[] = []
  const pressure: number[] = []
  const home = random.between(-STANDING_MAX, STANDING_MAX)
  for (let row = 0; row < rows; row++) {
    const standing = home + random.between(-WANDER, WANDER)
    timesS.push(row * MUENSTER_NIGHT_STEP_S)
    pm25.push(particles(row, standing))
    const phase = phaseOf(row)
    temperature.push(980 - phase * 3 + random.between(-8, 8))
    humidity.push(Math.min(9_700, 7_800 + phase * 15 + random.between(-40, 40)))
    pressure.push(100_450 + phase * 2 + random.between(-3, 3))
  }
  const coarse = pm25.map((value) => Math.floor((value * COARSE) / 1000))
  return [
    { quantity: PM2_5.code, timesS, values: pm25 },
    { quantity: PM10.code, timesS, values: coarse },
    { quantity: TEMPERATURE.code, timesS, values: temperature },
    { quantity: HUMIDITY.code, timesS, values: humidity },
    { quantity: PRESSURE.code, timesS, values: pressure },
  ]
}

/** Row of the table: to its end and back, so that nothing jumps. */
function phaseOf(row: number): number {
  const rows = MUENSTER_NIGHT.length
  const place = row % (2 * rows)
  return place < rows ? place : 2 * rows - 1 - place
}

/** PM2.5 in 0.01 µg/m³ for a standing within the town. */
function particles(row: number, standing: number): number {
  const [low, median, high] = MUENSTER_NIGHT[phaseOf(row)]!
  const towards = standing < 0 ? median - low : high - median
  return Math.max(0, median * 10 + Math.floor((towards * standing) / 100))
}
