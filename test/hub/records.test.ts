import {
  averageRecord,
  batchBody,
  bootRecord,
  clockRecord,
  EVENING_S,
  PERIOD_S,
  post,
  smokeRecord,
} from './fake-kit.ts'
import { type TestHub, testHub } from './test-hub.ts'

const BATCHES = 30
const BATCH_RECORDS = 60

let hub: TestHub
beforeAll(async () => {
  hub = testHub()
  // More rows than one page of the reader holds, from two kits, in no order of time.
  for (let i = 0; i < BATCHES; i++) {
    const startS = (j: number) => EVENING_S + ((BATCHES - i) * BATCH_RECORDS + j) * PERIOD_S
    const records = Array.from({ length: BATCH_RECORDS }, (_, j) => smokeRecord(startS(j), i))
    const kit = i % 2 === 0 ? 'even' : 'odd'
    expect((await post(hub.ask, batchBody(i * 100, records, { kit }))).status).toBe(200)
  }
  const other = [
    bootRecord(1),
    averageRecord(EVENING_S, [{ quantity: 5, mean: 101_325 }, { quantity: 4 }]),
    averageRecord(30, [{ quantity: 1, mean: 999, flags: 3 }], { clockKnown: false, lengthS: 60 }),
  ]
  await post(hub.ask, batchBody(0, other, { kit: 'third' }))
})
afterAll(() => hub.close())

async function rows(query: string) {
  const reply = await hub.ask(`/api/v1/records${query}`)
  expect(reply.status).toBe(200)
  return (await reply.json()) as Record<string, string | number | null>[]
}

test('JSON has every channel once, in the order of time, those without time last', async () => {
  const all = await rows('')
  expect(all).toHaveLength(BATCHES * BATCH_RECORDS + 3)
  const times = all.map((row) => row['start_utc']).filter((time) => time !== null)
  expect(times).toEqual([...times].sort())
  expect(all[all.length - 1]).toMatchObject({ kit: 'third', start_utc: null, since_boot_s: 30 })
  const keys = new Set(all.map((row) => `${row['kit']} ${row['sequence']} ${row['channel']}`))
  expect(keys.size).toBe(all.length)
})

test('answers are narrowed by kit, quantity and time', async () => {
  const half = (BATCHES * BATCH_RECORDS) / 2
  expect(await rows('?kit=odd')).toHaveLength(half)
  expect(await rows('?kit=nobody')).toEqual([])
  expect(await rows('?quantity=pressure')).toMatchObject([
    { kit: 'third', mean: 101_325, unit: 'Pa', coverage: 0.993 },
  ])
  expect(await rows('?quantity=humidity')).toMatchObject([{ mean: null, count: 0 }])
  expect(await rows('?from=2018-12-31&to=2018-12-31T18:05:00Z')).toHaveLength(2)
})

test('CSV has a header, a line a channel and units in plain letters', async () => {
  const reply = await hub.ask('/api/v1/records?format=csv&kit=third')
  expect(reply.headers.get('Content-Type')).toContain('text/csv')
  const head =
    'kit,start_utc,length_s,quantity,unit,mean,minimum,maximum,deviation,count,expected,' +
    'failures,coverage,flags,part,log,sequence,channel,boot,since_boot_s'
  expect((await reply.text()).split('\r\n')).toEqual([
    head,
    'third,2018-12-31T18:00:00Z,300,pressure,Pa,101325,101325,101325,0,298,300,0,0.993,,1,7,1,0,1,',
    'third,2018-12-31T18:00:00Z,300,humidity,%,,,,,0,300,0,0,,1,7,1,1,1,',
    'third,,60,pm25,ug/m3,9.99,9.99,9.99,0,58,60,0,0.967,saturated stuck,1,7,2,0,1,30',
    '',
  ])
  const none = await hub.ask('/api/v1/records?format=csv&kit=nobody')
  expect(await none.text()).toBe(`${head}\r\n`)
})

test('an answer comes in pieces, and batches are taken while it is read', async () => {
  const reply = await hub.ask('/api/v1/records?kit=even')
  const reader = reply.body!.getReader()
  const first = await reader.read()
  expect(first.value!.length).toBeLessThan(500 * 400)
  const late = batchBody(9_000, [smokeRecord(EVENING_S, 5)], { kit: 'late' })
  expect((await post(hub.ask, late)).status).toBe(200)
  let text = new TextDecoder().decode(first.value)
  for (let piece = await reader.read(); !piece.done; piece = await reader.read())
    text += new TextDecoder().decode(piece.value)
  expect(JSON.parse(text)).toHaveLength((BATCHES * BATCH_RECORDS) / 2)
})

