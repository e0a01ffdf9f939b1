/** The wind over the whole place, and how far it has carried what it took along. */
import { cosTurns, sinTurns } from './exact-math.ts'

export interface WindOptions {
  /** In m/s and in degrees clockwise from north, at the start and at the end. */
  readonly speed: readonly [number, number]
  readonly from: readonly [number, number]
}

const STEP_S = 60
/** Calm air is never quite still. */
const SPEED_MS_MIN = 0.3

export class Wind {
  private readonly options: WindOptions
  private readonly durationS: number
  /** Sums from the start, in m, at every step. */
  private readonly east: Float64Array
  private readonly north: Float64Array
  private readonly way: Float64Array

  constructor(options: WindOptions, durationS: number) {
    this.options = options
    this.durationS = durationS
    const steps = Math.ceil(durationS / STEP_S) + 1
    this.east = new Float64Array(steps + 1)
    this.north = new Float64Array(steps + 1)
    this.way = new Float64Array(steps + 1)
    for (let step = 0; step < steps; step++) {
      const middleS = (step + 0.5) * STEP_S
      const lengthM = this.speedMs(middleS) * STEP_S
      const turns = this.fromDeg(middleS) / 360
      this.east[step + 1] = this.east[step]! - sinTurns(turns) * lengthM
      this.north[step + 1] = this.north[step]! - cosTurns(turns) * lengthM
      this.way[step + 1] = this.way[step]! + lengthM
    }
  }

  speedMs(timeS: number): number {
    return Math.max(SPEED_MS_MIN, this.between(this.options.speed, timeS))
  }

  /** Where it comes from. */
  fromDeg(timeS: number): number {
    return this.between(this.options.from, timeS)
  }

  /** How far east, how far north and how far in all it has blown since the start. */
  eastM(timeS: number): number {
    return sumAt(this.east, timeS)
  }

  northM(timeS: number): number {
    return sumAt(this.north, timeS)
  }

  wayM(timeS: number): number {
    return sumAt(this.way, timeS)
  }

  private between([first, last]: readonly [number, number], timeS: number): number {
    const share = this.durationS > 0 ? Math.min(1, Math.max(0, timeS / this.durationS)) : 0
    return first + (last - first) * share
  }
}

function sumAt(sums: Float64Array, timeS: number): number {
  const at = Math.min(Math.max(0, timeS / STEP_S), sums.length - 1.000001)
  const step = Math.floor(at)
  return sums[step]! + (sums[step + 1]! - sums[step]!) * (at - step)
}
