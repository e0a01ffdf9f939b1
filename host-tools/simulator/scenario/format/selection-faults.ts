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
  return wordsOf(selection).flatMap((word) => wordFault(word, file, before) ?? [])
}

function wordFault(word: string | number, file: ScenarioFile, before: number): string | undefined {
  const { kits } = file
  const groups = kits.map(({ name }) => name)
  const pick = picked(word)
  switch (pick.kind) {
    case 'hit':
      return hitFault(pick.fault, file, before)
    case 'name':
      return nameFault(pick.name, kits)
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

function hitFault(fault: string, { faults }: ScenarioFile, before: number): string | undefined {
  const names = faults.map(({ name }) => name ?? '')
  const place = names.indexOf(fault)
  if (place >= 0 && place < before) return undefined
  if (place >= 0) return `"${fault}" does not stand above: a fault can only speak of those that do`
  const above = names.slice(0, before).filter((name) => name !== '')
  return `no fault is named "${fault}"${remedy(fault, above)}`
}

/** A kit's id is its group's name and a number, of as many digits as the group's count has. */
function nameFault(name: string, kits: ScenarioFile['kits']): string | undefined {
  const groups = kits.map((group) => group.name)
  if (groups.includes(name)) return undefined
  const [, prefix, number] = /^(.*)-(\d+)$/.exec(name) ?? []
  const group = kits.find((one) => one.name === prefix)
  if (group === undefined)
    return `"${name}" is no kit and no group${remedy(name, ['all', ...groups])}`
  const id = (value: number) => `${prefix}-${String(value).padStart(digitsOf(group.count), '0')}`
  const value = Number(number)
  if (value >= 1 && value <= group.count && name === id(value)) return undefined
  return `"${name}" is no kit: there are ${id(1)} to ${id(group.count)}`
}
