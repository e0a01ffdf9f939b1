import * as v from 'valibot'
import type { OpticsUnit } from '../../chips/optics.ts'
import type { Random } from '../../random.ts'
import { number, Share, shareOf } from '../format/values.ts'

/** Keys of every part that counts scattered light. */
export const OpticsKeys = {
  gain: v.optional(Share, '10 %'),
  noise: v.optional(Share, '2 %'),
  floor: v.optional(number(0, 50, 'Noise in clean air, in µg/m³.'), 0.3),
  humidityResponse: v.optional(
    number(0, 3, 'How much of swelling and droplets it sees: 1 as it is, 0 behind a dryer.'),
    1,
  ),
}

interface OpticsFile {
  readonly gain: string
  readonly noise: string
  readonly floor: number
  readonly humidityResponse: number
}

/** Draws the gain of one unit. */
export function opticsOf(part: OpticsFile, random: Random): Required<OpticsUnit> {
  const gain = Math.round(shareOf(part.gain) * 1000)
  return {
    gain: random.between(-gain, gain),
    noise: Math.round(shareOf(part.noise) * 1000),
    noiseFloor: Math.round(part.floor * 100),
    humidityResponse: Math.round(part.humidityResponse * 1000),
  }
}
