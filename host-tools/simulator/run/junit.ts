/** A result as JUnit XML, which CI systems read: a suite a scenario, a case an expectation. */
import builder from 'junit-report-builder'
import { sentenceOf } from '../verdict/sentences.ts'
import { momentText } from '../verdict/words.ts'
import type { ScenarioResult } from './result.ts'

/** Kits that a failure names one by one. */
const NAMED_MAX = 50

export function junitOf(result: ScenarioResult): string {
  const { heading, verdicts, kits, totals, hash } = result
  const title = typeof heading.title === 'string' ? heading.title : heading.title.en
  const junit = builder.newBuilder()
  const suite = junit.testSuite().name(title)
  suite.property('seed', String(heading.seed))
  suite.property('engine', heading.engine)
  suite.property('kits', String(kits.length))
  suite.property('records', String(totals.records))
  suite.property('hash', hash)
  for (const [i, verdict] of verdicts.entries()) {
    const one = suite.testCase().className(title).name(sentenceOf(verdict.expectation).en)
    if (verdict.outcome === 'untried') one.skipped()
    if (verdict.outcome !== 'failed') continue
    const failures = kits.flatMap(({ id, findings }) => {
      const finding = findings[i]
      if (finding?.kind !== 'failed') return []
      const when = finding.atS === undefined ? '' : ` at ${momentText(heading.start, finding.atS)}`
      return [`${id}${when}: ${finding.words.en}`]
    })
    const rest = failures.length - NAMED_MAX
    const lines = rest > 0 ? [...failures.slice(0, NAMED_MAX), `and ${rest} more`] : failures
    one.failure(failures[0] ?? '', 'expectation')
    one.stacktrace(lines.join('\n'))
  }
  return junit.build()
}
