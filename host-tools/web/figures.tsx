/** The present in three numbers, large enough for the last row of a class. */
import { type Display, formatNumber, formatValue } from './format.ts'
import { medianOf } from './grid.ts'
import type { Language, Texts } from './texts.ts'

interface FiguresProps {
  readonly present: ReadonlyMap<string, number>
  readonly kitCount: number
  readonly display: Display
  readonly texts: Texts
  readonly language: Language
}

export function Figures({ present, kitCount, display, texts, language }: FiguresProps) {
  const highest = [...present].reduce<[string, number] | undefined>(
    (best, one) => (best === undefined || one[1] > best[1] ? one : best),
    undefined,
  )
  const median = medianOf([...present.values()])
  const show = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : formatValue(value, display, language)
  return (
    <dl class="figures">
      <Figure name={texts.median} value={show(median)} note={texts.newest} strong />
      <Figure name={texts.highest} value={show(highest?.[1])} note={highest?.[0] ?? '–'} />
      <Figure
        name={texts.reporting}
        value={formatNumber(present.size, language)}
        note={`${texts.of} ${formatNumber(kitCount, language)}`}
      />
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly value: string
  readonly note: string
  readonly strong?: boolean
}

function Figure({ name, value, note, strong }: FigureProps) {
  return (
    <div class={strong ? 'figure strong' : 'figure'}>
      <dt>{name}</dt>
      <dd>
        <span class="value">{value}</span> <span class="quiet">{note}</span>
      </dd>
    </div>
  )
}
