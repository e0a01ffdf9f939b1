/**
 * What a run of a scenario came to. It is what `--json` prints and what `merge` joins: shards add
 * up to the same result as one run, whatever their order.
 */
import { createHash } from 'node:crypto'
import type { Cost, EngineName } from '../engines/engine.ts'
import type { ExpectationFile } from '../scenario/format/checks.ts'
import { meansNone } from '../scenario/format/selection.ts'
import type { Text } from '../scenario/format/values.ts'
import { type Bins, emptyBins, type KitLine, mergeBins } from '../verdict/bins.ts'
import type { Finding } from '../verdict/finding.ts'
import { type Words, words } from '../verdict/words.ts'
import { chosenLines } from './lines.ts'

export const RESULT_FORMAT = 1

const NO_KIT = words('it speaks of no kit here', 'er is hier geen kit waarover het gaat')

/** What is counted of a kit, and summed over a fleet. */
const SUMMED = [
  'records',
  'delivered',
  'backlog',
  'lost',
  'duplicates',
  'uploads',
  'uploadBytes',
  'flashBytes',
  'flashErases',
  'boots',
  'powerLosses',
  'events',
] as const

/** Records: durable; at the hub; waiting in the kit; and nowhere. */
type Counts = Readonly<Record<(typeof SUMMED)[number], number>>

export interface KitSummary extends Counts {
  readonly number: number
  readonly id: string
  readonly group: string
  readonly eastM: number
  readonly northM: number
  /** SHA-256 of all bodies that the kit sent. */
  readonly hash: string
  readonly cost: Cost
  /** One for each expectation of the scenario; null where it does not speak of this kit. */
  readonly findings: readonly (Finding | null)[]
}

/** What was run; equal for all shards of a run. */
export interface Heading {
  readonly title: Text
  readonly about: Text | null
  /** SHA-256 of the scenario as it was read, with its defaults. */
  readonly scenario: string
  readonly seed: number
  readonly engine: EngineName
  readonly start: string
  readonly durationS: number
  readonly endS: number
  /** Length of a bin of the charts. */
  readonly binS: number
  /** Names of what the fleet measures. */
  readonly quantities: readonly string[]
  /** Of the whole fleet. */
  readonly kits: number
  /** Faults that strike none of them, as `faults[3] (stuck-fan)`. */
  readonly idleFaults: readonly string[]
  readonly expectations: readonly ExpectationFile[]
}

export interface Verdict {
  readonly expectation: ExpectationFile
  /** `untried` where none of the kits that it names could show it, or none was there. */
  readonly outcome: 'met' | 'failed' | 'untried'
  /** Why it is untried, where no kit says so. */
  readonly why?: Words
  /** Kits that it speaks of, those that failed, and those that could not show it. */
  readonly kits: number
  readonly failed: number
  readonly untried: number
}

export interface Totals extends Counts {
  readonly kitSeconds: number
  /** The dearest kit, figure by figure. */
  readonly cost: Cost
}

export interface ScenarioResult {
  readonly format: typeof RESULT_FORMAT
  readonly heading: Heading
  /** Which of how many shards, from 1; absent for a whole run. */
  readonly shard?: readonly [k: number, n: number]
  readonly passed: boolean
  /** SHA-256 over the kits' hashes, in the order of their numbers. */
  readonly hash: string
  readonly verdicts: readonly Verdict[]
  readonly totals: Totals
  readonly bins: Bins
  readonly lines: readonly KitLine[]
  /** In the order of their numbers. */
  readonly kits: readonly KitSummary[]
}

/** What a part of a run gives: a worker's share, or a shard's. */
export interface Part {
  readonly kits: readonly KitSummary[]
  readonly lines: readonly KitLine[]
  readonly bins: Bins
}

/** The result of what was run, out of its parts in any order. */
export function assemble(
  heading: Heading,
  parts: readonly Part[],
  shard?: readonly [number, number],
): ScenarioResult {
  const kits = parts.flatMap((part) => part.kits).sort((a, b) => a.number - b.number)
  const lines = chosenLines(
    heading.kits,
    kits,
    parts.flatMap((part) => part.lines),
  )
  const bins = emptyBins(heading.endS, heading.binS, heading.quantities)
  for (const part of parts) mergeBins(bins, part.bins)
  const hash = createHash('sha256')
  for (const kit of kits) hash.update(kit.hash)
  const verdicts = heading.expectations.map((expectation, i) => verdictOf(expectation, i, kits))
  return {
    format: RESULT_FORMAT,
    heading,
    ...(shard === undefined ? {} : { shard }),
    passed: verdicts.every(({ outcome }) => outcome !== 'failed'),
    hash: hash.digest('hex'),
    verdicts,
    totals: totalsOf(heading, kits),
    bins,
    lines,
    kits,
  }
}

function verdictOf(expectation: ExpectationFile, i: number, kits: readonly KitSummary[]): Verdict {
  const findings = kits.flatMap((kit) => kit.findings[i] ?? [])
  const failed = findings.filter(({ kind }) => kind === 'failed').length
  const untried = findings.filter(({ kind }) => kind === 'untried').length
  // Where it names none, all that it asks is asked of the others.
  const isAsked = meansNone(expectation.kits) ? () => true : isNamed
  const asked = findings.filter(isAsked)
  const isShown = asked.some(({ kind }) => kind === 'met')
  const outcome = failed > 0 ? 'failed' : isShown ? 'met' : 'untried'
  const why = outcome === 'untried' && untried === 0 ? { why: NO_KIT } : {}
  return { expectation, outcome, ...why, kits: findings.length, failed, untried }
}

function isNamed({ isOther }: Finding): boolean {
  return isOther !== true
}

function totalsOf(heading: Heading, kits: readonly KitSummary[]): Totals {
  const sum = (name: (typeof SUMMED)[number]) => kits.reduce((total, kit) => total + kit[name], 0)
  const sums = Object.fromEntries(SUMMED.map((name) => [name, sum(name)])) as Record<
    (typeof SUMMED)[number],
    number
  >
  const cost: Record<string, number> = {}
  for (const kit of kits)
    for (const [name, value] of Object.entries(kit.cost))
      cost[name] = Math.max(cost[name] ?? 0, value)
  return { kitSeconds: kits.length * heading.endS, ...sums, cost }
}
