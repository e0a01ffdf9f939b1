/** Plays a short scenario against a real server, as fast as it goes. */
import { LiveRun } from '../../../host-tools/simulator/live/live-run.ts'
import { openTarget } from '../../../host-tools/simulator/live/live-target.ts'
import { assemble, type ScenarioResult } from '../../../host-tools/simulator/run/result.ts'
import { headingOf } from '../../../host-tools/simulator/run/run-scenario.ts'
import {
  parseFile,
  type ScenarioFile,
} from '../../../host-tools/simulator/scenario/format/schema.ts'
import { Scenario } from '../../../host-tools/simulator/scenario/scenario.ts'

export const PERIOD_S = 60

/** Half an hour of two kits. */
export function liveScenario(change: object = {}): ScenarioFile {
  return parseFile({
    version: 1,
    title: 'Live',
    place: { latitude: 52, longitude: 5 },
    start: '2025-12-31T18:00:00+01:00',
    duration: '20 min',
    settle: '10 min',
    world: { layers: [{ layer: 'weather', temperature: 5, dewPoint: 3 }] },
    kits: [{ count: 2, parts: [{ part: 'BME280' }], config: { periodS: PERIOD_S } }],
    expect: [{ expect: 'nothing-lost' }, { expect: 'nothing-invented' }],
    ...change,
  })
}

export interface PlayOptions {
  readonly file?: ScenarioFile
  readonly authorization?: string
  readonly stop?: AbortController
  /** Hears the simulated time; false ends the run. */
  readonly onStep?: (timeMs: number, endMs: number) => boolean
}

export async function play(address: string, options: PlayOptions = {}): Promise<ScenarioResult> {
  const { file = liveScenario(), authorization, onStep = () => true } = options
  const target = await openTarget(address, authorization)
  try {
    const scenario = await Scenario.open({ file, folder: '.' })
    const { stop = new AbortController() } = options
    const pace = {
      speed: 100_000,
      rate: 100_000,
      signal: stop.signal,
      onStep: (timeMs: number, endMs: number) => {
        if (!onStep(timeMs, endMs)) stop.abort()
      },
    }
    const { part } = await new LiveRun(scenario, target, pace).run()
    return assemble(headingOf(scenario, 'node'), [part])
  } finally {
    await target.close()
  }
}

export const outcomesOf = ({ verdicts }: ScenarioResult) => verdicts.map(({ outcome }) => outcome)
