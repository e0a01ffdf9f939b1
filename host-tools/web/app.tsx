/** The whole page. */
import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks'
import { Chart } from './chart.tsx'
import { Controls, canBeLogarithmic, type View } from './controls.tsx'
import { Empty } from './empty.tsx'
import { Figures } from './figures.tsx'
import { displayOf, formatNumber, zoneName } from './format.ts'
import { type Grid, linesOf, presentValues } from './grid.ts'
import { Header } from './header.tsx'
import { HubClient } from './hub-client.ts'
import { KitTable } from './kit-table.tsx'
import { preferredLanguage, rememberLanguage } from './preferences.ts'
import { type Language, TEXTS } from './texts.ts'

const FIRST_VIEW: View = { quantity: 'pm25', hours: 24, logarithmic: false }
/** "So many minutes ago" grows old by itself. */
const AGEING_MS = 20_000

export function App() {
  const [language, setLanguage] = useState(preferredLanguage)
  const [view, setView] = useState(FIRST_VIEW)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const client = useHubClient(view)
  const texts = TEXTS[language]
  useEffect(() => {
    document.documentElement.lang = language
    document.title = `meetkit – ${texts.title}`
    rememberLanguage(language)
  }, [language])

  const choose = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const kits = [...client.kits.values()].sort((a, b) => a.id.localeCompare(b.id))
  const grid = client.grid
  const shown = grid?.quantity === view.quantity ? grid : undefined
  const present = shown === undefined ? new Map<string, number>() : presentValues(shown)
  const display = displayOf(view.quantity)
  return (
    <>
      <Header {...{ texts, language }} connection={client.connection} onLanguage={setLanguage} />
      <main>
        {client.connection === 'lost' && <p class="banner">{texts.lostLong}</p>}
        {client.asked && kits.length === 0 && <Empty texts={texts} />}
        {kits.length > 0 && (
          <>
            <Figures {...{ present, display, texts, language }} kitCount={kits.length} />
            <section class="card" aria-label={texts.chart}>
              <Controls {...{ view, texts }} onView={setView} />
              {shown !== undefined && (
                <ChartOf grid={shown} {...{ view, chosen, language }} count={client.drawn} />
              )}
            </section>
            <section class="card">
              <h2>{texts.kits}</h2>
              <p class="quiet">{texts.tableHelp}</p>
              <KitTable
                {...{ kits, present, chosen, display, texts, language }}
                nowMs={client.nowMs()}
                onChoose={choose}
              />
              <p>
                <a href="/api/v1/records?format=csv">{texts.download}</a>
                {' · '}
                <a href="/v1.1">{texts.openData}</a>
              </p>
            </section>
          </>
        )}
      </main>
    </>
  )
}

interface ChartOfProps {
  readonly grid: Grid
  readonly view: View
  readonly chosen: ReadonlySet<string>
  readonly language: Language
  /** Another number whenever the grid has changed, since it changes in place. */
  readonly count: number
}

function ChartOf({ grid, view, chosen, language, count }: ChartOfProps) {
  const texts = TEXTS[language]
  const display = displayOf(view.quantity)
  const lines = useMemo(
    () => linesOf(grid, view.hours, display.factor),
    [grid, view.hours, display.factor, count],
  )
  if (lines.ids.length === 0) return <p class="quiet no-data">{texts.noData}</p>
  const name = texts.quantities[view.quantity]
  const logarithmic = view.logarithmic && canBeLogarithmic(view.quantity)
  const fromZero = canBeLogarithmic(view.quantity)
  const look = { language, chosen, logarithmic, fromZero, unit: display.unit }
  const endS = lines.timesS[lines.timesS.length - 1]!
  const minutes = formatNumber(grid.stepS / 60, language, grid.stepS % 60 === 0 ? 0 : 1)
  return (
    <>
      <h2 class="chart-title">
        {name} <span class="quiet">({display.unit})</span>
      </h2>
      <Chart
        {...{ lines, look, texts }}
        decimals={display.decimals}
        summary={`${texts.chart}: ${name}`}
      />
      <p class="quiet">
        {texts.zone} {zoneName(endS, language)}; {texts.eachPoint} {minutes} {texts.minutes}.
      </p>
    </>
  )
}

/** One client for the life of the page; draws again when it has news, and as time passes. */
function useHubClient(view: View): HubClient & { readonly drawn: number } {
  const [drawn, draw] = useReducer((count: number) => count + 1, 0)
  const client = useRef<HubClient | undefined>(undefined)
  client.current ??= new HubClient(view.quantity, view.hours, () => draw(undefined))
  useEffect(() => {
    const ageing = setInterval(() => draw(undefined), AGEING_MS)
    client.current!.open()
    return () => {
      clearInterval(ageing)
      client.current!.close()
    }
  }, [])
  useEffect(() => client.current!.show(view.quantity, view.hours), [view.quantity, view.hours])
  return Object.assign(client.current, { drawn })
}
