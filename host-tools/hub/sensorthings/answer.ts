/** Answers one request: reads rows, makes entities of them, and expands their links. */
import type { Expression } from '../odata/expression.ts'
import { RequestFault, TextFault } from '../odata/fault.ts'
import { type Expansion, type Options, pairsOf, type Query, tokenText } from '../odata/options.ts'
import type { Row, Sql } from '../store/database.ts'
import type { Budget } from './budget.ts'
import { modelOf } from './entities.ts'
import { bound, type Fragment, joined, own, sql } from './fragment.ts'
import { type Json, propertiesOf } from './json.ts'
import { type Edition, type Entity, linkedTo } from './model.ts'
import { merged, shareOf, split, TRIAL_ROWS, within } from './narrow.ts'
import { beyond, inOrderOfTime, lastOrder, nextPairs, queryText } from './paging.ts'
import { Aliases, type Model, Scope } from './scope.ts'
import { NothingThere, type Target, targetOf } from './target.ts'
import { near, Translator } from './translate.ts'

/** Entities of one collection, when nothing is asked, at most, and for the compact formats. */
const TOP_DEFAULT = 100
const TOP_MAX = 1_000
const TOP_MAX_COMPACT = 10_000
/** Entities of each expanded collection, when nothing is asked. */
const TOP_EXPANDED = 20

export interface Page {
  readonly entities: readonly Json[]
  /** What they were made of. */
  readonly rows: readonly Row[]
  readonly count?: number
  /** The option that the next page takes in place of this one's, if there is one. */
  readonly next?: readonly ['$skip' | '$skiptoken', string]
}

/** What a request is answered with. */
export interface Surroundings {
  readonly sql: Sql
  readonly budget: Budget
  readonly edition: Edition
  /** Address of the service, without a slash at its end. */
  readonly base: string
  readonly nowS: number
}

export class Answer {
  private readonly around: Surroundings
  private readonly model: Model

  constructor(around: Surroundings) {
    this.around = around
    this.model = modelOf(around.edition)
  }

  target(path: string): Target {
    return targetOf(path, this.model, (entity, where) => this.row(entity, where))
  }

  /** Throws NothingThere. */
  entity({ entity, where, path }: Target, query: Query): Json {
    for (const name of ['$filter', '$orderby', '$top', '$skip', '$count', '$skiptoken'])
      if (query.texts.has(name))
        throw new RequestFault(`${name}: there is one ${entity.name} here, and not several`)
    const row = this.row(entity, where)
    if (row === undefined) throw new NothingThere(`there is no ${path.slice(1)}`)
    return this.made(entity, [row], query)[0]!
  }

  page({ entity, where }: Target, options: Options): Page {
    const most = options.format === 'json' ? TOP_MAX : TOP_MAX_COMPACT
    return this.read(entity, where, options, Math.min(options.top ?? TOP_DEFAULT, most))
  }

  private row(entity: Entity, where: (alias: string) => Fragment): Row | undefined {
    const scope = new Scope(entity, 't0')
    const select = sql`SELECT ${columnsOf(scope)} FROM ${scope.from()} WHERE ${where('t0')} LIMIT 1`
    return this.rows(select)[0]
  }

  private read(entity: Entity, where: Where, query: Query, most: number): Page {
    const aliases = new Aliases()
    const scope = new Scope(entity, 't0')
    const { conditions, series } = this.conditions(where, query, aliases, scope)
    const by = query.order === undefined ? [] : this.orders(query.order, aliases, scope)
    const marks = inOrderOfTime(entity, by)
    const beyondLast = query.after === undefined ? [] : [beyond(query, marks, entity)]
    const skip = query.skip ?? 0
    const select = (more: readonly Fragment[], limit: number, offset: number) =>
      this.rows(sql`SELECT ${columnsOf(scope)} FROM ${scope.from()}
        WHERE ${joined([...conditions, ...beyondLast, ...more], ' AND ')}
        ORDER BY ${joined([...by, ...lastOrder(entity, query, by)], ', ')}
        LIMIT ${bound(limit)} OFFSET ${bound(offset)}`)
    const { rows, top } =
      series === undefined || marks === undefined
        ? { rows: select(within(series), most + 1, skip), top: most }
        : this.ofSeries(series, select, { most, skip, entity, descending: marks === 'DESC' })
    const more = rows.length > top
    if (more) rows.length = top
    this.around.budget.take(rows.length)
    const last = rows.at(-1)
    const token = marks && last && tokenText(Number(last['start_s']), String(last['number']))
    const count = () =>
      this.rows(sql`SELECT count(*) AS n FROM ${scope.from()}
        WHERE ${joined([...conditions, ...within(series)], ' AND ')}`)
    return {
      entities: this.made(entity, rows, query),
      rows,
      ...(query.count === true && { count: Number(count()[0]!['n']) }),
      ...(more && { next: token ? ['$skiptoken', token] : ['$skip', String(skip + top)] }),
    }
  }

  /** What has to hold of a row, and, if it is told, of which series it may be. */
  private conditions(
    where: Where,
    { filter }: Query,
    aliases: Aliases,
    scope: Scope,
  ): { conditions: Fragment[]; series?: number[] } {
    const conditions = [where('t0'), scope.spend()]
    if (filter === undefined) return { conditions }
    const { expression, source } = filter
    const translator = this.translator(aliases, source)
    if (scope.entity.name !== 'Observation')
      return { conditions: [...conditions, translator.condition(expression, scope)] }
    const { series, rest } = split(expression)
    conditions.push(...rest.map((one) => translator.condition(one, scope)))
    if (series.length === 0) return { conditions }
    const streams = new Scope(this.model.Datastream, 't0')
    const about = this.translator(new Aliases(), source)
    const found = this.rows(sql`SELECT t0.number FROM ${joinedFrom(streams, about, series)}`)
    return { conditions, series: found.map(({ number }) => Number(number)) }
  }

