/** Models of chips that a kit needs: those that ship by name, others by the path of their file. */
import { statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { Chip } from '../chips/chip.ts'
import { MODELS } from '../chips/models.ts'
import { importOwn } from '../own-module.ts'
import type { KitSetup } from '../sim-kit.ts'

export function modelsOf({ chips }: KitSetup): string[] {
  return [...new Set(chips.map(({ model, part }) => model ?? part))].sort()
}

/** Tells one bundle of models from another, also after a file of the user's was changed. */
export function bundleKey(models: readonly string[]): string {
  return models.map((model) => (isAbsolute(model) ? `${model} ${changedMs(model)}` : model)).join()
}

/** 0 of a file that is not there: bundling it will say so. */
function changedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** Names the file in what goes wrong when a chip is made. */
function named(path: string, make: (typeof MODELS)[string]): (typeof MODELS)[string] {
  return (bench, unit) => {
    let chip: Chip | undefined
    try {
      chip = make(bench, unit)
    } catch (error) {
      throw new Error(`${path}: ${error instanceof Error ? error.message : error}`)
    }
    if (typeof chip !== 'object' || chip === null) throw new Error(`${path}: gives no chip, as {}`)
    return chip
  }
}

/** Loads the user's own into this process. Rejects, with the file's name, for what is no model. */
export async function loadOwnModels({ chips }: KitSetup): Promise<void> {
  for (const { model } of chips)
    if (model !== undefined && MODELS[model] === undefined)
      MODELS[model] = named(model, (await importOwn(model)) as (typeof MODELS)[string])
}
