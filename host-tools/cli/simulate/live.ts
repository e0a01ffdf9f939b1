/** `meetkit simulate --target`: the scenario's kits against a real server. */
import pc from 'picocolors'
import { LiveRun } from '../../simulator/live/live-run.ts'
import { openTarget } from '../../simulator/live/live-target.ts'
import { assemble, type ScenarioResult } from '../../simulator/run/result.ts'
import { headingOf } from '../../simulator/run/run-scenario.ts'
import { Scenario, type ScenarioSource } from '../../simulator/scenario/scenario.ts'
import { clockText, durationText } from '../../simulator/verdict/words.ts'
import { say } from '../language.ts'
import { startProgress } from '../progress.ts'

/** Kits that fit into one process beside each other. */
const KITS_MAX = 20_000
/** Real time that runs ahead by less than this is not worth a word. */
const BEHIND_MS = 2_000

export interface LiveSettings {
  readonly target: string
  readonly speed: number
  readonly rate: number
  readonly json?: boolean
}

/** Undefined when it was stopped before the end. Rejects when the target is no address. */
export async function runLive(
  source: ScenarioSource,
  settings: LiveSettings,
  isStopped: () => boolean,
): Promise<ScenarioResult | undefined> {
  const scenario = await Scenario.open(source)
  if (scenario.ids.length > KITS_MAX)
    throw new Error(`--target: ${scenario.ids.length} kits are more than ${KITS_MAX}`)
  // Secrets do not belong on a command line, where others can read them.
  const target = await openTarget(settings.target, process.env['MEETKIT_TARGET_AUTHORIZATION'])
  const progress = startProgress(scenario.endS * 1000, !settings.json)
  const run = new LiveRun(scenario, target, {
    speed: settings.speed,
    rate: settings.rate,
    onStep: (timeMs) => {
      progress.update(timeMs, clockText(timeMs / 1000))
      return !isStopped()
    },
  })
  try {
    const { part, behindMs } = await run.run()
    progress.stop()
    if (isStopped()) return undefined
    if (behindMs > BEHIND_MS && !settings.json) tellBehind(behindMs)
    return assemble(headingOf(scenario, 'node'), [part])
  } finally {
    progress.stop()
    await target.close()
  }
}

function tellBehind(behindMs: number): void {
  const late = durationText(behindMs / 1000)
  console.error(
    pc.yellow(
      say(
        `Real time ran ahead by up to ${late}: a lower --speed or a higher --rate keeps pace.`,
        `De echte tijd liep tot ${late} voor: een lagere --speed of hogere --rate houdt het bij.`,
      ),
    ),
  )
}
