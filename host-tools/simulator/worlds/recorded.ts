/**
 * A recording: place number n sees what its n-th kit saw, in the order of their names and over
 * again when there are more places. Between two values the air goes in a straight line; before the
 * first and after the last it stays. What it does not tell is left as the layers below made it.
 */
import { NOISE_LAEQ, PM2_5, PM10, type Quantity } from '../../../device/quantities.ts'
import type { Point } from '../scenario/recording.ts'
import { type Air, emptyAir, type Layer, type Site } from './air.ts'
import { soundOf } from './sound.ts'

export interface RecordedOptions {
  readonly points: readonly Point[]
  /** Its moment in UTC, in seconds, that the scenario begins with; the first if undefined. */
  readonly fromUtcS?: number | undefined
}

/** PM10 where a recording has only PM2.5. */
const COARSE = 1.25

type Field = keyof Air

/** Names of quantities are those of the air, but for sound; undefined for what no air has. */
function fieldOf({ name }: Quantity): Field | undefined {
  if (name === NOISE_LAEQ.name) return 'sound'
  return name in emptyAir() ? (name as Field) : undefined
}

class Track {
  readonly field: Field
  private readonly timesS: number[] = []
  private readonly values: number[] = []
  private at = 0

  /** `points` in order of time. */
  constructor(field: Field, points: readonly Point[], fromUtcS: number) {
    this.field = field
    for (const { utcMs, value } of points) {
      this.timesS.push(utcMs / 1000 - fromUtcS)
      this.values.push(value)
    }
  }

  value(timeS: number): number {
    const { timesS, values } = this
    const last = timesS.length - 1
    if (timeS < timesS[this.at]!) this.at = 0
    while (this.at < last && timeS >= timesS[this.at + 1]!) this.at++
    const value = values[this.at]!
    const fromS = timesS[this.at]!
    if (this.at === last || timeS <= fromS) return value
    return (
      value + ((values[this.at + 1]! - value) * (timeS - fromS)) / (timesS[this.at + 1]! - fromS)
    )
  }
}

export function recorded(options: RecordedOptions, _site: Site): Layer {
  const { points } = options
  const first = points.reduce((least, { utcMs }) => Math.min(least, utcMs), Infinity) / 1000
  const fromUtcS = options.fromUtcS ?? first
  const names = [...new Set(points.map(({ kit }) => kit))].sort()
  const stations = names.map((name) =>
    tracksOf(
      points.filter(({ kit }) => kit === name),
      fromUtcS,
    ),
  )
  return {
    shape(air: Air, place, timeS) {
      const tracks = stations[place.number % stations.length]!
      for (const track of tracks) {
        const value = track.value(timeS)
        air[track.field] = track.field === 'sound' ? soundOf(value) : value
      }
      if (hasFine(tracks) && !tracks.some(isCoarse)) air.pm10 = air.pm25 * COARSE
    },
  }
}

const hasFine = (tracks: readonly Track[]) => tracks.some(({ field }) => field === PM2_5.name)
const isCoarse = ({ field }: Track) => field === PM10.name

function tracksOf(points: readonly Point[], fromUtcS: number): Track[] {
  const quantities = [...new Set(points.map(({ quantity }) => quantity))]
  return quantities
    .sort((a, b) => a.code - b.code)
    .flatMap((quantity) => {
      const field = fieldOf(quantity)
      if (field === undefined) return []
      const own = points.filter((point) => point.quantity === quantity)
      const sorted = own.sort((a, b) => a.utcMs - b.utcMs)
      const distinct = sorted.filter((point, i) => i === 0 || point.utcMs > sorted[i - 1]!.utcMs)
      return [new Track(field, distinct, fromUtcS)]
    })
}
