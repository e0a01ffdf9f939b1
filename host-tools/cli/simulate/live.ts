/** `meetkit simulate --target`: the scenario's kits against a real server. */
import pc from 'picocolors'
import { LiveRun } from '../../simulator/live/live-run.ts'
import { openTarget } from '../../simulator/live/live-target.ts'
import { assemble, type ScenarioResult } from '../../simulator/run/result.ts'
import { chosenKits, headingOf } from '../../simulator/run/run-scenario.ts'
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
  readonly only?: readonly string[]
  readonly shard?: readonly [number, number]
}

/** Undefined when it was stopped before the end. Rejects when the target is no address. */
export async function runLive(
  source: ScenarioSource,
  settings: LiveSettings,
  signal: AbortSignal,
): Promise<ScenarioResult | undefined> {
  const scenario = await Scenario.open(source)
  const numbers = chosenKits(scenario, settings)
  if (numbers.length > KITS_MAX)
    throw new Error(`--target: ${numbers.length} kits are more than ${KITS_MAX}`)
  // Secrets do not belong on a command line, where others can read them.
  const target = await openTarget(settings.target, process.env['MEETKIT_TARGET_AUTHORIZATION'])
  const progress = startProgress(scenario.endS * 1000, !settings.json)
  const run = new LiveRun(scenario, target, {
    speed: settings.speed,
    rate: settings.rate,
    numbers,
    signal,
    onStep: (timeMs) => progress.update(timeMs, clockText(timeMs / 1000)),
  })
  try {
    const { part, behindMs, refusals } = await run.run()
    progress.stop()
    if (signal.aborted) return undefined
    tellRefusals(refusals)
    if (behindMs > BEHIND_MS && !settings.json) tellBehind(behindMs)
    return assemble(headingOf(scenario, 'node'), [part], settings.shard)
  } finally {
    progress.stop()
    await target.close()
  }
}

/** On stderr also beside `--json`: whoever looks for the reason finds it. */
function tellRefusals(refusals: ReadonlyMap<string, number>): void {
  for (const [reason, count] of refusals)
    console.error(
      pc.yellow(
        say(`The server: ${reason}, ${count} times.`, `De server: ${reason}, ${count} keer.`),
      ),
    )
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
