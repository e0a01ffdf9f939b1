/**
 * Codes of what no kit measures but what bends a chip's readings: how many thousandths of its dry
 * mass a particle scatters, and droplets that look like particles, in 0.01 µg/m³.
 */
export const SWELLING = 200
export const DROPLETS = 201

/** Outdoor air of these years, in ppm: what there is of CO2 where no series tells. */
export const OUTDOOR_CO2 = 420
/** A town far away, in 0.1 dB(A): what is heard where no series tells. */
export const QUIET_SOUND = 450

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

export class Line {
  private readonly timesS: ArrayLike<number>
  private readonly values: ArrayLike<number>
  private place = 0
  /** The stretch that the last question fell into: chips ask many times within one. */
  private fromMs = 0
  private toMs = -1
  private value = 0
  private rise = 0

  constructor(series: Series) {
    this.timesS = series.timesS
    this.values = series.values
  }

  /** The value at `timeMs`; before the first and after the last point it stays level. */
  at(timeMs: number): number {
    if (timeMs < this.fromMs || timeMs >= this.toMs) this.find(timeMs)
    if (this.rise === 0) return this.value
    const passed = (this.rise * (timeMs - this.fromMs)) / (this.toMs - this.fromMs)
    return this.value + Math.floor(passed)
  }

  private find(timeMs: number): void {
    const times = this.timesS
    const last = times.length - 1
    let place = this.place
    if (timeMs < times[place]! * 1000) place = 0
    while (place < last && timeMs >= times[place + 1]! * 1000) place++
    this.place = place
    this.fromMs = times[place]! * 1000
    this.value = this.values[place]!
    this.rise = 0
    if (timeMs < this.fromMs) {
      this.toMs = this.fromMs
      this.fromMs = -Infinity
    } else if (place === last) this.toMs = Infinity
    else {
      this.toMs = times[place + 1]! * 1000
      this.rise = this.values[place + 1]! - this.value
    }
  }
}

/** What a line tells at `timeMs`, or `otherwise` where there is none. */
export function valueAt(line: Line | undefined, timeMs: number, otherwise: number): number {
  return line === undefined ? otherwise : line.at(timeMs)
}

export class World {
  private readonly quantities: readonly number[]
  private readonly lines: readonly Line[]

  constructor(series: readonly Series[]) {
    const quantities: number[] = []
    const lines: Line[] = []
    for (let i = 0; i < series.length; i++) {
      quantities.push(series[i]!.quantity)
      lines.push(new Line(series[i]!))
    }
    // Lists of just their length: thousands of kits have them.
    this.quantities = quantities.slice()
    this.lines = lines.slice()
  }

  /** True value of a quantity, or `otherwise` where this world has none. */
  value(quantity: number, timeMs: number, otherwise: number): number {
    return valueAt(this.line(quantity), timeMs, otherwise)
  }

  /** For who asks often; undefined where this world has none. */
  line(quantity: number): Line | undefined {
    const quantities = this.quantities
    for (let i = 0; i < quantities.length; i++) if (quantities[i] === quantity) return this.lines[i]
    return undefined
  }
}
