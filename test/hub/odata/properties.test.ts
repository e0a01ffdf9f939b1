/** What holds of every filter and every text that pretends to be one. */
import fc from 'fast-check'
import { RequestFault } from '../../../host-tools/hub/odata/fault.ts'
import { optionsOf } from '../../../host-tools/hub/odata/options.ts'
import { averageRecord, batchBody, EVENING_S, PERIOD_S, post } from '../fake-kit.ts'
import { seeded } from '../seeded.ts'
import { type TestHub, testHub } from '../test-hub.ts'
import { filters, holds, textOf } from './written.ts'

const FILTERS = 400
const TEXTS = Number(process.env['MEETKIT_HOSTILE_FILTERS'] ?? 20_000)

/** For as many as the gate sends. */
const MS_MAX = 30_000 + TEXTS

const RESULTS = [null, 0, 1, 2, 5, 10, 20, 33, 40, 80]

let hub: TestHub
beforeAll(async () => {
  hub = testHub()
  const records = RESULTS.map((result, i) =>
    averageRecord(EVENING_S + i * PERIOD_S, [
      { quantity: 5, ...(result !== null && { mean: 30_000 + result }) },
    ]),
  )
  await post(hub.ask, batchBody(0, records))
})
afterAll(() => hub.close())

test(`${FILTERS} filters find what they say, in whatever brackets`, async () => {
  await fc.assert(
    fc.asyncProperty(filters, async (test) => {
      // Pressures have a least value; what is asked of is what is above it.
      const text = textOf(test).replaceAll('result', '(result sub 30000)')
      const query = new URLSearchParams({
        $filter: text,
        $orderby: 'phenomenonTime',
        $select: 'result',
      })
      const reply = await hub.ask(`/v1.1/Observations?${query}`)
      const { value, reason } = await reply.json()
      expect({ text, reason }).toEqual({ text, reason: undefined })
      const expected = RESULTS.filter((result) => holds(test, result))
      expect({ text, found: value.map(({ result }: { result: number | null }) => result) }).toEqual(
        {
          text,
          found: expected.map((result) => (result === null ? null : result + 30_000)),
        },
      )
    }),
    { numRuns: FILTERS },
  )
})

const WORDS = [
  ...'name id result phenomenonTime properties/a Datastreams/name Datastream/Thing/name'.split(' '),
  ...'location resultQuality/flags and or not eq ne gt ge lt le add sub mul div mod'.split(' '),
  ...'null true false 1 2.5 1e9 2018-12-31 2018-12-31T18:00:00Z 9999-99-99 now() ( ) , ; = /'.split(
    ' ',
  ),
  "'a'",
  "''",
  "'it''s'",
  "'; DROP TABLE kits; --",
  '"',
  '?1',
  '$it',
  '@iot.id',
  '\u0000',
  'é',
  '…',
  "startswith(name,'a')",
  'length(',
  "geography'POINT(1 2)'",
  "geography'POLYGON((0 0,1 0,1 1,0 0))'",
  "duration'P1D'",
  "duration'P'",
  'asc',
  'desc',
  '$filter=',
  '$top=',
  '$expand=Observations(',
]
const OPTIONS = ['$filter', '$orderby', '$expand', '$select', '$top', '$skiptoken']
const SETS = ['Things', 'Observations', 'Locations', 'Datastreams(1)/Observations']

function hostile(random: (below: number) => number): string {
  const words = Array.from({ length: 1 + random(12) }, () => WORDS[random(WORDS.length)]!)
  const text = words.join(random(4) === 0 ? '' : ' ')
  if (random(3) > 0) return text
  const at = random(text.length + 1)
  return text.slice(0, at) + String.fromCharCode(random(300)) + text.slice(at + random(3))
}

test(
  `${TEXTS} texts are read or refused with a place, and none hangs`,
  () => {
    const random = seeded(31_12_2018)
    let readable = 0
    for (let i = 0; i < TEXTS; i++) {
      const option = OPTIONS[random(OPTIONS.length)]!
      const text = hostile(random)
      try {
        optionsOf([[option, text]])
        readable++
      } catch (error) {
        if (!(error instanceof RequestFault)) throw new Error(`${option}=${text}`, { cause: error })
        if (!error.message.startsWith(option)) throw new Error(`${option}=${text}: no place`)
      }
    }
    expect(readable).toBeGreaterThan(TEXTS / 50)
  },
  MS_MAX,
)