const BAD = [
  'records?from=yesterday',
  'records?from=2018-02-30',
  'records?from=2018-13-01',
  'records?from=1950-01-01',
  'records?from=2019-01-01&to=2018-01-01',
  'records?quantity=noise',
  'records?format=xml',
  'records?kitt=even',
  'records?kit=even&kit=odd',
  'series?hours=0',
  'series?hours=1e3',
  'series?quantity=',
  'kits?x=1',
  'live?x=1',
]
test.each(BAD)('%s is 400 with a reason', async (path) => {
  const reply = await hub.ask(`/api/v1/${path}`)
  expect(reply.status).toBe(400)
  expect(await reply.json()).toEqual({ error: 'bad query', reason: expect.any(String) })
})

test('what is not there is 404 in JSON', async () => {
  for (const path of ['/nothing', '/api/v1/nothing', '/api/v2/kits', '/page.js.map']) {
    const reply = await hub.ask(path)
    expect(reply.status).toBe(404)
    expect(await reply.json()).toEqual({ error: 'not found', reason: `nothing at GET ${path}` })
  }
})

describe('a series', () => {
  test('stands on a grid of the usual period, with gaps as null', async () => {
    const one = testHub()
    const at = (cell: number, mean: number) => smokeRecord(EVENING_S + cell * PERIOD_S, mean)
    await post(one.ask, batchBody(0, [at(0, 100), at(1, 250), at(3, 400)], { kit: 'a' }))
    await post(one.ask, batchBody(0, [at(1, 700)], { kit: 'b' }))
    expect(await (await one.ask('/api/v1/series')).json()).toEqual({
      quantity: 'pm25',
      unit: 'µg/m³',
      decimals: 2,
      fromS: EVENING_S,
      stepS: PERIOD_S,
      cells: 4,
      kits: [
        { id: 'a', values: [1, 2.5, null, 4] },
        { id: 'b', values: [null, 7, null, null] },
      ],
    })
    one.close()
  })

  test('of sound levels is coarser by energy, or by the least and the greatest', async () => {
    const one = testHub()
    const DAYS = 20
    // An hour of 40 dB(A) with five minutes of 100 in it, day after day; ten dB about each.
    const records = Array.from({ length: DAYS * 12 }, (_, i) => {
      const mean = i % 12 === 5 ? 1_000 : 400
      const startS = EVENING_S + Math.floor(i / 12) * 86_400 + (i % 12) * PERIOD_S
      const levels = [mean, mean - 100, mean + 100]
      return averageRecord(
        startS,
        levels.map((level, k) => ({ quantity: 13 + k, part: 18, mean: level })),
      )
    })
    for (let i = 0; i < records.length; i += 20)
      await post(one.ask, batchBody(i, records.slice(i, i + 20), { kit: 'a' }))
    const loudest = async (quantity: string) => {
      const range = 'from=2018-12-31&to=2019-02-10'
      const series = await (await one.ask(`/api/v1/series?quantity=${quantity}&${range}`)).json()
      expect(series.stepS).toBeGreaterThan(6 * PERIOD_S)
      const values: (number | null)[] = series.kits[0].values
      return [...new Set(values.filter((value) => value !== null))].sort((a, b) => a - b)
    }
    // Of n periods with one at 100 dB: 100 - 10 log10 n, the quiet ones being next to nothing.
    for (const value of await loudest('noise_laeq'))
      expect(value === 40 || (value > 88 && value < 93)).toBe(true)
    expect(await loudest('noise_la_min')).toEqual([30])
    expect((await loudest('noise_la_max')).at(-1)).toBe(110)
    one.close()
  })

  test('of a long time is coarser, and of nothing is empty', async () => {
    const { stepS, cells, kits } = await (
      await hub.ask('/api/v1/series?from=2018-12-31&to=2019-01-08')
    ).json()
    expect(cells).toBeLessThanOrEqual(1_441)
    expect(stepS).toBeGreaterThan(PERIOD_S)
    expect(kits.map((kit: { id: string }) => kit.id)).toEqual(['even', 'late', 'odd'])
    const none = testHub()
    expect((await (await none.ask('/api/v1/series?quantity=pm10')).json()).kits).toEqual([])
    none.close()
  })
})

test('a live listener hears of each batch, and of times that were found', async () => {
  const one = testHub()
  const reader = (await one.ask('/api/v1/live')).body!.getReader()
  const next = async () => new TextDecoder().decode((await reader.read()).value)
  expect(await next()).toBe('retry: 2000\n\n')
  const early = averageRecord(10, [{ quantity: 1, mean: 100 }], { clockKnown: false })
  await post(one.ask, batchBody(0, [smokeRecord(EVENING_S, 1234), early]))
  const [event, data] = (await next()).split('\n')
  expect(event).toBe('event: batch')
  expect(JSON.parse(data!.slice('data: '.length))).toMatchObject({
    kit: { id: 'kit-01', records: 2, unresolved: 1 },
    added: 2,
    points: [{ quantity: 'pm25', startS: EVENING_S, lengthS: PERIOD_S, mean: 12.34 }],
  })
  await post(one.ask, batchBody(2, [clockRecord(1, 0, EVENING_S * 1000)]))
  expect(await next()).toContain('"reread":true')
  await reader.cancel()
  expect(one.live.listening()).toBe(0)
  one.close()
})
