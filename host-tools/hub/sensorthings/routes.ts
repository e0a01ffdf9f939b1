/** The OGC SensorThings API for reading, in the editions 1.1 and, as RIVM's portal has it, 1.0. */
import { type Context, Hono } from 'hono'
import type { About } from '../about/about.ts'
import { RequestFault } from '../odata/fault.ts'
import { type Options, optionsOf, type Query } from '../odata/options.ts'
import type { Sql } from '../store/database.ts'
import { Answer } from './answer.ts'
import { Budget } from './budget.ts'
import { modelOf } from './entities.ts'
import { csvOf, dataArrays } from './formats.ts'
import type { Json } from './json.ts'
import type { Edition } from './model.ts'
import { nextPairs, queryText } from './paging.ts'
import { NothingThere, type Target } from './target.ts'

const EDITIONS: readonly Edition[] = [
  { version: 'v1.1', asPortal: false },
  { version: 'v1.0', asPortal: true },
]

/** Requirements of the standard that are met. */
const CONFORMANCE = [
  'datamodel',
  'resource-path/resource-path-to-entities',
  'request-data',
  'data-array/data-array',
].map((name) => `http://www.opengis.net/spec/iot_sensing/1.1/req/${name}`)

export interface OpenDataParts {
  readonly sql: Sql
  readonly about: About
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export function sensorThingsRoutes(parts: OpenDataParts): Hono {
  const routes = new Hono()
  const budget = new Budget(parts.sql)
  for (const edition of EDITIONS) {
    routes.get(`/${edition.version}`, (context) => answer(context, parts, budget, edition))
    routes.get(`/${edition.version}/*`, (context) => answer(context, parts, budget, edition))
    routes.all(`/${edition.version}/*`, (context) => {
      context.header('Allow', 'GET')
      return context.json({ error: 'only for reading', reason: 'this API takes GET alone' }, 405)
    })
  }
  return routes
}

/** Where others reach this hub. */
export function addressOf(context: Context, about: About): string {
  return (about.address ?? new URL(context.req.url).origin).replace(/\/+$/, '')
}

function answer(
  context: Context,
  { sql, about, now }: OpenDataParts,
  budget: Budget,
  edition: Edition,
): Response {
  context.header('Access-Control-Allow-Origin', '*')
  const url = new URL(context.req.url)
  const path = decoded(url.pathname.slice(edition.version.length + 1), 'path')
  const pairs = pairsIn(url.search.slice(1))
  const options = optionsOf(pairs)
  const base = `${addressOf(context, about)}/${edition.version}`
  if (/^\/*$/.test(path)) return context.json(landing(base, edition))
  const reader = new Answer({ sql, budget, edition, base, nowS: now() / 1000 })
  return budget.within(() => {
    const target = reader.target(path)
    return target.many
      ? collection(context, reader, target, options, { base, pairs })
      : single(context, reader, target, options)
  })
}

type Pairs = readonly (readonly [string, string])[]

function collection(
  context: Context,
  reader: Answer,
  target: Target,
  options: Options,
  { base, pairs }: { base: string; pairs: Pairs },
): Response {
  const { format } = options
  if (format === 'dataArray' && target.entity.name !== 'Observation')
    throw new RequestFault('$resultFormat: only Observations come as a dataArray')
  if (format !== 'json' && options.expand.length > 0)
    throw new RequestFault(`$expand: cannot be combined with ${format}`)
  if (target.form === '$ref') options.select = [{ name: 'selfLink', at: 0 }]
  const page = reader.page(target, options)
  const next =
    page.next && `${base}${target.path}${ending(target)}?${queryText(nextPairs(pairs, page.next))}`
  if (format === 'csv') {
    if (next !== undefined) context.header('Link', `<${next}>; rel="next"`)
    const type = 'text/csv; charset=utf-8; header=present'
    const chosen = options.select?.map(({ name }) => name.replace('@iot.', ''))
    const names = chosen ?? Object.keys(target.entity.properties)
    return context.body(csvOf(page.entities, names), 200, { 'Content-Type': type })
  }
  // Clients of RIVM's portal take the first entry for the link if there are two.
  const json: Json = {}
  if (next !== undefined) json['@iot.nextLink'] = next
  if (page.count !== undefined) json['@iot.count'] = page.count
  json['value'] = format === 'dataArray' ? dataArrays(page, base) : page.entities
  return context.json(json)
}

function ending({ form }: Target): string {
  return form === undefined ? '' : `/${form}`
}

function single(context: Context, reader: Answer, target: Target, options: Options): Response {
  if (options.format !== 'json') throw new RequestFault('$resultFormat: is for collections')
  const { property, form } = target
  if (form === '$ref') {
    const query: Query = { ...options, select: [{ name: 'selfLink', at: 0 }] }
    return context.json(reader.entity(target, query))
  }
  if (property === undefined) return context.json(reader.entity(target, options))
  const key = property === 'id' ? '@iot.id' : property
  const value = reader.entity(target, { source: options.source, texts: new Map(), expand: [] })[key]
  if (form !== '$value') return context.json({ [key]: value })
  return context.text(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

function landing(base: string, edition: Edition): Json {
  const sets = Object.values(modelOf(edition)).map(({ set }) => set)
  const value = sets.map((name) => ({ name, url: `${base}/${name}` }))
  return edition.asPortal ? { value } : { value, serverSettings: { conformance: CONFORMANCE } }
}

function pairsIn(search: string): [string, string][] {
  return search
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=')
      const name = at === -1 ? part : part.slice(0, at)
      const value = at === -1 ? '' : part.slice(at + 1)
      return [decoded(name, 'option'), decoded(value.replaceAll('+', ' '), name)]
    })
}

function decoded(text: string, what: string): string {
  try {
    return decodeURIComponent(text)
  } catch (_malformed) {
    throw new RequestFault(`${what}: a % that is no %xx`)
  }
}

/** What to tell of an error that is in the request; else undefined. */
export function requestFault(
  error: Error,
): { status: 400 | 404; error: string; reason: string } | undefined {
  if (error instanceof RequestFault)
    return { status: 400, error: 'bad query', reason: error.message }
  if (error instanceof NothingThere)
    return { status: 404, error: 'not found', reason: error.message }
  return undefined
}
