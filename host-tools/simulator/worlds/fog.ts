/**
 * Fog: air that is saturated, and droplets in it that an optical sensor takes for particles. What a
 * reference instrument weighs does not change.
 */
import { type Layer, ramp } from './air.ts'

export interface FogOptions {
  readonly fromS: number
  readonly toS: number
  /** What it comes and goes in. */
  readonly rampS: number
  /** Droplets seen where it is densest, in µg/m³. */
  readonly droplets: number
}

const SATURATED = 100

export function fog(options: FogOptions): Layer {
  const { fromS, toS, rampS, droplets } = options
  return {
    shape(air, _place, timeS) {
      const density = ramp(timeS, fromS, toS, rampS)
      air.humidity += (SATURATED - air.humidity) * density
      // Droplets come when saturation is reached, in the second half of the ramp.
      air.droplets += droplets * Math.max(0, 2 * density - 1)
    },
  }
}
