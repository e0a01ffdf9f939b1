/**
 * Particles take up water and then scatter more light, so that an optical sensor reads too much:
 * by the factor 1 + (κ / 1.65) / (100 / RH - 1) of the dry mass (Crilley et al. 2018, Atmos. Meas.
 * Tech. 11, 709; κ-Köhler theory), without growth below 35 % and not beyond 98 %.
 */
import type { Layer } from './air.ts'

export interface SwellingOptions {
  /** How much a particle likes water: about 0.4 in a town. */
  readonly kappa: number
}

const PARTICLE_DENSITY = 1.65
const HUMIDITY_MIN = 35
const HUMIDITY_MAX = 98

export function swelling({ kappa }: SwellingOptions): Layer {
  return {
    shape(air) {
      if (air.humidity <= HUMIDITY_MIN) return
      const humidity = Math.min(air.humidity, HUMIDITY_MAX)
      air.swelling = 1 + kappa / PARTICLE_DENSITY / (100 / humidity - 1)
    },
  }
}
