/** Tiny scenarios: a few kits for an hour or less in still, dry air, run in this thread. */
import type { ScenarioResult } from '../../../host-tools/simulator/run/result.ts'
import { type RunOptions, ScenarioRun } from '../../../host-tools/simulator/run/run-scenario.ts'
import { parseFile } from '../../../host-tools/simulator/scenario/format/schema.ts'
import { Scenario, type ScenarioSource } from '../../../host-tools/simulator/scenario/scenario.ts'
import type { Finding } from '../../../host-tools/simulator/verdict/finding.ts'

export const START_UTC_S = Date.UTC(2025, 11, 31, 17) / 1000

/** 10 °C, 8 and 14 µg/m³, 101325 Pa, from the first second to the last. */
export const STILL_AIR = [
  { layer: 'weather', temperature: 10, dewPoint: -5 },
  { layer: 'background', pm25: 8, pm10: 14, wander: '0 %' },
]

export const BME280 = { part: 'BME280', temperature: 0, humidity: 0, pressure: 0 }
export const SDS011 = { part: 'SDS011', gain: '0 %' }

/** Two kits, a-01 and a-02, for half an hour, where `changes` say nothing else. */
export function sourceOf(changes: object): ScenarioSource {
  const file = parseFile({
    version: 1,
    title: 'Tiny',
    seed: 3,
    place: { latitude: 52, longitude: 5 },
    start: '2025-12-31T18:00:00+01:00',
    duration: '30 min',
    settle: '0 s',
    world: { layers: STILL_AIR },
    kits: [kitsOf({})],
    expect: [],
    ...changes,
  })
  return { file, folder: '.' }
}

export function kitsOf(changes: object): object {
  return {
    name: 'a',
    count: 2,
    parts: [BME280],
    config: { periodS: 60 },
    switchedOnWithin: '0 s',
    ...changes,
  }
}

export async function resultOf(
  changes: object,
  options: Partial<RunOptions> = {},
): Promise<ScenarioResult> {
  const run = await ScenarioRun.open(sourceOf(changes), { engine: 'node', workers: 0, ...options })
  return run.run()
}

export function openTiny(changes: object): Promise<Scenario> {
  return Scenario.open(sourceOf(changes))
}

/** What the expectation at place `i` found at a kit; null where it does not speak of it. */
export function findingAt({ kits }: ScenarioResult, id: string, i = 0): Finding | null {
  return kits.find((kit) => kit.id === id)!.findings[i]!
}

/** `met`, `untried`, or what failed, in English and after a comma in Dutch. */
export function inBoth(finding: Finding | null | undefined): string {
  if (finding === null || finding === undefined) return 'not asked'
  return finding.kind === 'failed' ? `${finding.words.en}, ${finding.words.nl}` : finding.kind
}

export function failure(finding: Finding | null | undefined) {
  if (finding?.kind !== 'failed') throw new Error(`not failed: ${JSON.stringify(finding)}`)
  return finding
}
