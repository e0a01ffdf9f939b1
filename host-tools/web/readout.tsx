/** One line over the chart: the time, the median and the kit that is pointed at. */
import { formatMoment, formatNumber } from './format.ts'
import type { Lines } from './grid.ts'
import type { Language, Texts } from './texts.ts'

/** A place in the lines: index of time, and index of the kit or -1 for none. */
export interface Pointed {
  readonly time: number
  readonly kit: number
}

interface ReadoutProps {
  readonly lines: Lines
  readonly pointed: Pointed | undefined
  readonly texts: Texts
  readonly language: Language
  readonly decimals: number
  readonly unit: string
}

export function Readout({ lines, pointed, texts, language, decimals, unit }: ReadoutProps) {
  const timeS = pointed && lines.timesS[pointed.time]
  if (pointed === undefined || timeS === undefined)
    return (
      <p class="readout">
        <span class="key median-key">{texts.median}</span>
        <span class="quiet">
          {texts.chartHint} <span class="desktop">{texts.chartHelp}</span>
        </span>
      </p>
    )
  const show = (value: number | null | undefined) =>
    value === null || value === undefined
      ? '–'
      : `${formatNumber(value, language, decimals)} ${unit}`
  const id = lines.ids[pointed.kit]
  return (
    <p class="readout" aria-live="polite">
      <span>{formatMoment(timeS, language)}</span>
      <span class="key median-key">
        {texts.median} <b>{show(lines.median[pointed.time])}</b>
      </span>
      {id !== undefined && (
        <span class="key kit-key">
          {id} <b>{show(lines.values[pointed.kit]?.[pointed.time])}</b>
        </span>
      )}
    </p>
  )
}
