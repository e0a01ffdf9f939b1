/** From filters and orders to conditions of SQL. Types are checked, so that errors are clear. */
import leven from 'leven'
import type { Expression } from '../odata/expression.ts'
import { TextFault } from '../odata/fault.ts'
import { timeOf } from '../odata/literals.ts'
import type { Order, Query } from '../odata/options.ts'
import { bound, type Fragment, own, sql } from './fragment.ts'
import { callFunction } from './functions.ts'
import type { Property, ValueType } from './model.ts'
import { type Aliases, type Found, type Model, Scope, Some } from './scope.ts'

/** A piece of SQL and what it is. */
export interface Typed {
  readonly type: ValueType
  readonly sql: Fragment
  readonly indexed?: { readonly sql: Fragment; readonly beforeS: number }
}

const SIGNS = { eq: 'IS', ne: 'IS NOT', gt: '>', ge: '>=', lt: '<', le: '<=' } as const
const ARITHMETIC = { add: '+', sub: '-', mul: '*', div: '/', mod: '%' } as const
const NAMES: Readonly<Record<ValueType, string>> = {
  text: 'text',
  number: 'a number',
  truth: 'true or false',
  time: 'a time',
  duration: 'a duration',
  position: 'a position',
  shape: 'a shape',
  any: 'a value',
  null: 'null',
}

/** Translates what stands in one option. */
export class Translator {
  private readonly model: Model
  private readonly aliases: Aliases
  private readonly source: Query['source']
  private readonly nowS: number

  constructor(model: Model, aliases: Aliases, source: Query['source'], nowS: number) {
    this.model = model
    this.aliases = aliases
    this.source = source
    this.nowS = nowS
  }

  condition(expression: Expression, scope: Scope): Fragment {
    if (expression.kind === 'logic') {
      const left = this.condition(expression.left, scope)
      const right = this.condition(expression.right, scope)
      return sql`(${left} ${own(expression.operator === 'and' ? 'AND' : 'OR')} ${right})`
    }
    if (expression.kind === 'not') {
      // What is not known is not so, and then its opposite is.
      return sql`(NOT coalesce(${this.condition(expression.of, scope)}, 0))`
    }
    const some = new Some()
    const atom = this.value(expression, scope, some)
    if (atom.type !== 'truth' && atom.type !== 'any')
      this.fail(expression.at, `this is ${NAMES[atom.type]}, and a comparison is expected`)
    return some.wrap(atom.sql)
  }

  /** A value to sort by. */
  order({ by }: Order, scope: Scope): Fragment {
    const some = new Some()
    const value = this.value(by, scope, some)
    if (value.type === 'position' || value.type === 'shape')
      this.fail(by.at, `nothing can be ordered by ${NAMES[value.type]}`)
    if (some.wrap(value.sql) !== value.sql)
      this.fail(by.at, 'this leads to many, and nothing can be ordered by that')
    return value.indexed?.sql ?? value.sql
  }

  value(expression: Expression, scope: Scope, some: Some): Typed {
    switch (expression.kind) {
      case 'value':
        return literal(expression.value)
      case 'time':
        return { type: 'time', sql: bound(expression.seconds) }
      case 'duration':
        return { type: 'duration', sql: bound(expression.seconds) }
      case 'shape':
        return { type: 'shape', sql: own('NULL') }
      case 'path':
        return this.path(expression, scope, some)
      case 'minus': {
        const of = this.value(expression.of, scope, some)
        this.expect(of, ['number', 'duration'], expression.at)
        return { type: of.type === 'any' ? 'number' : of.type, sql: sql`(- ${of.sql})` }
      }
      case 'calculate':
        return this.calculation(expression, scope, some)
      case 'compare':
        return this.comparison(expression, scope, some)
      case 'call': {
        const given = expression.given.map((one) => this.value(one, scope, some))
        const fail = (i: number, reason: string) =>
          this.fail(expression.given[i]?.at ?? expression.at, reason)
        return callFunction(expression, given, this.nowS, fail)
      }
      case 'logic':
      case 'not':
        return { type: 'truth', sql: this.condition(expression, scope) }
    }
  }

  fail(at: number, reason: string): never {
    throw new TextFault(this.source.option, this.source.text, at, reason)
  }

  private expect({ type }: Typed, types: readonly ValueType[], at: number): void {
    if (type === 'any' || type === 'null' || types.includes(type)) return
    const wanted = types.map((one) => NAMES[one]).join(' or ')
    this.fail(at, `this is ${NAMES[type]}, and ${wanted} is expected`)
  }

  private comparison(
    { operator, left, right, at }: Expression & { kind: 'compare' },
    scope: Scope,
    some: Some,
  ): Typed {
    const equality = operator === 'eq' || operator === 'ne'
    const a = this.value(left, scope, some)
    const b = this.value(right, scope, some)
    const x = this.asTime(a, left, b)
    const y = this.asTime(b, right, a)
    const loose = [x.type, y.type].some((type) => type === 'any' || type === 'null')
    if (!loose && x.type !== y.type)
      this.fail(at, `${NAMES[x.type]} cannot be compared with ${NAMES[y.type]}`)
    for (const { type } of [x, y])
      if (type === 'position' || type === 'shape')
        this.fail(at, `${NAMES[type]} cannot be compared; there is geo.distance and st_within`)
    const sign = own(SIGNS[operator])
    const exact = sql`(${x.sql} ${sign} ${y.sql})`
    if (equality && operator === 'ne') return { type: 'truth', sql: exact }
    return { type: 'truth', sql: narrowed(exact, operator, x, y) }
  }

