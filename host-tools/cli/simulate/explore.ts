/** `meetkit simulate --explore 10m`: looks for faults that break a promise, and makes them few. */
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import pc from 'picocolors'
import { stringify } from 'yaml'
import { drawScenario } from '../../simulator/explore/draw.ts'
import { type Exploration, Explorer } from '../../simulator/explore/explore.ts'
import { type Shrunk, shrink } from '../../simulator/explore/shrink.ts'
import type { ScenarioSource } from '../../simulator/scenario/scenario.ts'
import { durationText } from '../../simulator/verdict/words.ts'
import { EXIT_FAILURE, EXIT_INTERRUPTED } from '../exit-codes.ts'
import { untilInterrupted } from '../interruption.ts'
import { say } from '../language.ts'
import { startProgress } from '../progress.ts'

export interface ExploreSettings {
  /** In ms. */
  readonly explore: number
  readonly seed?: number
  readonly workers?: number
  readonly json?: boolean
}

export async function explore(
  base: ScenarioSource | undefined,
  settings: ExploreSettings,
): Promise<void> {
  const seed = settings.seed ?? 1
  const explorer = new Explorer(settings.workers || availableParallelism(), seed, base)
  let interrupted = false
  void untilInterrupted(EXIT_INTERRUPTED).then(() => {
    interrupted = true
    explorer.close()
  })
  const progress = startProgress(settings.explore, !settings.json)
  const startedMs = performance.now()
  const exploration = await explorer.run(settings.explore, ({ tries, kitSeconds }) =>
    progress.update(performance.now() - startedMs, triesText(tries, kitSeconds)),
  )
  progress.stop()
  const { found } = exploration
  const shrunk = found?.found && (await shrinkFound(base, found.seed, settings, () => interrupted))
  if (settings.json) console.log(JSON.stringify({ ...exploration, shrunk: shrunk?.shrunk.file }))
  else tell(exploration, shrunk)
  if (found !== undefined) process.exitCode = EXIT_FAILURE
  else if (interrupted) process.exitCode = EXIT_INTERRUPTED
}

interface Written {
  readonly shrunk: Shrunk
  readonly command: string
}

async function shrinkFound(
  base: ScenarioSource | undefined,
  seed: number,
  { json }: ExploreSettings,
  isStopped: () => boolean,
): Promise<Written> {
  const file = drawScenario(seed, base?.file)
  const folder = base?.folder ?? process.cwd()
  const { breakOf } = await import('../../simulator/explore/try.ts')
  const found = (await breakOf(file, folder))!
  if (!json) console.error(pc.dim(say('Making it shorter …', 'Korter maken …')))
  const shrunk = await shrink(file, folder, found, undefined, isStopped)
  const text = stringify(shrunk.file)
  // Beside the scenario that it comes from if it names files, so that their paths still lead there.
  const isBound = /^ *(- )?file: /m.test(text)
  const path = join(isBound ? folder : '', `explored-${seed}.yaml`)
  writeFileSync(path, text)
  const shown = /^[\w./:\\-]+$/.test(path) ? path : `"${path}"`
  return { shrunk, command: `meetkit simulate ${shown} --only ${shrunk.found.kitId}` }
}

function triesText(tries: number, kitSeconds: number): string {
  const time = durationText(kitSeconds)
  return say(`${tries} scenarios, ${time} of kits`, `${tries} scenario's, ${time} aan kits`)
}

function tell({ tries, kitSeconds, found }: Exploration, written: Written | undefined): void {
  console.log(triesText(tries, kitSeconds))
  if (found === undefined || written === undefined) {
    console.log(pc.green(say('Every promise was kept.', 'Elke belofte is gehouden.')))
    return
  }
  const { shrunk, command } = written
  const { expected, text, kitId } = shrunk.found
  const faults = shrunk.file.faults.length
  const small = say(
    `shortest: ${faults} faults in ${shrunk.file.duration}, after ${shrunk.runs} runs`,
    `kortste: ${faults} storingen in ${shrunk.file.duration}, na ${shrunk.runs} keer`,
  )
  console.log(pc.red(`seed ${found.seed}, ${kitId}: ${expected}: ${text}`))
  console.log(pc.dim(small))
  console.log(command)
}
