/** Means of the world's true values. */
import { quantityByCode } from '../../../device/quantities.ts'
import { CO2_CODE, NOISE_LAEQ_CODE } from '../../../device/quantity-codes.ts'
import { OUTDOOR_CO2, QUIET_SOUND, type Series } from '../world.ts'
import { meanOf } from './mean.ts'

/** Between the moments at which a line is looked at. */
const LOOK_S = 30
/** What there is where no series tells. */
const OTHERWISE: Readonly<Record<number, number>> = {
  [CO2_CODE]: OUTDOOR_CO2,
  [NOISE_LAEQ_CODE]: QUIET_SOUND,
}

/**
 * Mean of a quantity from `fromS` to `toS` of the scenario, in its steps; undefined where the world
 * has none.
 */
export function truthBetween(
  series: readonly Series[],
  quantity: number,
  fromS: number,
  toS: number,
): number | undefined {
  const line = series.find((one) => one.quantity === quantity)
  if (line === undefined) return OTHERWISE[quantity]
  const { timesS, values } = line
  const looks = Math.max(1, Math.floor((toS - fromS) / LOOK_S))
  let place = lastBefore(timesS, fromS)
  const seen: number[] = []
  for (let i = 0; i < looks; i++) {
    const timeS = fromS + ((i + 0.5) * (toS - fromS)) / looks
    while (place < timesS.length - 1 && timesS[place + 1]! <= timeS) place++
    seen.push(valueAt(timesS, values, place, timeS))
  }
  return meanOf(quantityByCode(quantity), seen)
}

function valueAt(
  timesS: ArrayLike<number>,
  values: ArrayLike<number>,
  place: number,
  timeS: number,
): number {
  const value = values[place]!
  if (place === timesS.length - 1 || timeS <= timesS[place]!) return value
  const share = (timeS - timesS[place]!) / (timesS[place + 1]! - timesS[place]!)
  return value + (values[place + 1]! - value) * share
}

/** The last point at or before a moment, or the first of all. */
function lastBefore(timesS: ArrayLike<number>, timeS: number): number {
  let low = 0
  let high = timesS.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (timesS[middle]! <= timeS) low = middle
    else high = middle - 1
  }
  return low
}