test('texts that are long, deep or many are refused before they cost anything', () => {
  const long: Record<string, string> = {
    brackets: '('.repeat(3_999),
    nots: 'not '.repeat(999),
    signs: '- '.repeat(1_999),
    calls: 'length('.repeat(500),
    ands: `1 eq 1${' and 1 eq 1'.repeat(350)}`,
    quotes: "'' ".repeat(1_333),
    dates: '2018-12-31'.repeat(399),
    characters: 'a'.repeat(1_000_000),
    slashes: 'a/'.repeat(1_999),
  }
  for (const text of Object.values(long))
    expect(() => optionsOf([['$filter', text]])).toThrow(RequestFault)
  const expand = 'Datastreams($expand=Thing($expand='.repeat(50)
  expect(() => optionsOf([['$expand', expand]])).toThrow('at most 4 levels')
  expect(() => optionsOf([['$select', 'a,'.repeat(100)]])).toThrow('more than 30 entries')
})

test(
  `${TEXTS / 10} requests never become SQL by their own words, nor fail the hub`,
  async () => {
    const random = seeded(1_1_2019)
    const marker = 'zq9x'
    let bound = 0
    const once = hub.sql.once.bind(hub.sql)
    jest.spyOn(hub.sql, 'once').mockImplementation((sql, values) => {
      if (sql.includes(marker)) throw new Error(`a request's own words in ${sql}`)
      if (values.some((value) => String(value).includes(marker))) bound++
      return once(sql, values)
    })
    const complaints = jest.spyOn(console, 'error').mockImplementation(() => {})
    const seen = new Set<number>()
    for (let i = 0; i < TEXTS / 10; i++) {
      const option = OPTIONS[random(OPTIONS.length)]!
      const text = hostile(random).replaceAll("'a'", `'${marker}'`).replaceAll('/a', `/${marker}`)
      const query = new URLSearchParams({ [option]: text })
      const reply = await hub.ask(`/v1.1/${SETS[random(SETS.length)]}?${query}`)
      seen.add(reply.status)
      if (reply.status !== 200 && reply.status !== 400) throw new Error(`${option}=${text}`)
    }
    // With certainty some that are read and hold the marker.
    for (const $filter of [`name eq '${marker}'`, `properties/${marker} eq 1`]) {
      const reply = await hub.ask(`/v1.1/Things?${new URLSearchParams({ $filter })}`)
      expect(reply.status).toBe(200)
    }
    expect([...seen].sort()).toEqual([200, 400])
    expect(bound).toBeGreaterThan(1)
    expect(complaints).not.toHaveBeenCalled()
    jest.restoreAllMocks()
  },
  MS_MAX,
)

const STEPS = [
  ...'Things Things(1) Things(2) Locations(1001) Datastreams Datastreams(1) Thing'.split(' '),
  ...'Sensors(1) Observations Observations(1) FeatureOfInterest name properties'.split(' '),
  ...'location $ref $value HistoricalLocations Datastream result'.split(' '),
  "Things('1')",
  'Things()',
  'Things(-1)',
  'Things(99999999999999999999)',
  'Observations(274877906944)',
  '..',
  '%00',
  '%ff',
  "'",
  '__proto__',
  'constructor',
]
const QUERIES = [
  '',
  '$resultFormat=csv',
  '$resultFormat=dataArray',
  '$count=true&$top=1',
  '$select=id',
]

test(
  `${TEXTS / 10} paths lead somewhere or nowhere, and never fail the hub`,
  async () => {
    const random = seeded(2_1_2019)
    const complaints = jest.spyOn(console, 'error').mockImplementation(() => {})
    const seen = new Set<number>()
    for (let i = 0; i < TEXTS / 10; i++) {
      const steps = Array.from({ length: 1 + random(5) }, () => STEPS[random(STEPS.length)]!)
      const path = `/v1.${random(2)}/${steps.join('/')}?${QUERIES[random(QUERIES.length)]}`
      const reply = await hub.ask(path)
      if (![200, 400, 404].includes(reply.status)) throw new Error(`${path}: ${reply.status}`)
      seen.add(reply.status)
    }
    expect([...seen].sort()).toEqual([200, 400, 404])
    expect(complaints).not.toHaveBeenCalled()
    jest.restoreAllMocks()
  },
  MS_MAX,
)
