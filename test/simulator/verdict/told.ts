/** What an honest kit sent, as a cheat would change it before it comes to the judge. */
import { decode, encode } from 'cborg'
import { RECORD_AVERAGE, RecordWriter } from '../../../device/payload/record.ts'
import type { KitRun } from '../../../host-tools/simulator/engines/engine.ts'
import { NodeEngine } from '../../../host-tools/simulator/engines/node.ts'
import { checkOf } from '../../../host-tools/simulator/guest/journal-notes.ts'
import type { Scenario, ScenarioKit } from '../../../host-tools/simulator/scenario/scenario.ts'
import { Evidence } from '../../../host-tools/simulator/verdict/evidence.ts'
import type { Finding } from '../../../host-tools/simulator/verdict/finding.ts'
import { Judge } from '../../../host-tools/simulator/verdict/judge.ts'
import { type KitView, viewOf } from '../../../host-tools/simulator/verdict/kit-view.ts'
import { openTiny } from './tiny.ts'

export interface Batch {
  log: number
  first: number
  dropped: number
  records: Uint8Array[]
}

/** One body and the moments at which it was taken in. */
export interface Sent {
  batch: Batch
  arrivalsMs: number[]
}

export interface Told {
  readonly scenario: Scenario
  readonly kit: ScenarioKit
  readonly run: KitRun
  readonly sent: Sent[]
}

/** Runs the first kit of a tiny scenario and keeps all that it told. */
export async function toldBy(changes: object): Promise<Told> {
  const scenario = await openTiny(changes)
  const kit = scenario.kit(0)
  const sent: Sent[] = []
  const run = await new NodeEngine().run(
    kit,
    scenario.endS / 3600,
    (body) => sent.push({ batch: decode(body) as Batch, arrivalsMs: [] }),
    (number, timeMs) => sent[number]!.arrivalsMs.push(timeMs),
  )
  return { scenario, kit, run, sent }
}

/** A copy that a test may change as it likes. */
export function copyOf(told: Told): Told {
  return { ...told, run: structuredClone(told.run), sent: structuredClone(told.sent) }
}

export function evidenceOf({ sent }: Told): Evidence {
  const evidence = new Evidence([true])
  const arrivals: [timeMs: number, number: number][] = []
  sent.forEach(({ batch, arrivalsMs }, number) => {
    evidence.upload(encode(batch), 0)
    for (const timeMs of arrivalsMs) arrivals.push([timeMs, number])
  })
  arrivals.sort(([a], [b]) => a - b)
  for (const [timeMs, number] of arrivals) evidence.arrival(number, timeMs)
  return evidence
}

export function viewOfTold(told: Told): KitView {
  return viewOf(told.scenario, told.kit, told.run, evidenceOf(told))
}

/** What each expectation of the scenario finds, by its name. */
export function judged(told: Told): Record<string, Finding | undefined> {
  const findings = new Judge(told.scenario).findings(viewOfTold(told))
  return Object.fromEntries(
    told.scenario.file.expect.map(({ expect: name }, i) => [name, findings[i]]),
  )
}

/** Where a record of this number is, and of which type it is. */
export function placesOf({ sent }: Told, type: number) {
  return sent.flatMap(({ batch }, body) =>
    batch.records.flatMap((bytes, place) =>
      bytes[0] === type ? [{ body, place, number: batch.first + place }] : [],
    ),
  )
}

/** The bytes of an average of one temperature, type and all. */
export function averageOf(startS: number, lengthS: number, mean: number, count = 6): Uint8Array {
  const writer = new RecordWriter()
  writer.beginAverage(1, true, startS, lengthS)
  writer.channel(3, 2, 0, count, count, 0)
  writer.statistics(mean, mean, mean, 0)
  return Uint8Array.of(RECORD_AVERAGE, ...writer.bytes.subarray(0, writer.length))
}

/** As if the firmware itself had made its record so: hub and journal agree on the lie. */
export function forge(told: Told, number: number, bytes: Uint8Array): void {
  for (const { batch } of told.sent)
    if (number >= batch.first && number < batch.first + batch.records.length)
      batch.records[number - batch.first] = bytes
  const { notes } = told.run.report
  notes!.checks[notes!.numbers.indexOf(number)] = checkOf(bytes[0]!, bytes, 1, bytes.length)
}
