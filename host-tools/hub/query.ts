/** Query parameters, checked. A parameter that is not known is refused, since it would mislead. */
import type { Context } from 'hono'
import * as v from 'valibot'
import { QUANTITIES, type Quantity } from '../../device/quantities.ts'
import { issueText } from './batch.ts'

/** A query that cannot be answered; the message says why. */
export class QueryRefusal extends Error {}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z)?$/
const HOURS_MAX = 24 * 366 * 10

/** Seconds since 1970. */
const time = v.pipe(
  v.string(),
  v.regex(ISO_TIME, 'must be a UTC time such as 2018-12-31T23:00:00Z, or a date'),
  v.check(isRealDate, 'is no date that exists'),
  v.transform((text) => Date.parse(text) / 1000),
  v.minValue(0, 'must be 1970 or later'),
)

const quantity = v.pipe(
  v.picklist(
    QUANTITIES.map((one) => one.name),
    `must be one of ${QUANTITIES.map((one) => one.name).join(', ')}`,
  ),
  v.transform((name): Quantity => QUANTITIES.find((one) => one.name === name)!),
)

const RecordsQuery = v.strictObject({
  kit: v.optional(v.string()),
  from: v.optional(time),
  to: v.optional(time),
  quantity: v.optional(quantity),
  format: v.optional(
    v.picklist(['json', 'csv', 'parquet'], 'must be json, csv or parquet'),
    'json',
  ),
})

const SeriesQuery = v.strictObject({
  quantity: v.optional(quantity, 'pm25'),
  from: v.optional(time),
  to: v.optional(time),
  /** Without from and to: so many hours up to the newest average. */
  hours: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,6}$/, 'must be a whole number of hours'),
      v.transform(Number),
      v.minValue(1, 'must be at least 1'),
      v.maxValue(HOURS_MAX, `must be at most ${HOURS_MAX}`),
    ),
  ),
})

/** JavaScript takes 30 February for 2 March. */
function isRealDate(text: string): boolean {
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && text.startsWith(new Date(ms).toISOString().slice(0, 10))
}

/** Throws QueryRefusal. */
export function recordsQuery(context: Context): v.InferOutput<typeof RecordsQuery> {
  return inOrder(checked(RecordsQuery, context))
}

/** Throws QueryRefusal. */
export function seriesQuery(context: Context): v.InferOutput<typeof SeriesQuery> {
  return inOrder(checked(SeriesQuery, context))
}

/** Throws QueryRefusal for any parameter at all. */
export function emptyQuery(context: Context): void {
  checked(v.strictObject({}), context)
}

function inOrder<Query extends { from?: number | undefined; to?: number | undefined }>(
  query: Query,
): Query {
  if (query.from !== undefined && query.to !== undefined && query.from >= query.to)
    throw new QueryRefusal('from: must be before to')
  return query
}

function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  context: Context,
): v.InferOutput<Schema> {
  const query: Record<string, string> = {}
  for (const [name, values] of Object.entries(context.req.queries())) {
    if (values.length > 1) throw new QueryRefusal(`${name}: given more than once`)
    query[name] = values[0]!
  }
  const parsed = v.safeParse(schema, query, { abortEarly: true })
  if (!parsed.success) throw new QueryRefusal(issueText(parsed.issues[0]))
  return parsed.output
}