  /** A page in the order of time: straight on if that finds it soon, else series by series. */
  private ofSeries(
    series: readonly number[],
    select: (more: readonly Fragment[], limit: number, offset: number) => Row[],
    page: { most: number; skip: number; entity: Entity; descending: boolean },
  ): { rows: Row[]; top: number } {
    const { most, skip, entity, descending } = page
    if (series.length === 0) return { rows: [], top: most }
    const inOrder = () => select(within(series, own('+t0.stream')), most + 1, skip)
    const soon = this.around.budget.trial(TRIAL_ROWS, inOrder)
    if (soon !== undefined) return { rows: soon, top: most }
    const share = shareOf(series.length, most + 1 + skip)
    if (share === undefined || share <= skip) return { rows: inOrder(), top: most }
    const parts = series.map((one) => select([sql`t0.stream = ${bound(one)}`], share, 0))
    const rows = merged(parts, entity.order, descending).slice(skip)
    return { rows, top: Math.min(most, share - skip - 1) }
  }

  private rows({ text, values }: Fragment): Row[] {
    return this.around.sql.once(text, [...values])
  }

  private translator(aliases: Aliases, source: Query['source']): Translator {
    return new Translator(this.model, aliases, source, this.around.nowS)
  }

  private orders(order: NonNullable<Query['order']>, aliases: Aliases, scope: Scope): Fragment[] {
    const translator = this.translator(aliases, order.source)
    return order.by.map((one) => {
      const value = translator.order(one, scope)
      return one.descending ? sql`${value} DESC` : value
    })
  }

  /** The entities of these rows, with what is selected and expanded. */
  private made(entity: Entity, rows: readonly Row[], query: Query): Json[] {
    const chosen = this.chosen(entity, query)
    for (const { link, at, query: inner } of query.expand)
      if (!Object.hasOwn(entity.links, link))
        fail(inner.source, at, `${entity.name} leads to no ${link}${near(link, linksOf(entity))}`)
    return rows.map((row) => this.one(entity, row, query, chosen))
  }

  /** Names of what is selected; undefined when everything is. */
  private chosen(entity: Entity, { select, selectSource }: Query): Set<string> | undefined {
    if (select === undefined) return undefined
    const known = [...Object.keys(entity.properties), ...linksOf(entity)]
    const names = select.map(({ name, at }) => {
      const plain = name.replace(/^@iot\./, '').replace(/@iot\.navigationLink$/, '')
      if (plain !== 'selfLink' && !known.includes(plain))
        fail(selectSource!, at, `${entity.name} has no ${name}${near(name, known)}`)
      return plain
    })
    return new Set(names)
  }

  private one(entity: Entity, row: Row, query: Query, chosen: Set<string> | undefined): Json {
    const wanted = (name: string) => chosen === undefined || chosen.has(name)
    const self = `${this.around.base}/${entity.set}(${row['number']})`
    const json: Json = {}
    // After some ten thousand logs a number is longer than JSON's readers can hold.
    const { number } = row
    if (wanted('id')) json['@iot.id'] = typeof number === 'bigint' ? String(number) : number
    if (wanted('selfLink')) json['@iot.selfLink'] = self
    const properties = propertiesOf(entity, row, this.around.edition, this.around.sql)
    for (const [name, value] of Object.entries(properties)) if (wanted(name)) json[name] = value
    const expanded = new Set(query.expand.map(({ link }) => link))
    for (const one of query.expand) this.expand(entity, row, one, self, json)
    for (const name of linksOf(entity))
      if (wanted(name) && !expanded.has(name))
        json[`${name}@iot.navigationLink`] = `${self}/${name}`
    return json
  }

  private expand(entity: Entity, row: Row, expansion: Expansion, self: string, json: Json): void {
    const { link: name, query } = expansion
    const link = entity.links[name]!
    const target = this.model[link.target]
    const top = link.many ? Math.min(query.top ?? TOP_EXPANDED, TOP_MAX) : 1
    const found = this.read(target, (alias) => linkedTo(link, row, alias), query, top)
    if (!link.many) {
      json[name] = found.entities[0] ?? null
      return
    }
    if (found.count !== undefined) json[`${name}@iot.count`] = found.count
    json[name] = found.entities
    if (found.next === undefined) return
    const pairs = nextPairs(pairsOf(query), found.next, top)
    json[`${name}@iot.nextLink`] = `${self}/${name}?${queryText(pairs)}`
  }
}

type Where = (alias: string) => Fragment

function joinedFrom(
  scope: Scope,
  translator: Translator,
  filters: readonly Expression[],
): Fragment {
  const conditions = filters.map((one) => translator.condition(one, scope))
  return sql`${scope.from()} WHERE ${joined(conditions, ' AND ')}`
}

function fail(source: Query['source'], at: number, reason: string): never {
  throw new TextFault(source.option, source.text, at, reason)
}

function linksOf(entity: Entity): string[] {
  return Object.keys(entity.links)
}

function columnsOf({ entity, alias }: Scope): Fragment {
  return own(entity.columns.map((name) => `${alias}.${name}`).join(', '))
}
