/** What is in the air of the whole region, wandering slowly; and mass that is always there. */
import { drawNormal, type Layer, type Site } from './air.ts'

export interface BackgroundOptions {
  /** In µg/m³. PM10 includes PM2.5. */
  readonly pm25: number
  readonly pm10: number
  /** Standard deviation of the wandering, as a share of the value. */
  readonly wander: number
}

/** Between two draws of the wandering. */
const STEP_S = 3_600
/** How much of the deviation is left after a step. */
const MEMORY = 0.7
const FRESH = Math.sqrt(1 - MEMORY * MEMORY)
/** It falls to no less than this share of the value. */
const SHARE_MIN = 0.1

export function background(options: BackgroundOptions, site: Site): Layer {
  const random = site.random('background')
  const steps = Math.ceil(site.durationS / STEP_S) + 2
  const shares: number[] = []
  let deviation = drawNormal(random)
  for (let i = 0; i < steps; i++) {
    shares.push(Math.max(SHARE_MIN, 1 + options.wander * deviation))
    deviation = MEMORY * deviation + FRESH * drawNormal(random)
  }
  return {
    shape(air, _place, timeS) {
      const at = Math.min(timeS / STEP_S, steps - 2)
      const step = Math.floor(at)
      const share = shares[step]! + (shares[step + 1]! - shares[step]!) * (at - step)
      air.pm25 += options.pm25 * share
      air.pm10 += options.pm10 * share
    },
  }
}
