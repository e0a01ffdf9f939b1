/** Orders and pages: where one ends and how the next is asked for. */
import { observationKey } from '../about/store.ts'
import { RequestFault } from '../odata/fault.ts'
import type { Query } from '../odata/options.ts'
import { bound, type Fragment, own, sql } from './fragment.ts'
import type { Entity } from './model.ts'

/** What makes every order a total one, so that pages neither overlap nor leave gaps. */
export function lastOrder(entity: Entity, { order }: Query, by: readonly Fragment[]): Fragment[] {
  const descending = order?.by.at(-1)?.descending ?? entity.newestFirst
  const terms = entity.order.map((name) => `t0.${name}${descending ? ' DESC' : ''}`)
  // A column that is named twice would keep SQLite from reading in the order of an index.
  return terms.filter((term) => by.every(({ text }) => text !== term)).map(own)
}

/** `ASC` or `DESC` when time alone orders, so that a row names a place; else undefined. */
export function inOrderOfTime(entity: Entity, by: readonly Fragment[]): 'ASC' | 'DESC' | undefined {
  if (!entity.newestFirst) return undefined
  if (by.length === 0 || (by.length === 1 && by[0]!.text === 't0.start_s DESC')) return 'DESC'
  return by.length === 1 && by[0]!.text === 't0.start_s' ? 'ASC' : undefined
}

/** The rows after the one that the last page ended with, however many have come since. */
export function beyond(
  { after }: Query,
  marks: 'ASC' | 'DESC' | undefined,
  entity: Entity,
): Fragment {
  if (marks === undefined)
    throw new RequestFault('$skiptoken: goes with an order by phenomenonTime alone')
  const { log, sequence, channel } = observationKey(after!.id)
  const columns = own(entity.order.map((name) => `t0.${name}`).join(', '))
  const kit = sql`(SELECT kit FROM main.logs WHERE logs.number = ${bound(log)})`
  const name = sql`(SELECT log FROM main.logs WHERE logs.number = ${bound(log)})`
  return sql`(${columns}) ${own(marks === 'ASC' ? '>' : '<')} (${bound(after!.seconds)},
    ${kit}, ${name}, ${bound(sequence)}, ${bound(channel)})`
}

/** The options of a page, changed to those of the next. */
export function nextPairs(
  pairs: readonly (readonly [string, string])[],
  next: readonly [string, string],
  top?: number,
): (readonly [string, string])[] {
  const replaced = top === undefined ? ['$skip', '$skiptoken'] : ['$skip', '$skiptoken', '$top']
  const kept = pairs.filter(([name]) => !replaced.includes(name))
  return [...kept, ...(top === undefined ? [] : [['$top', String(top)] as const]), next]
}

/** Names and values as the part of an address after the question mark. */
export function queryText(pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%24', '$')}`)
    .join('&')
}
