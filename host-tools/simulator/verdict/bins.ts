/**
 * The run through time, for charts: what all kits saw of each quantity, and what was true, in bins
 * of equal length. Sums of integers, so that shards and workers add up to the same whatever their
 * order.
 */
import type { KitView } from './kit-view.ts'
import { meanOf } from './mean.ts'
import { truthBetween } from './truth.ts'

const BINS_MAX = 240

/** Of one quantity, in its steps; `count` kits' means make up `sum`. All 0 where there are none. */
export interface Bin {
  count: number
  sum: number
  minimum: number
  maximum: number
  truth: number
}

export interface Bins {
  readonly binS: number
  /** By the quantity's name, then by place. */
  readonly quantities: Record<string, Bin[]>
}

/** One kit’s means by bin, of all its sensors for a quantity, in steps; null where it has none. */
export interface KitLine {
  readonly kit: string
  readonly quantities: Record<string, (number | null)[]>
}

/** Whole periods, so that no bin stays empty between two averages. `periodS`: the longest one. */
export function binLengthS(endS: number, periodS: number): number {
  return Math.ceil(endS / BINS_MAX / periodS) * periodS
}

/** `names`: the quantities that there are. */
export function emptyBins(endS: number, binS: number, names: readonly string[]): Bins {
  const count = Math.ceil(endS / binS)
  const bins = () =>
    Array.from({ length: count }, () => ({ count: 0, sum: 0, minimum: 0, maximum: 0, truth: 0 }))
  return { binS, quantities: Object.fromEntries(names.map((name) => [name, bins()])) }
}

/** Adds a kit to the bins and gives its own line. An average belongs to the bin of its middle. */
export function addKit(bins: Bins, view: KitView): KitLine {
  const quantities: KitLine['quantities'] = {}
  for (const quantity of view.scenario.quantities) {
    const { code, name } = quantity
    const all = bins.quantities[name]!
    const means: number[][] = all.map(() => [])
    for (const { startS, lengthS, channels } of view.averages) {
      if (startS === undefined) continue
      const middleS = startS + lengthS / 2 - view.scenario.startUtcMs / 1000
      const place = Math.floor(middleS / bins.binS)
      if (place < 0 || place >= all.length) continue
      for (const { quantity: measured, statistics } of channels)
        if (measured === code && statistics !== undefined) means[place]!.push(statistics.mean)
    }
    const line = means.map((own) => (own.length > 0 ? Math.round(meanOf(quantity, own)) : null))
    if (line.every((value) => value === null)) continue
    quantities[name] = line
    line.forEach((value, place) => {
      if (value !== null) addTo(all[place]!, value, truthAt(view, code, place, bins.binS))
    })
  }
  return { kit: view.kit.setup.id, quantities }
}

function truthAt(view: KitView, code: number, place: number, binS: number): number {
  const fromS = place * binS
  return Math.round(truthBetween(view.kit.series, code, fromS, fromS + binS) ?? 0)
}

function addTo(bin: Bin, value: number, truth: number): void {
  bin.minimum = bin.count === 0 ? value : Math.min(bin.minimum, value)
  bin.maximum = bin.count === 0 ? value : Math.max(bin.maximum, value)
  bin.count++
  bin.sum += value
  bin.truth += truth
}

export function mergeBins(into: Bins, from: Bins): void {
  for (const [name, bins] of Object.entries(from.quantities))
    bins.forEach((bin, place) => {
      const own = into.quantities[name]![place]!
      if (bin.count === 0) return
      own.minimum = own.count === 0 ? bin.minimum : Math.min(own.minimum, bin.minimum)
      own.maximum = own.count === 0 ? bin.maximum : Math.max(own.maximum, bin.maximum)
      own.count += bin.count
      own.sum += bin.sum
      own.truth += bin.truth
    })
}
