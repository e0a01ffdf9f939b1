/** What is wrong with a scenario file, and where: lines and columns count from 1. */
import leven from 'leven'
import type * as v from 'valibot'

/** Keys and places in lists from the top of the file. */
export type Path = readonly (string | number)[]

export interface Complaint {
  readonly line: number
  readonly column: number
  readonly message: string
}

/** The file cannot be used; the message has a line for each complaint. */
export class ScenarioError extends Error {
  readonly complaints: readonly Complaint[]

  constructor(file: string, complaints: readonly Complaint[]) {
    super(
      complaints
        .map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`)
        .join('\n'),
    )
    this.name = 'ScenarioError'
    this.complaints = complaints
  }
}

/** A word is near when so many of its letters are right. */
const NEAR = 0.6

/** `, did you mean "fog"?`, or nothing where no candidate is near. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates)
  return near === undefined ? '' : `, did you mean "${near}"?`
}

function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best = ''
  let bestDistance = Infinity
  for (const candidate of candidates) {
    const distance = leven(word.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  const isNear = bestDistance <= Math.max(word.length, best.length) * (1 - NEAR)
  return isNear ? best : undefined
}

/** As above, with the candidates told where none is near. */
export function remedy(word: string, candidates: readonly string[]): string {
  if (candidates.length === 0) return ''
  return suggestion(word, candidates) || `: one of ${candidates.join(', ')} is wanted`
}

/** An issue of the schema as a path and a sentence. `keysAt` gives the keys allowed at a path. */
export function describe(
  issue: v.BaseIssue<unknown>,
  keysAt: (path: Path) => readonly string[],
): { path: Path; isKey: boolean; message: string } {
  const path = (issue.path ?? []).map(({ key }) => key as string | number)
  const last = path[path.length - 1]
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const keys = keysAt(path.slice(0, -1))
    return { path, isKey: true, message: `unknown key "${last}"${remedy(String(last), keys)}` }
  }
  if (issue.type === 'strict_object' && issue.received === 'undefined')
    return { path: path.slice(0, -1), isKey: false, message: `"${last}" is missing` }
  if (issue.type === 'strict_object' && issue.expected === 'Object')
    return { path, isKey: false, message: `keys with values are wanted, not ${issue.received}` }
  const choices = [...(issue.expected ?? '').matchAll(/"([^"]*)"/g)].map(([, word]) => word!)
  const isChoice = issue.type === 'picklist' || issue.type === 'variant' || issue.type === 'literal'
  if (isChoice && choices.length > 0) {
    const word = typeof issue.input === 'string' ? issue.input : undefined
    const got = wordOf(issue, word)
    if (got === undefined)
      return {
        path: path.slice(0, -1),
        isKey: false,
        message: `"${last}" is missing${meant(issue)}`,
      }
    return { path, isKey: false, message: `"${got}" is not known${remedy(got, choices)}` }
  }
  return { path, isKey: false, message: `${issue.message}${gotten(issue)}` }
}

/** The key that stands for one that is missing, where one is near. */
function meant(issue: v.BaseIssue<unknown>): string {
  const { key, input } = issue.path!.at(-1)!
  const near = nearest(String(key), Object.keys(input as object))
  return near === undefined ? '' : `, did you mean it by "${near}"?`
}

/** What stands in the file for a choice; undefined where nothing does. */
function wordOf(issue: v.BaseIssue<unknown>, word: string | undefined): string | undefined {
  if (word !== undefined) return word
  if (issue.received === 'undefined') return undefined
  return issue.received.replace(/^"|"$/g, '')
}

function gotten(issue: v.BaseIssue<unknown>): string {
  if (issue.input === undefined || /received|, not /.test(issue.message)) return ''
  const text = JSON.stringify(issue.input) ?? String(issue.input)
  return text.length <= 40 ? `, not ${text}` : ''
}
