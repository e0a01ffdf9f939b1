/** How uPlot draws one quantity of a fleet. */
import type uPlot from 'uplot'
import { formatNumber } from '../../../web/format.ts'
import type { Language } from '../../../web/texts.ts'
import type { ReportData, ReportSeries } from '../data.ts'

const DAY_S = 86_400
const LOCALES: Record<Language, string> = { nl: 'nl-NL', en: 'en-GB' }

/** Series in order: highest, lowest, single kits, truth, mean. */
export function plotOptions(
  series: ReportSeries,
  data: ReportData,
  language: Language,
  size: { width: number; height: number },
): uPlot.Options {
  const edge: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } }
  const kit: uPlot.Series = {
    stroke: colour('--kit-line'),
    width: series.kits.length > 20 ? 0.6 : 1,
    points: { show: false },
  }
  return {
    ...size,
    series: [
      {},
      edge,
      edge,
      ...series.kits.map(() => kit),
      { stroke: colour('--ink'), width: 2, dash: [7, 5], points: { show: false } },
      { stroke: colour('--median'), width: 3, points: { show: false } },
    ],
    bands: [{ series: [1, 2], fill: () => colour('--range')() }],
    legend: { show: false },
    cursor: { drag: { x: true, y: false } },
    scales: { x: { time: true } },
    axes: [timeAxis(language), valueAxis(language)],
    padding: [12, 18, 0, 0],
    hooks: { drawClear: [(plot) => shadeSettling(plot, data)] },
  }
}

/** The time after the last fault is a shade darker. */
function shadeSettling(plot: uPlot, { startLocalS, durationS, endS }: ReportData): void {
  if (endS <= durationS) return
  const { ctx, bbox } = plot
  const left = Math.max(plot.valToPos(startLocalS + durationS, 'x', true), bbox.left)
  const right = bbox.left + bbox.width
  if (left >= right) return
  ctx.save()
  ctx.fillStyle = colour('--hairline')()
  ctx.globalAlpha = 0.35
  ctx.fillRect(left, bbox.top, right - left, bbox.height)
  ctx.restore()
}

/** Times are local ones of the scenario's place, carried as if they were UTC. */
function timeAxis(language: Language): uPlot.Axis {
  const clock = new Intl.DateTimeFormat(LOCALES[language], {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  })
  const day = new Intl.DateTimeFormat(LOCALES[language], {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
  return {
    ...axisLook(),
    size: 50,
    values: (_plot, splits, _axis, _space, increment) => {
      let before = ''
      return splits.map((seconds) => {
        const date = day.format(seconds * 1000)
        const text = increment >= DAY_S ? date : clock.format(seconds * 1000)
        const isNew = date !== before
        before = date
        return isNew && increment < DAY_S ? `${text}\n${date}` : text
      })
    },
  }
}

function valueAxis(language: Language): uPlot.Axis {
  return {
    ...axisLook(),
    size: 64,
    values: (_plot, splits) =>
      splits.map((value) => formatNumber(value, language, Number.isInteger(value) ? 0 : 1)),
  }
}

function axisLook(): uPlot.Axis {
  const hair = { stroke: colour('--hairline'), width: 1 }
  return { stroke: colour('--quiet'), font: '13px system-ui, sans-serif', grid: hair, ticks: hair }
}

/** A colour of the style sheet, as it is now: dark or light. */
function colour(name: string): () => string {
  return () => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
