/** The hub's routes. Every refusal is JSON: `{"error": what, "reason": why}`. */
import { type Context, Hono, type HonoRequest } from 'hono'
import { HUB_CONTENT_TYPE } from '../../device/delivery/targets/hub.ts'
import { type About, NOTHING_KNOWN } from './about/about.ts'
import { layOut } from './about/store.ts'
import { BATCH_BYTES_MAX, BatchRefusal, readBatch } from './batch.ts'
import { readBody } from './body.ts'
import { CSV_FORMAT, exportStream, JSON_FORMAT } from './export.ts'
import type { Intake } from './intake.ts'
import type { Live } from './live.ts'
import { batchNews } from './news.ts'
import { PARQUET_TYPE, parquetStream } from './open/parquet.ts'
import { openRoutes } from './open/routes.ts'
import { ComeBack } from './pace.ts'
import type { Page } from './page.ts'
import { emptyQuery, QueryRefusal, recordsQuery, seriesQuery } from './query.ts'
import { seriesRange } from './range.ts'
import { requestFault, sensorThingsRoutes } from './sensorthings/routes.ts'
import { averagePages } from './store/averages.ts'
import type { Sql } from './store/database.ts'
import { storageFault } from './store/faults.ts'
import { RecordConflict } from './store/ingest.ts'
import { kitSummaries } from './store/kits.ts'
import { readSeries } from './store/series.ts'

/** What the routes work with. */
export interface HubParts {
  readonly sql: Sql
  readonly live: Live
  readonly intake: Intake
  readonly page: Page
  /** What the keeper of the hub tells of kits and campaigns. */
  readonly about?: About
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** The page brings everything along, so nothing else may be loaded or asked. */
const PAGE_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'"

export function createApp(parts: HubParts): Hono {
  const app = new Hono()
  app.use(async (context, next) => {
    await next()
    context.header('X-Content-Type-Options', 'nosniff')
    context.header('Cache-Control', 'no-store')
  })
  app.route('/api/v1', apiRoutes(parts))
  const about = parts.about ?? NOTHING_KNOWN
  layOut(parts.sql, about)
  const open = { sql: parts.sql, about, now: parts.now }
  app.route('/', sensorThingsRoutes(open))
  app.route('/', openRoutes(open))
  for (const [path, asset] of parts.page)
    app.get(path, async (context) =>
      context.body(await asset.text(), 200, {
        'Content-Type': asset.contentType,
        'Content-Security-Policy': PAGE_POLICY,
      }),
    )
  app.notFound((context) =>
    refuse(context, 404, 'not found', `nothing at ${context.req.method} ${context.req.path}`),
  )
  app.onError((error, context) => answerError(error, context, parts.intake))
  return app
}

function apiRoutes(parts: HubParts): Hono {
  const { sql, live, intake, now } = parts
  const api = new Hono()
  api.post('/batches', requireCbor, async (context) => {
    const upTo = await intake.admit(() => takeBatch(parts, context.req))
    if (upTo === undefined)
      return refuse(context, 413, 'batch too long', `at most ${BATCH_BYTES_MAX} bytes are taken`)
    return context.json({ stored: upTo })
  })
  api.get('/kits', (context) => {
    emptyQuery(context)
    return context.json({ now: new Date(now()).toISOString(), kits: kitSummaries(sql, now()) })
  })
  api.get('/records', (context) => {
    const { kit, from, to, quantity, format } = recordsQuery(context)
    const filter = { kit, fromS: from, toS: to, quantityCode: quantity?.code }
    const pages = averagePages(sql, filter)
    if (format !== 'json')
      context.header('Content-Disposition', `attachment; filename="records.${format}"`)
    if (format === 'parquet')
      return context.body(parquetStream(pages, {}), 200, { 'Content-Type': PARQUET_TYPE })
    const form = format === 'csv' ? CSV_FORMAT : JSON_FORMAT
    return context.body(exportStream(pages, form), 200, { 'Content-Type': form.contentType })
  })
  api.get('/series', (context) => {
    const query = seriesQuery(context)
    const { fromS, toS } = seriesRange(sql, query, now())
    return context.json(readSeries(sql, query.quantity, fromS, toS))
  })
  api.get('/live', (context) => {
    emptyQuery(context)
    return context.body(live.open(), 200, { 'Content-Type': 'text/event-stream' })
  })
  return api
}

/** Number of the last record, which is on the disk then; undefined when the body is too long. */
async function takeBatch(
  { sql, live, intake, now }: HubParts,
  request: HonoRequest,
): Promise<number | undefined> {
  const body = await readBody(request, BATCH_BYTES_MAX)
  if (body === undefined) return undefined
  const batch = readBatch(body)
  const nowMs = now()
  const stored = await intake.store(batch, nowMs)
  try {
    if (live.listening() > 0) live.publish('batch', batchNews(sql, batch, stored, nowMs))
  } catch (error) {
    // The kit is told what is true, that its records are stored; only the page missed them.
    console.error('hub: the page could not be told of a batch:', error)
  }
  return stored.upTo
}

type Next = () => Promise<void>

async function requireCbor(context: Context, next: Next): Promise<Response | undefined> {
  const type = context.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== HUB_CONTENT_TYPE)
    return refuse(context, 415, 'wrong content type', `send ${HUB_CONTENT_TYPE}`)
  await next()
  return undefined
}

function answerError(error: Error, context: Context, intake: Intake): Response {
  if (error instanceof ComeBack) return comeBack(context, error)
  if (error instanceof BatchRefusal)
    return refuse(context, error.status, 'batch refused', error.message)
  if (error instanceof RecordConflict) return refuse(context, 409, 'conflict', error.message)
  if (error instanceof QueryRefusal) return refuse(context, 400, 'bad query', error.message)
  const wrong = requestFault(error)
  if (wrong !== undefined) return refuse(context, wrong.status, wrong.error, wrong.reason)
  // A body that breaks off is the sender's; there is nobody left to read the answer.
  if (context.req.raw.signal.aborted) return refuse(context, 400, 'broken off', 'the body ended')
  const fault = storageFault(error)
  if (fault !== undefined) return comeBack(context, intake.postpone(fault))
  console.error(`hub: ${context.req.method} ${context.req.path}:`, error)
  return refuse(context, 500, 'fault of the hub', 'the hub could not do this; see its output')
}

function comeBack(context: Context, { status, afterS, message }: ComeBack): Response {
  context.header('Retry-After', String(afterS))
  return refuse(context, status, status === 429 ? 'not your turn' : 'not now', message)
}

type RefusalStatus = 400 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503

function refuse(context: Context, status: RefusalStatus, error: string, reason: string): Response {
  return context.json({ error, reason }, status)
}
