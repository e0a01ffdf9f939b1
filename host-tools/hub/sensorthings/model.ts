/** How an entity is described: its properties as columns of our views, and its links. */
import { FOREVER_S } from '../about/store.ts'
import type { Row } from '../store/database.ts'
import { bound, type Fragment, joined, own, sql } from './fragment.ts'

export type ValueType =
  | 'text'
  | 'number'
  | 'truth'
  | 'time'
  | 'duration'
  | 'position'
  | 'shape'
  | 'any'
  | 'null'

export interface Property {
  readonly type: ValueType
  /** The value to compare and to sort by. */
  readonly value: (alias: string) => Fragment
  /** Of a time that is a period's end: its start, which has an index, and how far it is away. */
  readonly indexed?: { readonly value: (alias: string) => Fragment; readonly beforeS: number }
  /** What can be asked of inside of it. */
  readonly inside?: Readonly<Record<string, Omit<Property, 'inside'>>>
}

/** A condition between columns: of the view led to, and of the view that leads there. */
type Pair = readonly [to: string, sign: '=' | '<=' | '>' | '>=' | '<', from: string]

export interface Link {
  readonly target: EntityName
  readonly many: boolean
  readonly pairs: readonly Pair[]
  /** Only rows that stand for the present are linked; the column is in the one or the other. */
  readonly current?: 'from' | 'to'
}

/** The condition that two views are linked, by their aliases, which are ours. */
export function linked({ pairs, current }: Link, from: string, to: string): Fragment {
  const conditions = pairs.map(([a, sign, b]) => own(`${to}.${a} ${sign} ${from}.${b}`))
  if (current !== undefined)
    conditions.push(own(`${current === 'to' ? to : from}.until_s = ${FOREVER_S}`))
  return joined(conditions, ' AND ')
}

/** The same, where one of the two is a row that is known. */
export function linkedTo({ pairs, current }: Link, row: Row, to: string): Fragment {
  const conditions = pairs.map(
    ([a, sign, b]) => sql`${own(`${to}.${a} ${sign}`)} ${bound(row[b] ?? null)}`,
  )
  if (current === 'to') conditions.push(own(`${to}.until_s = ${FOREVER_S}`))
  if (current === 'from') conditions.push(bound(row['until_s'] === FOREVER_S ? 1 : 0))
  return joined(conditions, ' AND ')
}

export interface Entity {
  readonly name: EntityName
  /** Name of the collection. */
  readonly set: string
  readonly view: string
  readonly properties: Readonly<Record<string, Property>>
  readonly links: Readonly<Record<string, Link>>
  /** Columns that name a row and sort it when nothing is asked: newest first for times. */
  readonly order: readonly string[]
  readonly newestFirst: boolean
  /** Columns that the entity's JSON is made of, and those that its links begin at. */
  readonly columns: readonly string[]
}

export type EntityName =
  | 'Thing'
  | 'Location'
  | 'HistoricalLocation'
  | 'Datastream'
  | 'Sensor'
  | 'ObservedProperty'
  | 'Observation'
  | 'FeatureOfInterest'

/** Which of the two editions is spoken. */
export interface Edition {
  readonly version: 'v1.0' | 'v1.1'
  /** RIVM's portal names an average by one time, its end, and has no rows without a value. */
  readonly asPortal: boolean
}
