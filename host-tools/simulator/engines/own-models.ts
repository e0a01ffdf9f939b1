/** Models of chips that a kit needs: those that ship by name, others by the path of their file. */
import { MODELS } from '../chips/models.ts'
import { importOwn } from '../own-module.ts'
import type { KitSetup } from '../sim-kit.ts'

export function modelsOf({ chips }: KitSetup): string[] {
  return [...new Set(chips.map(({ model, part }) => model ?? part))].sort()
}

/** Loads the user's own into this process. Rejects, with the file's name, for what is no model. */
export async function loadOwnModels({ chips }: KitSetup): Promise<void> {
  for (const { model } of chips)
    if (model !== undefined && MODELS[model] === undefined)
      MODELS[model] = (await importOwn(model)) as (typeof MODELS)[string]
}
