/** Runs one drawn scenario, or what is left of it, and tells what it broke. */
import { NodeEngine } from '../engines/node.ts'
import { loadOwnModels } from '../engines/own-models.ts'
import { KitRunner } from '../run/kit-run.ts'
import type { ScenarioFile } from '../scenario/format/schema.ts'
import { Scenario } from '../scenario/scenario.ts'
import { sentenceOf } from '../verdict/sentences.ts'

/** A broken promise, or a firmware that ended. */
export interface Break {
  readonly kit: number
  readonly kitId: string
  /** What was expected; the same for all breaks of one kind. */
  readonly expected: string
  readonly text: string
}

/** The first break among the kits, or among those named. */
export async function breakOf(
  file: ScenarioFile,
  folder: string,
  only?: readonly number[],
): Promise<Break | undefined> {
  const scenario = await Scenario.open({ file, folder })
  // A file that is missing is no fault of the firmware.
  await loadOwnModels(scenario.kit(0).setup)
  for (const number of only ?? scenario.ids.keys()) {
    const runner = new KitRunner(scenario, new NodeEngine())
    const kitId = scenario.ids[number]!
    try {
      await runner.run(number)
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      return { kit: number, kitId, expected: 'the firmware goes on', text }
    }
    const { findings } = runner.part().kits[0]!
    for (const [i, finding] of findings.entries())
      if (finding?.kind === 'failed')
        return {
          kit: number,
          kitId,
          expected: sentenceOf(file.expect[i]!).en,
          text: finding.words.en,
        }
  }
  return undefined
}
