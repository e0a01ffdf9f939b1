/**
 * A thread that explores: it is born with the first seed and its stride, tries one scenario after
 * the other, and tells each time what came of it, until it is ended.
 */
import { parentPort, workerData } from 'node:worker_threads'
import type { ScenarioFile } from '../scenario/format/schema.ts'
import { timingOf } from '../scenario/scenario.ts'
import { drawScenario } from './draw.ts'
import { type Break, breakOf } from './try.ts'

export interface ExplorerBirth {
  readonly seed: number
  readonly stride: number
  readonly folder: string
  readonly base: ScenarioFile | undefined
}

export interface Tried {
  readonly seed: number
  readonly kitSeconds: number
  readonly found: Break | undefined
}

const { seed: first, stride, folder, base } = workerData as ExplorerBirth

for (let seed = first; ; seed += stride) {
  const file = drawScenario(seed, base)
  const found = await breakOf(file, folder)
  const kits = file.kits.reduce((sum, { count }) => sum + count, 0)
  const tried: Tried = { seed, kitSeconds: kits * timingOf(file).endS, found }
  parentPort!.postMessage(tried)
}
