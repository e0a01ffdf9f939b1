/**
 * Clients of RIVM's portal, asking us. Each asks and reads as its source does; the sources are
 * named where each begins, read in 2026. Addresses are theirs but for the host.
 */
import type { TestHub } from '../test-hub.ts'
import { pm25Steps, RECORDS, school } from './school.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await school()
})
afterAll(() => hub.close())

/** As their libraries send it: what is no address is escaped, the rest left as it is. */
async function get(url: string): Promise<string> {
  const path = url.replace('https://lucht.example', '').replaceAll(' ', '%20')
  const reply = await hub.ask(path)
  expect(reply.status).toBe(200)
  return reply.text()
}

describe('samanapir (rivm-syso/samanapir 9635dff, R/GetDataSamenmeten.R)', () => {
  /** There is a next page if the answer has two entries, and its link is then the first. */
  async function allPages(url: string) {
    const all = []
    for (let next: string | undefined = url; next !== undefined; ) {
      const content = JSON.parse(await get(next))
      expect(Array.isArray(content.value)).toBe(true)
      all.push(...content.value)
      const entries: unknown[] = Object.values(content)
      next = entries.length > 1 ? String(entries[0]) : undefined
    }
    return all
  }

  test.each(["codegemeente eq'193'", "project eq'Vuurwerkvrij'"])('kits with %s', async (part) => {
    const things = await allPages(
      `/v1.0/Things?$filter=(properties/${part})&$expand=Locations,Datastreams`,
    )
    expect(things.map(({ name }) => name)).toEqual(['ZWL_kit-01', 'ZWL_kit-02'])
    // GetSamenMetenAPIinfo2 checks for these names and takes these fields.
    for (const thing of things) {
      for (const name of [
        '@iot.id',
        '@iot.selfLink',
        'name',
        'description',
        'properties',
        'HistoricalLocations@iot.navigationLink',
        'Locations',
        'Datastreams',
      ])
        expect(thing).toHaveProperty([name])
      for (const name of ['project', 'knmicode', 'pm10closecode', 'pm25regiocode'])
        expect(thing.properties).toHaveProperty(name)
      expect(thing.Locations[0].location.coordinates).toEqual([
        expect.any(Number),
        expect.any(Number),
      ])
      for (const stream of thing.Datastreams) {
        expect(stream.unitOfMeasurement.symbol).toEqual(expect.any(String))
        expect(stream).toHaveProperty(['ObservedProperty@iot.navigationLink'])
        expect(stream).toHaveProperty(['Observations@iot.navigationLink'])
      }
    }
  })

  test('averages of one quantity between two days', async () => {
    expect(JSON.parse(await get('/v1.0/Datastreams(1)/ObservedProperty')).name).toBe('pm25')
    const values = await allPages(
      '/v1.0/Datastreams(1)/Observations?$filter=phenomenonTime+gt+%2720181231%27' +
        '+and+phenomenonTime+lt+%2720190102%27&$orderby=phenomenonTime&$top=5',
    )
    // as.POSIXct with this format takes what it needs and leaves the rest.
    const times = values.map(({ phenomenonTime }) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(phenomenonTime)?.at(0),
    )
    expect(times[0]).toBe('2018-12-31T18:05:00')
    expect([...times].sort()).toEqual(times)
    const steps = Array.from({ length: RECORDS }, (_, i) => pm25Steps(i))
    expect(values.map(({ result }) => result)).toEqual(
      steps.filter((step) => step !== undefined).map((step) => step / 100),
    )
  })

  test('no kits of that name', async () => {
    expect(await allPages("/v1.0/Things?$filter=startswith(name,'HLL')")).toEqual([])
    expect(await allPages("/v1.0/Things?$filter=startswith(name,'ZWL')")).toHaveLength(2)
  })
})

