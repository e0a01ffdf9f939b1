/**
 * Narrows a question about observations to the few series that it is about. There are some hundred
 * series and millions of observations; SQLite cannot know that, and would look at all of them.
 */
import type { Expression } from '../odata/expression.ts'
import type { Row } from '../store/database.ts'
import { bound, type Fragment, own, sql } from './fragment.ts'

/** Rows that are read in the order of time before it is tried series by series. */
export const TRIAL_ROWS = 20_000
/** Rows that are read series by series for one page. */
const MERGED_MAX = 100_000

const BEHIND = 'Datastream'

/** What has to hold of the series, as said of a Datastream; and what else has to hold. */
export function split(filter: Expression): { series: Expression[]; rest: Expression[] } {
  const series: Expression[] = []
  const rest: Expression[] = []
  for (const one of conjuncts(filter)) {
    const inner = behind(one)
    if (inner !== undefined && pathsOf(one) > 0) series.push(inner)
    else rest.push(one)
  }
  return { series, rest }
}

function conjuncts(filter: Expression): Expression[] {
  if (filter.kind !== 'logic' || filter.operator !== 'and') return [filter]
  return [...conjuncts(filter.left), ...conjuncts(filter.right)]
}

/** The same, seen from the Datastream; undefined when it speaks of anything else too. */
function behind(expression: Expression): Expression | undefined {
  if (expression.kind === 'path') {
    const [first, ...names] = expression.names
    return first === BEHIND && names.length > 0 ? { ...expression, names } : undefined
  }
  if (expression.kind === 'not' || expression.kind === 'minus') {
    const of = behind(expression.of)
    return of && { ...expression, of }
  }
  if (expression.kind === 'call') {
    const given = expression.given.map(behind)
    return given.every((one) => one !== undefined) ? { ...expression, given } : undefined
  }
  if ('left' in expression) {
    const [left, right] = [behind(expression.left), behind(expression.right)]
    return left && right && { ...expression, left, right }
  }
  return expression
}

function pathsOf(expression: Expression): number {
  if (expression.kind === 'path') return 1
  if (expression.kind === 'not' || expression.kind === 'minus') return pathsOf(expression.of)
  if (expression.kind === 'call')
    return expression.given.reduce((sum, one) => sum + pathsOf(one), 0)
  if ('left' in expression) return pathsOf(expression.left) + pathsOf(expression.right)
  return 0
}

/** Rows of these series; `column` without an index is written with a sign before it. */
export function within(
  series: readonly number[] | undefined,
  column = own('t0.stream'),
): Fragment[] {
  if (series === undefined) return []
  return [sql`${column} IN (SELECT value FROM json_each(${bound(JSON.stringify(series))}))`]
}

/** How many rows of each series a page may take; undefined when there are too many series. */
export function shareOf(series: number, wanted: number): number | undefined {
  if (series * 2 > MERGED_MAX) return undefined
  return Math.max(2, Math.min(wanted, Math.floor(MERGED_MAX / series)))
}

/** Rows of several series in the order that each of them has. */
export function merged(
  parts: readonly (readonly Row[])[],
  order: readonly string[],
  descending: boolean,
): Row[] {
  const sign = descending ? -1 : 1
  return parts.flat().sort((a, b) => {
    const column = order.find((name) => a[name] !== b[name])
    return column === undefined ? 0 : sign * (Number(a[column]) - Number(b[column]))
  })
}
