/** The chart of all kits, with what the pointer or the arrow keys are at. */
import { useEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import { type ChartLook, chartOptions } from './chart-options.ts'
import { followSize } from './follow-size.ts'
import type { Lines } from './grid.ts'
import { type Pointed, Readout } from './readout.tsx'
import type { Texts } from './texts.ts'

const PHONE_PX = 560
/** What stands above the chart on a desktop: as much of the window's height is not the chart's. */
const ABOVE_PX = 450

interface ChartProps {
  readonly lines: Lines
  readonly look: Omit<ChartLook, 'phone'>
  readonly texts: Texts
  readonly decimals: number
  readonly summary: string
}

export function Chart({ lines, look, texts, decimals, summary }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | undefined>(undefined)
  const [pointed, setPointed] = useState<Pointed | undefined>()
  const shape = [
    ...lines.ids,
    ...look.chosen,
    look.language,
    look.logarithmic,
    look.fromZero,
  ].join()
  const data = [lines.timesS, ...lines.values, lines.median] as uPlot.AlignedData

  useEffect(() => {
    const element = box.current!
    const made = makePlot(element, lines.ids, look, data, setPointed)
    plot.current = made
    const stop = followSize(element, made, () => sizeOf(element))
    return () => {
      stop()
      made.destroy()
    }
  }, [shape])
  useEffect(() => plot.current?.setData(data), [lines])

  const onKeyDown = (event: KeyboardEvent) => {
    const next = moved(event.key, pointed, lines)
    if (next === undefined) return
    event.preventDefault()
    setPointed(next)
    pointAt(plot.current!, lines, next)
  }
  return (
    <div>
      <Readout {...{ lines, pointed, texts, decimals }} language={look.language} unit={look.unit} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read the chart */}
      <section class="chart" tabIndex={0} aria-label={texts.chart} onKeyDown={onKeyDown}>
        <div ref={box} role="img" aria-label={summary} />
      </section>
    </div>
  )
}

function makePlot(
  box: HTMLDivElement,
  ids: readonly string[],
  look: Omit<ChartLook, 'phone'>,
  data: uPlot.AlignedData,
  onPoint: (pointed: Pointed | undefined) => void,
): uPlot {
  const size = sizeOf(box)
  const options = chartOptions(ids, { ...look, phone: size.width < PHONE_PX }, size)
  let focused = -1
  options.hooks = {
    setSeries: [
      (_plot, index) => {
        focused = index === null || index > ids.length ? -1 : index - 1
      },
    ],
    setCursor: [
      (plot) => {
        const time = plot.cursor.idx
        onPoint(time === null || time === undefined ? undefined : { time, kit: focused })
      },
    ],
  }
  return new uPlot(options, data, box)
}

function sizeOf(box: HTMLDivElement): { width: number; height: number } {
  const width = box.clientWidth
  const fitting = Math.min(460, width * 0.42, innerHeight - ABOVE_PX)
  return { width, height: Math.round(Math.max(260, fitting)) }
}

/** Where a key leads, or undefined for a key that the chart leaves alone. */
function moved(key: string, from: Pointed | undefined, lines: Lines): Pointed | undefined {
  const last = lines.timesS.length - 1
  if (last < 0) return undefined
  const { time, kit } = from ?? { time: last, kit: -1 }
  const within = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value))
  if (key === 'ArrowLeft') return { time: within(time - 1, 0, last), kit }
  if (key === 'ArrowRight') return { time: within(time + 1, 0, last), kit }
  if (key === 'ArrowUp') return { time, kit: within(kit - 1, -1, lines.ids.length - 1) }
  if (key === 'ArrowDown') return { time, kit: within(kit + 1, -1, lines.ids.length - 1) }
  return undefined
}

function pointAt(plot: uPlot, lines: Lines, { time, kit }: Pointed): void {
  const left = plot.valToPos(lines.timesS[time]!, 'x')
  const value = (kit < 0 ? lines.median : lines.values[kit]!)[time] ?? 0
  plot.setSeries(kit < 0 ? null : kit + 1, { focus: true })
  plot.setCursor({ left, top: plot.valToPos(value, 'y') }, false)
}
