/** A run as people read it on a terminal, in their language. */
import pc from 'picocolors'
import type { KitSummary, ScenarioResult } from '../../simulator/run/result.ts'
import type { Text } from '../../simulator/scenario/format/values.ts'
import { shippedTitles } from '../../simulator/scenario/open-file.ts'
import { type ScenarioSource, timingOf } from '../../simulator/scenario/scenario.ts'
import { sentenceOf } from '../../simulator/verdict/sentences.ts'
import { durationText, momentText, type Words } from '../../simulator/verdict/words.ts'
import { say } from '../language.ts'

/** Kits that are named one by one under an expectation that failed. */
const NAMED_MAX = 6
const LABEL_LENGTH = 15

function textOf(text: Text): string {
  return typeof text === 'string' ? text : say(text.en, text.nl)
}

const inWords = ({ en, nl }: Words) => say(en, nl)

export function printList(): void {
  const titles = shippedTitles()
  const width = Math.max(...titles.map(({ name }) => name.length))
  for (const { name, title } of titles) console.log(`${name.padEnd(width)}  ${textOf(title)}`)
}

export function printHeading({ file, seed }: ScenarioSource, kits: number, engine: string): void {
  const hours = durationText(timingOf(file).endS)
  const many = `${kits} kit${kits === 1 ? '' : 's'}`
  const how = `${engine}, seed ${seed ?? file.seed}`
  const what = say(
    `Simulating ${many} for ${hours} in ${how}`,
    `Simuleert ${many} gedurende ${hours} in ${how}`,
  )
  console.error(`${pc.bold(textOf(file.title))}\n${pc.dim(what)}`)
}

export function printResult(result: ScenarioResult, seconds: number): void {
  const { totals, heading, kits, shard } = result
  const share = shard === undefined ? '' : ` (${shard[0]}/${shard[1]})`
  const rate = count(Math.round(totals.kitSeconds / Math.max(seconds, 0.001)))
  const [made, arrived] = [count(totals.records), count(totals.delivered)]
  const erases = `${count(totals.flashErases)} ${say('erases', 'keer gewist')}`
  const losses = `${count(totals.powerLosses)} ${say('power losses', 'keer stroom weg')}`
  const rows: [string, string][] = [
    ['kits', `${count(kits.length)}${share}`],
    ['records', say(`${made} made, ${arrived} delivered`, `${made} gemaakt, ${arrived} bezorgd`)],
    [say('still in flash', 'nog in flash'), count(totals.backlog)],
    [say('lost', 'verloren'), totals.lost === 0 ? pc.green('0') : pc.red(count(totals.lost))],
    [say('uploads', 'verzonden'), `${count(totals.uploads)}, ${count(totals.uploadBytes)} bytes`],
    ['flash', `${count(totals.flashBytes)} bytes, ${erases}`],
    ['boots', `${count(totals.boots)}${totals.powerLosses > 0 ? `, ${losses}` : ''}`],
    ...Object.entries(totals.cost).map(([name, value]): [string, string] => [name, count(value)]),
  ]
  if (Number.isFinite(seconds))
    rows.push([
      say('speed', 'snelheid'),
      say(`${rate} kit-seconds a second`, `${rate} kit-seconden per seconde`),
    ])
  for (const [name, value] of rows) console.log(`${pc.dim(name.padEnd(LABEL_LENGTH))} ${value}`)
  console.log()
  printVerdicts(result)
  printIdleFaults(result)
  const verdict = result.passed
    ? pc.green(say('as expected', 'zoals verwacht'))
    : pc.red(say('not as expected', 'niet zoals verwacht'))
  console.log(`\n${verdict}  ${pc.dim(`${heading.engine} ${say('hash', 'hash')} ${result.hash}`)}`)
}

function printVerdicts({ heading, verdicts, kits }: ScenarioResult): void {
  const marks = { met: pc.green('✓'), failed: pc.red('✗'), untried: pc.yellow('–') }
  for (const [i, { expectation, outcome, why, failed, kits: all }] of verdicts.entries()) {
    const of = outcome === 'failed' ? pc.dim(` ${failed} ${say('of', 'van')} ${all} kits`) : ''
    console.log(`${marks[outcome]} ${inWords(sentenceOf(expectation))}${of}`)
    if (why !== undefined) console.log(`    ${inWords(why)}`)
    else if (outcome !== 'met') printFindings(heading.start, kits, i, outcome)
  }
}

function printIdleFaults({ heading }: ScenarioResult): void {
  for (const fault of heading.idleFaults)
    console.log(pc.yellow(say(`! ${fault} strikes no kit`, `! ${fault} treft geen enkele kit`)))
}

function printFindings(
  start: string,
  kits: readonly KitSummary[],
  i: number,
  kind: 'failed' | 'untried',
): void {
  const lines = kits.flatMap(({ id, findings }) => {
    const finding = findings[i]
    if (finding === null || finding === undefined || finding.kind === 'met') return []
    if (finding.kind !== kind) return []
    const atS = 'atS' in finding ? finding.atS : undefined
    const moment = momentText(start, atS ?? 0)
    const when = atS === undefined ? '' : say(` at ${moment}`, ` om ${moment}`)
    return [`${pc.bold(id)}${when}: ${inWords(finding.words)}`]
  })
  const shown = kind === 'failed' ? lines.slice(0, NAMED_MAX) : lines.slice(0, 1)
  for (const line of shown) console.log(`    ${line}`)
  const rest = lines.length - shown.length
  if (rest > 0) console.log(pc.dim(`    ${say(`and ${rest} more`, `en nog ${rest}`)}`))
}

function count(value: number): string {
  return value.toLocaleString(say('en', 'nl'))
}
