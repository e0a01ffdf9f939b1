/** Campaigns as datasets: their description for the national register, and their files. */
import { type Context, Hono } from 'hono'
import type { Campaign } from '../about/campaign.ts'
import { LICENCES } from '../about/campaign.ts'
import { CSV_FORMAT, exportStream } from '../export.ts'
import { addressOf, type OpenDataParts } from '../sensorthings/routes.ts'
import { NothingThere } from '../sensorthings/target.ts'
import { averagePages } from '../store/averages.ts'
import { catalogue, datasetDocument } from './dcat.ts'
import { csvMetadata, dictionary } from './dictionary.ts'
import { kitsCsv } from './kits-csv.ts'
import { PARQUET_TYPE, parquetStream } from './parquet.ts'

const JSON_LD = 'application/ld+json; charset=utf-8'

export function openRoutes(parts: OpenDataParts): Hono {
  const { about, now } = parts
  const routes = new Hono().basePath('/open')
  routes.use(async (context, next) => {
    context.header('Access-Control-Allow-Origin', '*')
    await next()
  })
  routes.get('/catalog.jsonld', (context) => {
    const found = catalogue(about, addressOf(context, about), now() / 1000)
    if (found === undefined)
      throw new NothingThere('no campaign is described; see docs/open-data.md for --about')
    return context.body(JSON.stringify(found, null, 2), 200, { 'Content-Type': JSON_LD })
  })
  routes.get('/dictionary.json', (context) => context.json(dictionary()))
  routes.get('/:file', (context) => campaignFile(context, parts, context.req.param('file')))
  return routes
}

function campaignFile(context: Context, parts: OpenDataParts, file: string): Response {
  const { about, sql, now } = parts
  const at = file.indexOf('.')
  const [id, ending] = at === -1 ? [file, '.jsonld'] : [file.slice(0, at), file.slice(at)]
  const campaign = Object.hasOwn(about.campaigns, id) ? about.campaigns[id] : undefined
  if (campaign === undefined) throw new NothingThere(`there is no campaign ${id}`)
  const { kits } = campaign
  const address = addressOf(context, about)
  const pages = () =>
    averagePages(sql, { kits, fromS: Math.ceil(campaign.from), toS: Math.ceil(campaign.to) })
  switch (ending) {
    case '.jsonld': {
      const description = datasetDocument(about, id, campaign, address, now() / 1000)
      return context.body(JSON.stringify(description, null, 2), 200, { 'Content-Type': JSON_LD })
    }
    case '.csv':
      return saved(context, exportStream(pages(), CSV_FORMAT), file, CSV_FORMAT.contentType)
    case '.csv-metadata.json':
      return context.json(csvMetadata(`${id}.csv`, campaign.title, LICENCES[campaign.licence]))
    case '.kits.csv':
      return saved(context, kitsCsv(sql, kits), file, CSV_FORMAT.contentType)
    case '.parquet':
      return saved(context, parquetStream(pages(), notesOf(campaign, address)), file, PARQUET_TYPE)
    default:
      throw new NothingThere(
        `${id} has no ${ending}; it has .jsonld, .csv, .csv-metadata.json, .kits.csv and .parquet`,
      )
  }
}

function notesOf({ title, licence }: Campaign, address: string): Record<string, string> {
  return {
    title: title.en,
    license: LICENCES[licence],
    dictionary: `${address}/open/dictionary.json`,
  }
}

/** `file` has been found to be the name of a campaign and an ending of ours. */
function saved(
  context: Context,
  body: ReadableStream<Uint8Array> | string,
  file: string,
  type: string,
): Response {
  const headers = {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${file}"`,
  }
  return context.body(body, 200, headers)
}
