/** One quantity through time: all kits, some kits, and the truth. */
import { useEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import { followSize } from '../../../web/follow-size.ts'
import { formatNumber } from '../../../web/format.ts'
import type { Language } from '../../../web/texts.ts'
import type { ReportData, ReportSeries } from '../data.ts'
import { plotOptions } from './plot-options.ts'
import type { ReportTexts } from './texts.ts'

const HEIGHT_PX = 340

interface Props {
  readonly data: ReportData
  readonly texts: ReportTexts
  readonly language: Language
}

export function Charts({ data, texts, language }: Props) {
  const [chosen, setChosen] = useState(0)
  const series = data.series[chosen]
  if (series === undefined) return null
  const name = texts.names[series.quantity] ?? series.quantity
  return (
    <section class="card" aria-labelledby="through-time">
      <h2 id="through-time">{texts.chart}</h2>
      <fieldset class="choices">
        <legend class="unseen">{texts.quantity}</legend>
        {data.series.map(({ quantity }, i) => (
          <button
            type="button"
            key={quantity}
            aria-pressed={i === chosen}
            onClick={() => setChosen(i)}
          >
            {texts.names[quantity] ?? quantity}
          </button>
        ))}
      </fieldset>
      <p class="quiet axis-name">
        {name}, {series.unit}
      </p>
      <Plot {...{ data, series, language }} label={summary(series, name, texts, language)} />
      <ul class="legend">
        <li class="legend-mean">{texts.legendMean}</li>
        <li class="legend-truth">{texts.legendTruth}</li>
        <li class="legend-range">{texts.legendRange}</li>
        <li class="legend-kits">{texts.legendKits}</li>
      </ul>
      <details>
        <summary>{texts.table}</summary>
        <Values {...{ data, series, texts, language }} />
      </details>
    </section>
  )
}

/** The chart in a sentence, for whoever cannot see it. */
function summary(
  series: ReportSeries,
  name: string,
  texts: ReportTexts,
  language: Language,
): string {
  const most = (values: readonly (number | null)[]) =>
    formatNumber(Math.max(...values.map((value) => value ?? -Infinity)), language, series.decimals)
  const [mean, truth] = [most(series.mean), most(series.truth)]
  return `${name}: ${texts.legendMean} ≤ ${mean} ${series.unit}, ${texts.legendTruth} ≤ ${truth}`
}

interface PlotProps {
  readonly data: ReportData
  readonly series: ReportSeries
  readonly language: Language
  readonly label: string
}

function Plot({ data, series, language, label }: PlotProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = box.current!
    const size = () => ({ width: element.clientWidth, height: HEIGHT_PX })
    const times = series.mean.map((_, i) => data.startLocalS + (i + 0.5) * data.binS)
    const lines = series.kits.map(({ values }) => [...values])
    const edges = [[...series.high], [...series.low]]
    const aligned: uPlot.AlignedData = [
      times,
      ...edges,
      ...lines,
      [...series.truth],
      [...series.mean],
    ]
    const plot = new uPlot(plotOptions(series, data, language, size()), aligned, element)
    const unfollow = followSize(element, plot, size)
    return () => {
      unfollow()
      plot.destroy()
    }
  }, [series, language])
  return <div ref={box} role="img" aria-label={label} class="plot" />
}

interface ValuesProps extends Omit<PlotProps, 'label'> {
  readonly texts: ReportTexts
}

function Values({ data, series, texts, language }: ValuesProps) {
  const show = (value: number | null | undefined) =>
    value === null || value === undefined ? '' : formatNumber(value, language, series.decimals)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: else no key can move what it hides
    <section class="scroll" tabIndex={0} aria-label={texts.table}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.time}</th>
            <th scope="col">{texts.legendMean}</th>
            <th scope="col">{texts.legendTruth}</th>
          </tr>
        </thead>
        <tbody>
          {series.mean.map((mean, i) => {
            const local = new Date((data.startLocalS + i * data.binS) * 1000).toISOString()
            return (
              <tr key={local}>
                <th scope="row">{local.slice(0, 16).replace('T', ' ')}</th>
                <td>{show(mean)}</td>
                <td>{show(series.truth[i])}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
