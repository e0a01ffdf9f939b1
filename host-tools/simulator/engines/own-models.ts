/** Models of chips that a kit needs: those that ship by name, others by the path of their file. */
import type { Chip } from '../chips/chip.ts'
import { MODELS } from '../chips/models.ts'
import { importOwn } from '../own-module.ts'
import type { KitSetup } from '../sim-kit.ts'

export function modelsOf({ chips }: KitSetup): string[] {
  return [...new Set(chips.map(({ model, part }) => model ?? part))].sort()
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
