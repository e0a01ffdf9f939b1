/** Asks layers about the air, without a scenario around them. */
import {
  type Air,
  emptyAir,
  type Layer,
  type Place,
  type Site,
} from '../../../host-tools/simulator/worlds/air.ts'
import { openSite, type SiteOptions } from '../../../host-tools/simulator/worlds/site.ts'

const HOUR_S = 3_600

/** A day of west wind, from the midnight (UTC) that begins Monday 7 September 2026. */
export function siteOf(change: Partial<SiteOptions> = {}): Site {
  return openSite({
    startUtcS: Date.UTC(2026, 8, 7) / 1000,
    offsetS: 0,
    durationS: 24 * HOUR_S,
    seed: 1,
    wind: { speed: [2, 2], from: [270, 270] },
    ...change,
  })
}

export const ORIGIN: Place = { number: 0, eastM: 0, northM: 0 }

export function placeAt(eastM: number, northM = 0, number = 0): Place {
  return { number, eastM, northM }
}

export function airAt(
  layers: Layer | Layer[],
  place: Place,
  timeS: number,
  below: Partial<Air> = {},
): Air {
  const air = { ...emptyAir(), ...below }
  if (Array.isArray(layers)) for (const layer of layers) layer.shape(air, place, timeS)
  else layers.shape(air, place, timeS)
  return air
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function deviation(values: readonly number[]): number {
  const middle = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)))
}

/** How alike two series are, from -1 to 1. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [middleA, middleB] = [mean(a), mean(b)]
  const together = mean(a.map((value, i) => (value - middleA) * (b[i]! - middleB)))
  return together / (deviation(a) * deviation(b))
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}
