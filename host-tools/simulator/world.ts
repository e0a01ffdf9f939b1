/**
 * Codes of what no kit measures but what bends a chip's readings: how many thousandths of its dry
 * mass a particle scatters, and droplets that look like particles, in 0.01 µg/m³.
 */
export const SWELLING = 200
export const DROPLETS = 201

/**
 * What there is to measure at one kit's place: for each quantity a series of true values, straight
 * lines between them. Times are seconds since the start of the scenario, values are integers in
 * the quantity's steps.
 */
export interface Series {
  readonly quantity: number
  readonly timesS: ArrayLike<number>
  readonly values: ArrayLike<number>
}

class Line {
  readonly quantity: number
  private readonly timesS: ArrayLike<number>
  private readonly values: ArrayLike<number>
  private place = 0

  constructor(series: Series) {
    this.quantity = series.quantity
    this.timesS = series.timesS
    this.values = series.values
  }

  /** The value at `timeMs`; before the first and after the last point it stays level. */
  at(timeMs: number): number {
    const times = this.timesS
    const last = times.length - 1
    let place = this.place
    if (timeMs < times[place]! * 1000) place = 0
    while (place < last && timeMs >= times[place + 1]! * 1000) place++
    this.place = place
    const fromMs = times[place]! * 1000
    const value = this.values[place]!
    if (place === last || timeMs <= fromMs) return value
    const widthMs = times[place + 1]! * 1000 - fromMs
    return value + Math.floor(((this.values[place + 1]! - value) * (timeMs - fromMs)) / widthMs)
  }
}

export class World {
  private readonly lines: Line[] = []

  constructor(series: readonly Series[]) {
    for (let i = 0; i < series.length; i++) this.lines.push(new Line(series[i]!))
  }

  knows(quantity: number): boolean {
    const lines = this.lines
    for (let i = 0; i < lines.length; i++) if (lines[i]!.quantity === quantity) return true
    return false
  }

  /** True value of a quantity, or `otherwise` where this world has none. */
  value(quantity: number, timeMs: number, otherwise: number): number {
    const lines = this.lines
    for (let i = 0; i < lines.length; i++)
      if (lines[i]!.quantity === quantity) return lines[i]!.at(timeMs)
    return otherwise
  }
}
