/**
 * What makes two neighbours differ and a minute unlike the next: eddies. Each place has a share of
 * its own by which particles deviate, with a memory of some minutes.
 */
import { type Air, drawNormal, type Layer, type Place, type Site } from './air.ts'

export interface TurbulenceOptions {
  /** Standard deviation of the particles' concentration at one place, as a share of it. */
  readonly share: number
  /** After so many seconds a third of a deviation is left. */
  readonly memoryS: number
}

/** Longer gaps between two moments are gone through in steps of this. */
const STEP_S = 60

export function turbulence(options: TurbulenceOptions, site: Site): Layer {
  const keep = Math.max(0, 1 - STEP_S / options.memoryS)
  const fresh = Math.sqrt(1 - keep * keep)
  let at = ''
  let random = site.random('turbulence')
  let step = 0
  let deviation = 0
  const restart = (place: Place) => {
    at = `${place.eastM} ${place.northM}`
    random = site.random(`turbulence at ${at}`)
    deviation = drawNormal(random)
    step = 0
  }
  return {
    shape(air: Air, place, timeS) {
      const wanted = Math.floor(timeS / STEP_S)
      if (at !== `${place.eastM} ${place.northM}` || wanted < step) restart(place)
      for (; step < wanted; step++) deviation = keep * deviation + fresh * drawNormal(random)
      const share = Math.max(0, 1 + options.share * deviation)
      air.pm25 *= share
      air.pm10 *= share
    },
  }
}