  /** RIVM's clients write times between quotes. */
  private asTime(value: Typed, expression: Expression, other: Typed): Typed {
    if (other.type !== 'time' || value.type !== 'text') return value
    if (expression.kind !== 'value') return value
    const seconds = timeOf(String(expression.value))
    if (seconds === undefined) this.fail(expression.at, 'this is no time that exists, from 1970 on')
    return { type: 'time', sql: bound(seconds) }
  }

  private calculation(
    { operator, left, right, at }: Expression & { kind: 'calculate' },
    scope: Scope,
    some: Some,
  ): Typed {
    const a = this.value(left, scope, some)
    const b = this.value(right, scope, some)
    const sign = own(ARITHMETIC[operator])
    const sum = sql`(${a.sql} ${sign} ${b.sql})`
    if (a.type === 'time' || b.type === 'time' || a.type === 'duration') {
      const fits =
        (operator === 'add' && b.type === 'duration') ||
        (operator === 'sub' && (b.type === 'duration' || (a.type === 'time' && b.type === 'time')))
      if (!fits) this.fail(at, 'with times only a duration can be added or taken away')
      return { type: a.type === b.type ? 'duration' : a.type, sql: sum }
    }
    this.expect(a, ['number'], left.at)
    this.expect(b, ['number'], right.at)
    // SQL divides whole numbers without the rest.
    return {
      type: 'number',
      sql: operator === 'div' ? sql`(${a.sql} * 1.0 / ${b.sql})` : sum,
    }
  }

  private path({ names, at }: Expression & { kind: 'path' }, scope: Scope, some: Some): Typed {
    const { property, alias, inside } = this.find(names, at, scope, some)
    if (inside.length === 0) return typed(property, alias)
    const named = property.inside?.[inside[0]!]
    if (named !== undefined && inside.length === 1) return typed(named, alias)
    if (property.type !== 'any' || property.inside !== undefined)
      this.fail(at, `${names.join('/')} is not known here`)
    const place = `$${inside.map((name) => `."${name}"`).join('')}`
    return { type: 'any', sql: sql`json_extract(${property.value(alias)}, ${bound(place)})` }
  }

  private find(names: readonly string[], at: number, from: Scope, some: Some): Found {
    let scope = from
    for (const [i, written] of names.entries()) {
      const name = written === '@iot.id' ? 'id' : written
      const { properties, links } = scope.entity
      if (Object.hasOwn(properties, name))
        return { property: properties[name]!, alias: scope.alias, inside: names.slice(i + 1) }
      const link = Object.hasOwn(links, name) ? links[name]! : undefined
      if (link === undefined) this.unknown(name, at, scope)
      const make = () =>
        new Scope(
          this.model[link.target],
          this.aliases.next((reason) => this.fail(at, reason)),
        )
      scope = link.many
        ? some.many(`${scope.alias}/${name}`, scope, link, make)
        : scope.one(name, link, make)
    }
    return this.fail(at, `${names.join('/')} is an entity; name one of its properties`)
  }

  private unknown(name: string, at: number, { entity }: Scope): never {
    const known = [...Object.keys(entity.properties), ...Object.keys(entity.links)]
    return this.fail(at, `${entity.name} has no ${name}${near(name, known)}`)
  }
}

/** What was probably meant, or all there is. */
export function near(name: string, known: readonly string[]): string {
  const best = [...known].sort((a, b) => leven(a, name) - leven(b, name))[0]!
  if (leven(best.toLowerCase(), name.toLowerCase()) <= 3) return `; ${best}?`
  return `; it has ${known.join(', ')}`
}

function typed(property: Omit<Property, 'inside'>, alias: string): Typed {
  const value: Typed = { type: property.type, sql: property.value(alias) }
  const { indexed } = property
  if (indexed === undefined) return value
  return { ...value, indexed: { sql: indexed.value(alias), beforeS: indexed.beforeS } }
}

function literal(value: string | number | boolean | null): Typed {
  if (value === null) return { type: 'null', sql: own('NULL') }
  if (typeof value === 'boolean') return { type: 'truth', sql: bound(value ? 1 : 0) }
  return { type: typeof value === 'string' ? 'text' : 'number', sql: bound(value) }
}

/** Adds what follows for a column with an index, so that not every row has to be looked at. */
function narrowed(exact: Fragment, operator: string, x: Typed, y: Typed): Fragment {
  const [indexed, other, flipped] = x.indexed ? [x, y, false] : [y, x, true]
  if (indexed.indexed === undefined || other.type !== 'time' || other.indexed) return exact
  const { sql: start, beforeS } = indexed.indexed
  const after = flipped ? ['lt', 'le', 'eq'] : ['gt', 'ge', 'eq']
  const before = flipped ? ['gt', 'ge', 'eq'] : ['lt', 'le', 'eq']
  let condition = exact
  if (after.includes(operator))
    condition = sql`(${condition} AND ${start} >= ${other.sql} - ${bound(beforeS)})`
  if (before.includes(operator)) condition = sql`(${condition} AND ${start} <= ${other.sql})`
  return condition
}