describe('samenmeten-rivm-tools (ZuinigeRijder/samenmeten-rivm-tools d5a3f0a)', () => {
  /** strptime with "%Y-%m-%dT%H:%M:%S.%fZ": a fraction must be there, and nothing after it. */
  const STRICT_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z$/

  /** get_observations_values: newest first, until a time that it has already. */
  async function newSince(start: string, till: string): Promise<Map<string, number>> {
    const found = new Map<string, number>()
    for (let url: string | undefined = start, done = false; url !== undefined && !done; ) {
      const page: {
        value: { phenomenonTime: string; result: number }[]
        '@iot.nextLink'?: string
      } = JSON.parse(await get(url))
      for (const { phenomenonTime, result } of page.value) {
        expect(phenomenonTime).toMatch(STRICT_TIME)
        if (phenomenonTime <= till) done = true
        else found.set(phenomenonTime, result)
      }
      url = page['@iot.nextLink']
    }
    return found
  }

  test('gemeente_station_namen.py', async () => {
    const url = '/v1.0/Things?$filter=properties/codegemeente%20eq%20%27193%27'
    const { value } = JSON.parse(await get(url))
    expect(value.map(({ name }: { name: string }) => name)).toContain('ZWL_kit-01')
  })

  test('station_data_naar_csv.py', async () => {
    const station = JSON.parse(await get('/v1.0/Things?$filter=name%20eq%20%27ZWL_kit-01%27'))
    const streams = JSON.parse(await get(station.value[0]['Datastreams@iot.navigationLink']))
    const byQuantity = new Map<string, Map<string, number>>()
    for (const stream of streams.value) {
      const quantity = stream.name.split('-').at(-1)
      if (!['pm10', 'pm10_kal', 'pm25', 'pm25_kal', 'rh', 'temp'].includes(quantity)) continue
      const link = stream['Observations@iot.navigationLink']
      byQuantity.set(quantity, await newSince(link, '2018-12-31 19:00'))
    }
    // The script as it is then stops, since it wants pm10_kal and pm25_kal, which nobody has made.
    expect([...byQuantity.keys()].sort()).toEqual(['pm10', 'pm25', 'rh', 'temp'])
    // Values of one moment stand in one line, so their times are the same text.
    expect([...byQuantity.get('pm10')!.keys()]).toEqual([...byQuantity.get('rh')!.keys()])
    const half = await newSince('/v1.0/Datastreams(2)/Observations', '2018-12-31T19:00:00.000Z')
    expect(half.size).toBe(12)
  })

  test('samenvatting.py, the place of a station', async () => {
    const station = JSON.parse(await get('/v1.0/Things?$filter=name%20eq%20%27ZWL_kit-02%27'))
    const places = JSON.parse(await get(station.value[0]['Locations@iot.navigationLink']))
    expect(places.value).toHaveLength(1)
    expect(places.value[0].location.coordinates).toHaveLength(2)
  })
})

test('samenmetenapi (bertrik/samenmetenapi bb0a697) pages until a short page', async () => {
  const all: number[] = []
  for (let skip = 0, length = 10; length === 10; skip += length) {
    const url = `/v1.0/Datastreams(2)/Observations?$top=10&$skip=${skip}`
    const { value } = JSON.parse(await get(url))
    // Its field is a double, in which null would be 0.
    for (const { result } of value) expect(typeof result).toBe('number')
    all.push(...value.map((one: { '@iot.id': number }) => one['@iot.id']))
    length = value.length
  }
  expect(all).toHaveLength(RECORDS)
  expect(new Set(all).size).toBe(RECORDS)
})

test('a collector sweeps one moment of all kits, and knows the series by name', async () => {
  const query = new URLSearchParams({
    $select: 'phenomenonTime,result',
    $filter: 'phenomenonTime eq 2018-12-31T19:00:00.000Z',
    $expand: 'Datastream($select=id,name)',
    $top: '200',
    $skip: '0',
  })
  const { value } = JSON.parse(await get(`/v1.0/Observations?${query}`))
  expect(value).toHaveLength(18)
  const parts = value[0].Datastream.name.split('-')
  expect(value[0].Datastream['@iot.id']).toEqual(expect.any(Number))
  expect(['ZWL_kit-01', 'ZWL_kit-02', 'loose']).toContain(parts.slice(0, -2).join('-'))
})

test('a map looks for calibrated series, which this hub has none of', async () => {
  const url = "/v1.0/Things(1)/Datastreams?$filter=contains(name,'pm25_kal')"
  expect(JSON.parse(await get(url))).toEqual({ value: [] })
})

test('an address that ends in a question mark is answered', async () => {
  expect(JSON.parse(await get('/v1.0/Things?')).value).toHaveLength(3)
})
