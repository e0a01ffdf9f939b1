/** How uPlot draws all kits: thin lines, a thick median, and the one that is pointed at. */
import type uPlot from 'uplot'
import { formatClock, formatDay, formatNumber } from './format.ts'
import type { Language } from './texts.ts'

/** Distance in pixels from which a line is taken as pointed at. */
const POINTING_PX = 40
const DAY_S = 86_400
/** The least value on a logarithmic axis. */
const LOG_MIN = 0.1
const MANY_KITS = 40
/** A digit of the axes' letters, and what stands between a label and the chart. */
const DIGIT_PX = 8
const TICK_PX = 16

export interface ChartLook {
  readonly language: Language
  readonly logarithmic: boolean
  /** The axis begins at 0. */
  readonly fromZero: boolean
  readonly unit: string
  /** Kits drawn thick, by name. */
  readonly chosen: ReadonlySet<string>
  readonly phone: boolean
}

function seriesOptions(ids: readonly string[], look: ChartLook): uPlot.Series[] {
  const points: uPlot.Series.Points = { show: true, size: 5, filter: lonelyPoints }
  const thin = ids.length > MANY_KITS ? 0.75 : 1.25
  const kits = ids.map((id): uPlot.Series => {
    const chosen = look.chosen.has(id)
    return {
      label: id,
      stroke: colour(chosen ? '--chosen' : '--kit-line'),
      width: chosen ? 3 : thin,
      points,
    }
  })
  return [{}, ...kits, { label: '', stroke: colour('--median'), width: 4, points }]
}

export function chartOptions(
  ids: readonly string[],
  look: ChartLook,
  size: { width: number; height: number },
): uPlot.Options {
  return {
    ...size,
    series: seriesOptions(ids, look),
    legend: { show: false },
    focus: { alpha: 0.35 },
    cursor: {
      focus: { prox: POINTING_PX },
      drag: { x: false, y: false },
      points: { one: true, size: 9 },
    },
    scales: { x: { time: true }, y: valueScale(look) },
    axes: [timeAxis(look), valueAxis(look)],
    padding: [12, 22, 0, 0],
  }
}

/** Values without a neighbour: no line shows them, so they are drawn as points. */
function lonelyPoints(plot: uPlot, series: number): number[] {
  const values = plot.data[series]!
  const lonely: number[] = []
  for (let i = 0; i < values.length; i++)
    if (isThere(values[i]) && !isThere(values[i - 1]) && !isThere(values[i + 1])) lonely.push(i)
  return lonely
}

function isThere(value: number | null | undefined): boolean {
  return value !== null && value !== undefined
}

function valueScale(look: ChartLook): uPlot.Scale {
  if (look.logarithmic)
    return { distr: 3, log: 10, range: (_plot, low, high) => decades(low, high) }
  if (!look.fromZero) return {}
  return { range: (_plot, _low, high) => [0, Math.max(high ?? 0, 1) * 1.08] }
}

/** Whole decades around the values. */
function decades(low: number | null, high: number | null): [number, number] {
  const bottom = Math.max(LOG_MIN, 10 ** Math.floor(Math.log10(Math.max(low ?? 1, LOG_MIN))))
  const top = 10 ** Math.ceil(Math.log10(Math.max(high ?? 10, bottom * 10)))
  return [bottom, top]
}

function timeAxis(look: ChartLook): uPlot.Axis {
  return {
    ...axisLook(),
    space: look.phone ? 56 : 80,
    size: 52,
    values: (_plot, splits, _axis, _space, increment) => {
      let day = ''
      return splits.map((seconds) => {
        const date = formatDay(seconds, look.language)
        const text = increment >= DAY_S ? date : formatClock(seconds, look.language)
        const first = date !== day
        day = date
        return first && increment < DAY_S ? `${text}\n${date}` : text
      })
    },
  }
}

function valueAxis(look: ChartLook): uPlot.Axis {
  return {
    ...axisLook(),
    size: (_plot, labels) => widthOf(labels, look.phone ? 42 : 60),
    values: (_plot, splits) =>
      splits.map((value) => (value === null ? '' : formatTick(value, look.language))),
  }
}

/** As wide as the longest label asks, and so wide at least that few charts differ. */
function widthOf(labels: readonly string[] | null, least: number): number {
  const longest = Math.max(0, ...(labels ?? []).map((label) => label.length))
  return Math.max(least, longest * DIGIT_PX + TICK_PX)
}

function formatTick(value: number, language: Language): string {
  return formatNumber(value, language, Number.isInteger(value) ? 0 : 1)
}

function axisLook(): uPlot.Axis {
  const hair = { stroke: colour('--hairline'), width: 1 }
  return { stroke: colour('--quiet'), font: '13px system-ui, sans-serif', grid: hair, ticks: hair }
}

/** A colour of the style sheet, as it is now: dark or light. */
function colour(name: string): () => string {
  return () => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
