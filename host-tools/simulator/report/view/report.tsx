/** The whole report: verdict, facts, expectations, charts, map, kits. */
import { useEffect, useState } from 'preact/hooks'
import { formatNumber } from '../../../web/format.ts'
import { preferredLanguage, rememberLanguage } from '../../../web/preferences.ts'
import { LANGUAGES, type Language } from '../../../web/texts.ts'
import type { ReportData } from '../data.ts'
import { Charts } from './charts.tsx'
import { KitMap } from './kit-map.tsx'
import { Kits } from './kits.tsx'
import { REPORT_TEXTS, type ReportTexts } from './texts.ts'
import { Verdicts } from './verdicts.tsx'

const HOUR_S = 3_600

export function Report({ data }: { data: ReportData }) {
  const [language, setLanguage] = useState<Language>(preferredLanguage())
  const texts = REPORT_TEXTS[language]
  useEffect(() => {
    document.documentElement.lang = language
    document.title = data.title[language]
  }, [language])
  const choose = (chosen: Language) => {
    rememberLanguage(chosen)
    setLanguage(chosen)
  }
  const props = { data, texts, language }
  return (
    <main>
      <header>
        <div class="titles">
          <h1>{data.title[language]}</h1>
          {data.about !== null && <p class="quiet">{data.about[language]}</p>}
        </div>
        <Languages language={language} texts={texts} onChoose={choose} />
      </header>
      <p class={data.passed ? 'outcome good' : 'outcome bad'}>
        <span aria-hidden="true">{data.passed ? '✓' : '✗'}</span>{' '}
        {data.passed ? texts.passed : texts.failed}
      </p>
      <Verdicts {...props} />
      <Charts {...props} />
      <Facts {...props} />
      <KitMap {...props} />
      <Kits {...props} />
      <section class="card">
        <h2>{texts.hash}</h2>
        <p class="hash">{data.hash}</p>
        <p class="quiet">{texts.hashHelp}</p>
      </section>
    </main>
  )
}

interface LanguagesProps {
  readonly language: Language
  readonly texts: ReportTexts
  readonly onChoose: (language: Language) => void
}

function Languages({ language, texts, onChoose }: LanguagesProps) {
  return (
    <fieldset class="languages">
      <legend class="unseen">{texts.language}</legend>
      {LANGUAGES.map((one) => (
        <button
          type="button"
          key={one}
          lang={one}
          aria-pressed={one === language}
          onClick={() => onChoose(one)}
        >
          {one === 'nl' ? 'Nederlands' : 'English'}
        </button>
      ))}
    </fieldset>
  )
}

interface FactsProps {
  readonly data: ReportData
  readonly texts: ReportTexts
  readonly language: Language
}

function Facts({ data, texts, language }: FactsProps) {
  const { totals } = data
  const count = (value: number) => formatNumber(value, language)
  const kits =
    data.kitsShown === data.kits
      ? count(data.kits)
      : `${count(data.kitsShown)} / ${count(data.kits)}`
  const losses = totals.powerLosses > 0 ? `, ${count(totals.powerLosses)} ${texts.losses}` : ''
  const start = new Date(data.startLocalS * 1000).toISOString().slice(0, 16).replace('T', ' ')
  const rows: [string, string][] = [
    [texts.kits, kits],
    [texts.start, start],
    [texts.time, `${formatNumber(data.endS / HOUR_S, language, 1)} h`],
    [texts.records, texts.recordsOf(count(totals.records), count(totals.delivered))],
    [texts.waiting, count(totals.backlog)],
    [texts.lost, count(totals.lost)],
    [texts.boots, `${count(totals.boots)}${losses}`],
    [texts.engine, data.engine],
    [texts.seed, String(data.seed)],
    ...Object.entries(totals.cost).map(([name, value]): [string, string] => [name, count(value)]),
  ]
  return (
    <section class="card" aria-labelledby="facts">
      <h2 id="facts">{texts.facts}</h2>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
