/**
 * Particles as Münster's kits saw them on New Year's Eve 2017 (`muenster-night.ts`): each place is
 * somewhere between the cleanest and the dirtiest of the town. After eight hours the night plays
 * backwards, so that nothing jumps.
 */
import { MUENSTER_NIGHT, MUENSTER_NIGHT_STEP_S } from '../scenario/muenster-night.ts'
import { drawBetween, type Layer, type Site } from './air.ts'

const COARSE = 1.25
/** The table is in 0.1 µg/m³. */
const STEPS = 10

export function muensterNight(_options: object, site: Site): Layer {
  let number = -1
  let standing = 0
  return {
    shape(air, place, timeS) {
      if (place.number !== number) {
        number = place.number
        standing = drawBetween(site.random(`standing of ${number}`), -1, 1)
      }
      const at = timeS / MUENSTER_NIGHT_STEP_S
      const row = Math.floor(at)
      const now = particles(row, standing)
      const pm25 = now + (particles(row + 1, standing) - now) * (at - row)
      air.pm25 += pm25
      air.pm10 += pm25 * COARSE
    },
  }
}

/** In µg/m³ for a standing from -1, the 10th percentile, to 1, the 90th. */
function particles(row: number, standing: number): number {
  const rows = MUENSTER_NIGHT.length
  const place = row % (2 * rows)
  const [low, median, high] = MUENSTER_NIGHT[place < rows ? place : 2 * rows - 1 - place]!
  const towards = standing < 0 ? median - low : high - median
  return (median + towards * standing) / STEPS
}
