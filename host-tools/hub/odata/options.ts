/** The options of a request: what they ask for, checked as far as it goes without the model. */
import type { Expression } from './expression.ts'
import { RequestFault, TextFault } from './fault.ts'
import { Reader } from './filter.ts'
import { tokensOf } from './tokens.ts'

/** `$expand` within `$expand`. */
const EXPAND_DEPTH_MAX = 4
/** Names in `$select`, parts of `$orderby`, entries of one `$expand`. */
const LIST_MAX = 30
const COUNT_MAX = 1_000_000_000

export interface Order {
  readonly by: Expression
  readonly descending: boolean
}

export interface Expansion {
  readonly link: string
  readonly at: number
  readonly query: Query
}

/** What one level of a request asks for. */
export interface Query {
  /** Name of the option that this level's texts stand in, and that text. */
  readonly source: { readonly option: string; readonly text: string }
  filter?: { readonly expression: Expression; readonly source: Query['source'] }
  order?: { readonly by: readonly Order[]; readonly source: Query['source'] }
  select?: readonly { readonly name: string; readonly at: number }[]
  selectSource?: Query['source']
  /** Texts of the options but `$expand`, as they came. */
  readonly texts: Map<string, string>
  expand: Expansion[]
  top?: number
  skip?: number
  count?: boolean
  /** From a link to a next page: that page begins after this row. */
  after?: { readonly seconds: number; readonly id: bigint }
}

export type ResultFormat = 'json' | 'dataArray' | 'csv'

export interface Options extends Query {
  format: ResultFormat
}

type OptionName =
  | '$filter'
  | '$orderby'
  | '$select'
  | '$expand'
  | '$top'
  | '$skip'
  | '$count'
  | '$skiptoken'

/** `pairs`: names and values as they came, decoded. Throws RequestFault. */
export function optionsOf(pairs: readonly (readonly [string, string])[]): Options {
  const options: Options = {
    source: { option: '', text: '' },
    texts: new Map(),
    expand: [],
    format: 'json',
  }
  const seen = new Set<string>()
  for (const [name, value] of pairs) {
    if (seen.has(name)) throw new RequestFault(`${name}: given more than once`)
    seen.add(name)
    if (name === '$resultFormat') options.format = formatOf(value)
    else if (isOption(name)) readOption(options, name, value)
    else
      throw new RequestFault(
        `${name}: is not known here; there are ${OPTIONS.join(', ')} and $resultFormat`,
      )
  }
  return options
}

const OPTIONS: readonly OptionName[] = [
  '$filter',
  '$expand',
  '$select',
  '$orderby',
  '$top',
  '$skip',
  '$count',
  '$skiptoken',
]

function isOption(name: string): name is OptionName {
  return (OPTIONS as readonly string[]).includes(name)
}

function formatOf(value: string): ResultFormat {
  const format = value.toLowerCase()
  if (format === 'dataarray') return 'dataArray'
  if (format === 'csv' || format === 'json') return format
  throw new RequestFault('$resultFormat: must be dataArray, CSV or JSON')
}

function readOption(query: Query, name: OptionName, value: string): void {
  const reader = new Reader(name, value, tokensOf(name, value))
  readInto(query, name, reader, 1)
  reader.expectEnd()
  if (name !== '$expand') query.texts.set(name, value)
}

/** Reads the value of one option, as far as it goes. */
function readInto(query: Query, name: OptionName, reader: Reader, depth: number): void {
  const source = { option: reader.option, text: reader.text }
  if (name === '$filter') query.filter = { expression: reader.expression(), source }
  else if (name === '$orderby') query.order = { by: listOf(reader, () => orderOf(reader)), source }
  else if (name === '$select') {
    query.select = listOf(reader, () => selected(reader))
    query.selectSource = source
  } else if (name === '$expand')
    query.expand = merged(
      reader,
      listOf(reader, () => expansion(reader, depth)),
    )
  else if (name === '$count') query.count = truth(reader)
  else if (name === '$top') query.top = wholeNumber(reader)
  else if (name === '$skip') query.skip = wholeNumber(reader)
  else query.after = skipToken(reader)
}

function listOf<T>(reader: Reader, item: () => T): T[] {
  const items: T[] = []
  do {
    if (items.length === LIST_MAX) reader.fail(`more than ${LIST_MAX} entries`)
    items.push(item())
  } while (reader.takeIf('sign', ','))
  return items
}

function orderOf(reader: Reader): Order {
  const by = reader.expression()
  const descending = reader.takeIf('name', 'desc')
  if (!descending) reader.takeIf('name', 'asc')
  return { by, descending }
}

