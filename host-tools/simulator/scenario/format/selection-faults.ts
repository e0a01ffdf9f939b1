/** Why a selection cannot mean what it says: each of its words must lead to kits of the file. */

import { round } from '../../verdict/words.ts'
import { digitsOf } from '../scenario.ts'
import { remedy } from './complaint.ts'
import type { ScenarioFile } from './schema.ts'
import { type Picked, picked, type Selection, wordsOf } from './selection.ts'

/** `before`: only faults before this one count. */
export function selectionFaults(
  selection: Selection,
  file: ScenarioFile,
  before = Infinity,
): string[] {
  const names = file.faults.slice(0, before).flatMap(({ name }) => name ?? [])
  return wordsOf(selection).flatMap((word) => wordFault(word, file, names) ?? [])
}

function wordFault(
  word: string | number,
  { kits }: ScenarioFile,
  faults: readonly string[],
): string | undefined {
  const groups = kits.map(({ name }) => name)
  const pick = picked(word)
  switch (pick.kind) {
    case 'hit':
      if (faults.includes(pick.fault)) return undefined
      return `no fault is named "${pick.fault}"${remedy(pick.fault, faults)}`
    case 'name':
      if (isKit(pick.name, kits)) return undefined
      return `"${pick.name}" is no kit and no group${remedy(pick.name, ['all', ...groups])}`
    case 'number':
    case 'share':
      if (pick.of !== undefined && !groups.includes(pick.of))
        return `"${pick.of}" is no group${remedy(pick.of, groups)}`
      return amountFault(pick, kits)
    default:
      return undefined
  }
}

/** Of the file's own counts: with fewer kits each selection has fewer to draw from. */
function amountFault(
  pick: Extract<Picked, { kind: 'number' | 'share' }>,
  kits: ScenarioFile['kits'],
): string | undefined {
  const { of } = pick
  const among = kits.filter(({ name }) => of === undefined || name === of)
  const all = among.reduce((sum, { count }) => sum + count, 0)
  const asked = pick.kind === 'share' ? `${round(pick.share * 100, 3)} %` : `${pick.count}`
  const wanted = pick.kind === 'share' ? pick.share * all : pick.count
  if (wanted > all) return `${asked} are more than there are: ${all}`
  const isNone = wanted > 0 && Math.round(wanted) === 0
  return isNone ? `${asked} of ${all} are none` : undefined
}

function isKit(name: string, kits: ScenarioFile['kits']): boolean {
  return kits.some((group) => {
    if (group.name === name) return true
    const number = name.startsWith(`${group.name}-`) ? name.slice(group.name.length + 1) : ''
    const isNumber = /^\d+$/.test(number) && number.length === digitsOf(group.count)
    return isNumber && Number(number) >= 1 && Number(number) <= group.count
  })
}
