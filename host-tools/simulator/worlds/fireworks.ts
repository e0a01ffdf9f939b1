/**
 * Smoke of many fireworks over a town: each lets off one puff, which the wind carries away while it
 * widens. Gaussian puffs with Briggs' widths for towns in neutral air (G. A. Briggs 1973, in Hanna,
 * Briggs and Hosker, Handbook on Atmospheric Diffusion, 1982, table 4.5), reflected by the ground
 * and, under an inversion, mixed no higher than its lid. Each is heard for the minute in which it
 * goes off, the less with the square of the distance.
 */
import { drawBetween, type Layer, type Position, type Site } from './air.ts'
import { exp } from './exact-math.ts'
import { soundOf } from './sound.ts'

export interface FireworksOptions {
  /** Where they are let off: a disc, and none within `calmM` of its middle. */
  readonly centre: Position
  readonly radiusM: number
  readonly calmM: number
  readonly bursts: number
  /** Fine particles of one, in g. */
  readonly grams: number
  readonly fromS: number
  readonly peakS: number
  readonly toS: number
  /** Share of them that goes off from the peak on, within so many seconds. */
  readonly peakShare: number
  readonly peakLengthS: number
  /** How far up smoke mixes, in m. */
  readonly lidM: number
  /** Sound exposure level of one at 100 m, in dB(A): all of it as if within one second. */
  readonly bang: number
}

/** After this a puff is part of the background. */
const LIFE_S = 5_400
/** A puff when it is let off: width, and height of its middle, in m. */
const START_WIDTH_M = 8
const START_HEIGHT_M = 25
/** Beyond so many widths nothing is left. */
const WIDTHS_MAX = 4
const TWO_PI = 2 * Math.PI
/** (2 π)^(3/2) */
const TWO_PI_CUBED_ROOT = 15.749609945722419
/** So wide, as a share of the lid's height, a puff is as dense as if mixed under it: 2 / √(2 π). */
const MIXED = 0.7978845608028654
const MICROGRAMS = 1_000_000
/** PM10 to PM2.5 in firework smoke. */
const COARSE = 1.2
/** Bangs of so long before count for the level of a moment. */
const HEARD_S = 60
/** At this distance `bang` is what one is heard with. */
const BANG_M = 100

interface Burst {
  readonly atS: number
  readonly place: Position
  /** How far the wind had blown by then. */
  readonly eastM: number
  readonly northM: number
  readonly wayM: number
}

export function fireworks(options: FireworksOptions, site: Site): Layer {
  const bursts = drawBursts(options, site)
  const { wind } = site
  const { grams, lidM } = options
  const loudness = (soundOf(options.bang) * BANG_M * BANG_M) / HEARD_S
  let first = 0
  let lastS = 0
  return {
    shape(air, place, timeS) {
      if (timeS < lastS) first = 0
      lastS = timeS
      while (first < bursts.length && bursts[first]!.atS < timeS - LIFE_S) first++
      const [eastM, northM] = [place.eastM - wind.eastM(timeS), place.northM - wind.northM(timeS)]
      const wayM = wind.wayM(timeS)
      let smoke = 0
      for (let i = first; i < bursts.length && bursts[i]!.atS < timeS; i++) {
        const burst = bursts[i]!
        const x = eastM - burst.place.eastM + burst.eastM
        const y = northM - burst.place.northM + burst.northM
        smoke += puff(x * x + y * y, wayM - burst.wayM, lidM)
        if (burst.atS > timeS - HEARD_S) air.sound += loudness / squareM(place, burst.place)
      }
      air.pm25 += smoke * grams * MICROGRAMS
      air.pm10 += smoke * grams * MICROGRAMS * COARSE
    },
  }
}

/** Square of the distance to one that goes off over `to`. */
function squareM(from: Position, to: Position): number {
  const [x, y] = [from.eastM - to.eastM, from.northM - to.northM]
  return x * x + y * y + START_HEIGHT_M * START_HEIGHT_M
}

/**
 * Share of a puff's mass in a cubic metre of air at breathing height, `away` square metres from its
 * middle, which the wind has carried `wayM` far.
 */
function puff(away: number, wayM: number, lidM: number): number {
  const wide = START_WIDTH_M + (0.16 * wayM) / Math.sqrt(1 + 0.0004 * wayM)
  if (away > WIDTHS_MAX * WIDTHS_MAX * wide * wide) return 0
  const flat = exp(-away / (2 * wide * wide)) / (wide * wide)
  const high = START_HEIGHT_M / 2 + (0.14 * wayM) / Math.sqrt(1 + 0.0003 * wayM)
  if (high > MIXED * lidM) return flat / (TWO_PI * lidM)
  const down = exp(-(START_HEIGHT_M * START_HEIGHT_M) / (2 * high * high))
  return (2 * flat * down) / (TWO_PI_CUBED_ROOT * high)
}

/** In order of time. Away from the peak they are the more often the nearer it is. */
function drawBursts(options: FireworksOptions, site: Site): Burst[] {
  const random = site.random('fireworks')
  const { fromS, peakS, toS, peakShare, peakLengthS } = options
  const { wind } = site
  const crowdedS = Math.min(peakLengthS, toS - peakS)
  const bursts: Burst[] = []
  for (let i = 0; i < options.bursts; i++) {
    const isAtPeak = drawBetween(random, 0, 1) < peakShare
    const isBefore = drawBetween(random, fromS, toS) < peakS
    const near = drawBetween(random, 0, 1) * drawBetween(random, 0, 1)
    const after = drawBetween(random, 0, 1)
    const endS = isBefore ? fromS : toS
    const atS = isAtPeak ? peakS + after * after * crowdedS : peakS + (endS - peakS) * near
    const place = drawPlace(site, options, i)
    const [eastM, northM, wayM] = [wind.eastM(atS), wind.northM(atS), wind.wayM(atS)]
    bursts.push({ atS, place, eastM, northM, wayM })
  }
  return bursts.sort((a, b) => a.atS - b.atS)
}

/** Even over the disc, but for its calm middle. */
function drawPlace(site: Site, options: FireworksOptions, number: number): Position {
  const random = site.random(`firework ${number}`)
  const { centre, radiusM, calmM } = options
  for (;;) {
    const east = drawBetween(random, -radiusM, radiusM)
    const north = drawBetween(random, -radiusM, radiusM)
    const squared = east * east + north * north
    if (squared <= radiusM * radiusM && squared >= calmM * calmM)
      return { eastM: centre.eastM + east, northM: centre.northM + north }
  }
}