function selected(reader: Reader): { name: string; at: number } {
  const { names, at } = reader.path()
  return { name: names.join('/'), at }
}

function wholeNumber(reader: Reader): number {
  const token = reader.peek()
  if (token.kind !== 'number' || !/^\d{1,10}$/.test(token.text) || Number(token.text) > COUNT_MAX)
    reader.fail(`a whole number from 0 to ${COUNT_MAX} is expected`)
  reader.take()
  return Number(token.text)
}

/** Written by `tokenText`; clients only hand it back. */
function skipToken(reader: Reader): NonNullable<Query['after']> {
  const numbers: string[] = []
  do {
    const { kind, text } = reader.peek()
    if (kind !== 'number' || !/^\d{1,18}$/.test(text))
      reader.fail('this comes from a link to a next page, and is not to be changed')
    numbers.push(reader.take().text)
  } while (numbers.length < 2 && reader.takeIf('sign', '-'))
  const [seconds, id] = numbers
  if (id === undefined) reader.fail('this comes from a link to a next page, whole')
  return { seconds: Number(seconds), id: BigInt(id!) }
}

export function tokenText(seconds: number, id: string): string {
  return `${seconds}-${id}`
}

function truth(reader: Reader): boolean {
  if (reader.takeIf('name', 'true')) return true
  if (reader.takeIf('name', 'false')) return false
  return reader.fail('true or false is expected')
}

/** `A`, `A/B` or `A/B($top=1;$select=id)`: options belong to the last name. */
function expansion(reader: Reader, depth: number): Expansion {
  const { names, at } = reader.path()
  const source = { option: reader.option, text: reader.text }
  const last = depth + names.length - 1
  if (last > EXPAND_DEPTH_MAX)
    reader.fail(`at most ${EXPAND_DEPTH_MAX} levels of $expand are answered`, at)
  const query: Query = { source, texts: new Map(), expand: [] }
  if (reader.takeIf('sign', '(')) {
    const seen = new Set<string>()
    do {
      const token = reader.take()
      if (token.kind !== 'name' || !isOption(token.text))
        reader.fail(`one of ${OPTIONS.join(', ')} is expected`, token.at)
      if (seen.has(token.text)) reader.fail(`${token.text} is given more than once`, token.at)
      seen.add(token.text)
      reader.expectSign('=')
      const begin = reader.peek().at
      readInto(query, token.text, reader, last + 1)
      const text = reader.text.slice(begin, reader.peek().at).trim()
      if (token.text !== '$expand') query.texts.set(token.text, text)
    } while (reader.takeIf('sign', ';'))
    reader.expectSign(')')
  }
  return names.reduceRight<Expansion>(
    (inner, link, i) =>
      i === names.length - 1
        ? inner
        : { link, at, query: { source, texts: new Map(), expand: [inner] } },
    { link: names[names.length - 1]!, at, query },
  )
}

/** `Datastreams,Datastreams/Sensor` is one expansion of Datastreams. */
function merged(reader: Reader, expansions: readonly Expansion[]): Expansion[] {
  const byLink = new Map<string, Expansion>()
  for (const one of expansions) {
    const before = byLink.get(one.link)
    if (before === undefined) byLink.set(one.link, one)
    else if (isPlain(one.query)) before.query.expand.push(...one.query.expand)
    else if (isPlain(before.query)) {
      one.query.expand.push(...before.query.expand)
      byLink.set(one.link, one)
    } else
      throw new TextFault(reader.option, reader.text, one.at, `${one.link} is expanded already`)
  }
  for (const one of byLink.values()) {
    const inner = merged(reader, one.query.expand)
    one.query.expand.splice(0, one.query.expand.length, ...inner)
  }
  return [...byLink.values()]
}

/** Has nothing but expansions. */
function isPlain(query: Query): boolean {
  const { filter, order, select, top, skip, count, after } = query
  return [filter, order, select, top, skip, count, after].every((option) => option === undefined)
}

/** The options of one level again, as names and values of an address. */
export function pairsOf(query: Query): [string, string][] {
  const pairs: [string, string][] = [...query.texts]
  if (query.expand.length > 0) pairs.push(['$expand', query.expand.map(expansionText).join()])
  return pairs
}

function expansionText({ link, query }: Expansion): string {
  const inner = pairsOf(query).map(([name, value]) => `${name}=${value}`)
  return inner.length === 0 ? link : `${link}(${inner.join(';')})`
}
