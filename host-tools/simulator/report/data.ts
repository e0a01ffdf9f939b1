/** What a report page shows, cut down to what a page can hold. */
import { QUANTITIES } from '../../../device/quantities.ts'
import type { ScenarioResult } from '../run/result.ts'
import type { Bin } from '../verdict/bins.ts'
import { sentenceOf } from '../verdict/sentences.ts'
import { momentText, type Words, wallSeconds, words } from '../verdict/words.ts'

/** Kits that are named under one expectation, and rows of the table of kits. */
const NAMED_MAX = 200
const ROWS_MAX = 1_000
const POINTS_MAX = 5_000

export interface ReportFailure {
  /** Empty where none says it. */
  readonly kit: string
  /** Time since the start, or empty. */
  readonly when: string
  readonly words: Words
}

export interface ReportVerdict {
  readonly outcome: 'met' | 'failed' | 'untried'
  readonly asked: Words
  readonly kits: number
  readonly failed: number
  /** Of those that failed, or, where nobody could show it, why. */
  readonly failures: readonly ReportFailure[]
}

export interface ReportRow {
  readonly kit: string
  readonly group: string
  readonly records: number
  readonly delivered: number
  readonly backlog: number
  readonly lost: number
  readonly boots: number
  readonly hasFailed: boolean
}

/** Means in a quantity's unit, by bin; null where there is none. */
export interface ReportSeries {
  readonly quantity: string
  readonly unit: string
  readonly decimals: number
  readonly mean: readonly (number | null)[]
  readonly low: readonly (number | null)[]
  readonly high: readonly (number | null)[]
  readonly truth: readonly (number | null)[]
  readonly kits: readonly { readonly kit: string; readonly values: readonly (number | null)[] }[]
}

export interface ReportData {
  readonly title: Words
  readonly about: Words | null
  readonly passed: boolean
  readonly engine: string
  readonly seed: number
  readonly hash: string
  readonly kits: number
  readonly kitsShown: number
  readonly shard: string
  /** Local time at the start: seconds since 1970 as if it were UTC. */
  readonly startLocalS: number
  readonly durationS: number
  readonly endS: number
  readonly binS: number
  readonly totals: ScenarioResult['totals']
  readonly verdicts: readonly ReportVerdict[]
  readonly series: readonly ReportSeries[]
  readonly rows: readonly ReportRow[]
  readonly rowsLeft: number
  /** Metres east and north, and whether the kit failed. */
  readonly map: readonly (readonly [kit: string, eastM: number, northM: number, failed: boolean])[]
}

export function reportData(result: ScenarioResult): ReportData {
  const { heading, kits, totals, bins, hash, passed, shard } = result
  const { title, about } = heading
  const both = (text: typeof title): Words =>
    typeof text === 'string' ? words(text, text) : words(text.en, text.nl)
  const failedKits = kits.filter(({ findings }) => findings.some(isFailure))
  const others = kits.filter(({ findings }) => !findings.some(isFailure))
  const shown = [...failedKits, ...others].slice(0, ROWS_MAX)
  shown.sort((a, b) => a.number - b.number)
  return {
    title: both(title),
    about: about === null ? null : both(about),
    passed,
    engine: heading.engine,
    seed: heading.seed,
    hash,
    kits: heading.kits,
    kitsShown: kits.length,
    shard: shard === undefined ? '' : shard.join('/'),
    startLocalS: wallSeconds(heading.start),
    durationS: heading.durationS,
    endS: heading.endS,
    binS: bins.binS,
    totals,
    verdicts: verdictsOf(result),
    series: seriesOf(result),
    rows: shown.map((kit) => ({
      kit: kit.id,
      group: kit.group,
      records: kit.records,
      delivered: kit.delivered,
      backlog: kit.backlog,
      lost: kit.lost,
      boots: kit.boots,
      hasFailed: kit.findings.some(isFailure),
    })),
    rowsLeft: kits.length - shown.length,
    map: [...others, ...failedKits]
      .slice(-POINTS_MAX)
      .map(({ id, eastM, northM, findings }) => [id, eastM, northM, findings.some(isFailure)]),
  }
}

type Finding = ScenarioResult['kits'][number]['findings'][number]

function isFailure(finding: Finding): boolean {
  return finding?.kind === 'failed'
}

function verdictsOf({ heading, verdicts, kits }: ScenarioResult): ReportVerdict[] {
  return verdicts.map(({ expectation, outcome, why, kits: all, failed }, i) => {
    const failures = kits.flatMap(({ id, findings }): ReportFailure[] => {
      const finding = findings[i]
      if (finding === null || finding === undefined || finding.kind === 'met') return []
      if (finding.kind !== outcome) return []
      const atS = 'atS' in finding ? finding.atS : undefined
      const when = atS === undefined ? '' : momentText(heading.start, atS)
      return [{ kit: id, when, words: finding.words }]
    })
    if (why !== undefined) failures.push({ kit: '', when: '', words: why })
    const shown = failures.slice(0, outcome === 'failed' ? NAMED_MAX : 1)
    return { outcome, asked: sentenceOf(expectation), kits: all, failed, failures: shown }
  })
}

function seriesOf({ bins, lines }: ScenarioResult): ReportSeries[] {
  return QUANTITIES.flatMap(({ name, unit, decimals }) => {
    const own = bins.quantities[name] ?? []
    if (own.every(({ count }) => count === 0)) return []
    const steps = 10 ** decimals
    const inUnit = (value: number) => Number((value / steps).toFixed(decimals))
    const each = (value: (bin: Bin) => number) =>
      own.map((bin) => (bin.count === 0 ? null : inUnit(value(bin))))
    return [
      {
        quantity: name,
        unit,
        decimals: Math.min(decimals, 1),
        mean: each(({ sum, count }) => sum / count),
        low: each(({ minimum }) => minimum),
        high: each(({ maximum }) => maximum),
        truth: each(({ truth, count }) => truth / count),
        kits: lines.flatMap(({ kit, quantities }) => {
          const values = quantities[name]?.map((value) => (value === null ? null : inUnit(value)))
          return values === undefined ? [] : [{ kit, values }]
        }),
      },
    ]
  })
}
