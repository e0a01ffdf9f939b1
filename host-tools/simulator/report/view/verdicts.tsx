/** The expectations, each with what became of it; where it was not met, on which kit and when. */
import type { Language } from '../../../web/texts.ts'
import type { ReportData, ReportVerdict } from '../data.ts'
import type { ReportTexts } from './texts.ts'

/** Kits that are named before the rest is folded away. */
const OPEN_MAX = 8
const MARKS = { met: '✓', failed: '✗', untried: '–' } as const

interface Props {
  readonly data: ReportData
  readonly texts: ReportTexts
  readonly language: Language
}

export function Verdicts({ data, texts, language }: Props) {
  return (
    <section class="card" aria-labelledby="expectations">
      <h2 id="expectations">{texts.expectations}</h2>
      <ul class="verdicts">
        {data.verdicts.map((verdict) => (
          <li key={verdict.asked.en} class={verdict.outcome}>
            <span class="mark" role="img" aria-label={texts.outcomes[verdict.outcome]}>
              {MARKS[verdict.outcome]}
            </span>
            <div>
              {verdict.asked[language]}
              {verdict.outcome === 'failed' && (
                <span class="quiet"> · {texts.ofKits(verdict.failed, verdict.kits)}</span>
              )}
              <Failures {...{ verdict, texts, language }} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface FailuresProps {
  readonly verdict: ReportVerdict
  readonly texts: ReportTexts
  readonly language: Language
}

function Failures({ verdict, texts, language }: FailuresProps) {
  const { failures } = verdict
  if (failures.length === 0) return null
  const lines = failures.map(({ kit, when, words }) => (
    <li key={kit}>
      {kit !== '' && <strong>{kit}</strong>}
      {when !== '' && ` ${texts.at} ${when}`}
      {kit !== '' && ': '}
      {words[language]}
    </li>
  ))
  const rest = lines.slice(OPEN_MAX)
  const untold = verdict.outcome === 'failed' ? verdict.failed - failures.length : 0
  return (
    <>
      <ul class="failures">{lines.slice(0, OPEN_MAX)}</ul>
      {rest.length > 0 && (
        <details>
          <summary>{texts.more(rest.length + untold)}</summary>
          <ul class="failures">{rest}</ul>
        </details>
      )}
    </>
  )
}
