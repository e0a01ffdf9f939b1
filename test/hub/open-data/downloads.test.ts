/** Files of a campaign, and the dictionary that explains them. */
import { parse } from 'csv-parse/sync'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { QUANTITIES } from '../../../device/quantities.ts'
import { FLAGS } from '../../../device/sampling/flags.ts'
import type { TestHub } from '../test-hub.ts'
import { RECORDS, school } from './school.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await school()
})
afterAll(() => hub.close())

type Cells = Record<string, string>

const csvOf = async (path: string): Promise<Cells[]> =>
  parse(await (await hub.ask(path)).text(), { columns: true })

async function parquetOf(path: string) {
  const reply = await hub.ask(path)
  expect(reply.headers.get('Content-Type')).toBe('application/vnd.apache.parquet')
  const file = await reply.arrayBuffer()
  return { metadata: await parquetMetadataAsync(file), rows: await parquetReadObjects({ file }) }
}

/** As CSV has it. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  return value instanceof Date ? value.toISOString().replace('.000Z', 'Z') : String(value)
}

test('a campaign has its kits and its time, and no more', async () => {
  const rows = await csvOf('/open/new-year-2018.csv')
  expect(rows).toHaveLength(2 * RECORDS * 6)
  expect(new Set(rows.map(({ kit }) => kit))).toEqual(new Set(['kit-01', 'kit-02']))
  const reply = await hub.ask('/open/new-year-2018.csv')
  expect(reply.headers.get('Content-Disposition')).toContain('"new-year-2018.csv"')
  expect(reply.headers.get('Access-Control-Allow-Origin')).toBe('*')
  await reply.body?.cancel()
})

test('Parquet has the same rows as CSV, typed, with notes', async () => {
  const { metadata, rows } = await parquetOf('/open/new-year-2018.parquet')
  const expected = await csvOf('/open/new-year-2018.csv')
  expect(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, cell(v)]))),
  ).toEqual(expected)
  expect(rows[0]).toMatchObject({
    start_utc: new Date('2018-12-31T18:00:00Z'),
    mean: 5,
    count: 298,
    log: 7n,
  })
  const notes = Object.fromEntries(
    (metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value]),
  )
  expect(notes).toMatchObject({
    title: 'New Year 2018',
    dictionary: 'https://lucht.example/open/dictionary.json',
  })
})

test('Parquet of all records has those without a time too, and of none is a file', async () => {
  const { rows } = await parquetOf('/api/v1/records?format=parquet')
  expect(rows).toHaveLength(3 * RECORDS * 6 + 1)
  expect(rows.at(-1)).toMatchObject({ kit: 'loose', start_utc: null, since_boot_s: 10n })
  expect((await parquetOf('/api/v1/records?format=parquet&kit=nobody')).rows).toEqual([])
})

test('kits of a campaign have their places, blurred where asked', async () => {
  const rows = await csvOf('/open/new-year-2018.kits.csv')
  expect(rows.map(({ kit, since_utc, blurred_m }) => [kit, since_utc, blurred_m])).toEqual([
    ['kit-01', '', '0'],
    ['kit-02', '', '50'],
    ['kit-02', '2018-12-31T19:00:00Z', '50'],
  ])
  expect(rows[0]).toMatchObject({ name: 'ZWL_kit-01', longitude: '6.09444', latitude: '52.51263' })
  expect(rows[1]!['latitude']).not.toBe('52.50001')
})

test('the dictionary explains every column, quantity and flag', async () => {
  const dictionary = await (await hub.ask('/open/dictionary.json')).json()
  const [first] = await csvOf('/open/new-year-2018.csv')
  expect(dictionary.columns.map(({ name }: { name: string }) => name)).toEqual(Object.keys(first!))
  expect(dictionary.quantities.map(({ name }: { name: string }) => name)).toEqual(
    QUANTITIES.map(({ name }) => name),
  )
  expect(dictionary.quantities[0]).toEqual({
    name: 'pm25',
    portalName: 'pm25',
    meaning: { en: 'Fine dust PM2.5', nl: 'Fijnstof PM2,5' },
    definition: 'http://dd.eionet.europa.eu/vocabulary/aq/pollutant/6001',
    unit: 'µg/m³',
    unitInCsv: 'ug/m3',
    resolution: 0.01,
    minimum: 0,
    maximum: 1_000,
  })
  expect(dictionary.flags.map(({ name }: { name: string }) => name)).toEqual([...FLAGS])
  for (const { meaning } of dictionary.columns)
    expect(Object.values(meaning)).toEqual([expect.any(String), expect.any(String)])
  expect(dictionary.parts[0]).toMatchObject({
    code: 1,
    name: 'SDS011',
    channels: [{ quantity: 'pm25', minimum: 0, maximum: 999.9, resolution: 0.1 }, {}],
  })
})

test('CSV on the Web finds the types of the columns beside the file', async () => {
  const metadata = await (await hub.ask('/open/new-year-2018.csv-metadata.json')).json()
  expect(metadata.url).toBe('new-year-2018.csv')
  const [first] = await csvOf('/open/new-year-2018.csv')
  const { columns, primaryKey } = metadata.tableSchema
  expect(columns.map(({ name }: { name: string }) => name)).toEqual(Object.keys(first!))
  const rows = await csvOf('/open/new-year-2018.csv')
  expect(new Set(rows.map((row) => primaryKey.map((name: string) => row[name]).join())).size).toBe(
    rows.length,
  )
})

const NOWHERE = [
  'nothing',
  'nothing.csv',
  'new-year-2018.xlsx',
  'new-year-2018.csv.gz',
  '__proto__.csv',
]
test.each(NOWHERE)('%s is 404', async (file) => {
  const reply = await hub.ask(`/open/${file}`)
  expect(reply.status).toBe(404)
  expect((await reply.json()).error).toBe('not found')
})
