/** What the SensorThings API has, and how it looks. */
import type { TestHub } from '../test-hub.ts'
import { RECORDS, read, school } from './school.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await school()
})
afterAll(() => hub.close())

const names = async (path: string) =>
  (await read(hub, path)).value.map((one: { name: string }) => one.name)

describe('what there is', () => {
  test('stands on the first page, and every set on it opens', async () => {
    const { value, serverSettings } = await read(hub, '')
    expect(value.map((one: { name: string }) => one.name)).toEqual([
      'Things',
      'Locations',
      'HistoricalLocations',
      'Datastreams',
      'Sensors',
      'ObservedProperties',
      'Observations',
      'FeaturesOfInterest',
    ])
    expect(serverSettings.conformance[0]).toContain('iot_sensing/1.1')
    for (const { name, url } of value) {
      expect(url).toBe(`https://lucht.example/v1.1/${name}`)
      expect((await read(hub, `/${name}`)).value.length).toBeGreaterThan(0)
    }
  })

  test('a Thing is a kit as its keeper tells of it', async () => {
    expect(await read(hub, '/Things(1)')).toEqual({
      '@iot.id': 1,
      '@iot.selfLink': 'https://lucht.example/v1.1/Things(1)',
      name: 'ZWL_kit-01',
      description: 'On the roof of the school',
      properties: {
        codegemeente: '193',
        knmicode: 'knmi_06278',
        owner: 'Lyceum aan de Singel',
        pm10closecode: null,
        pm10regiocode: null,
        pm10stadcode: null,
        pm25closecode: null,
        pm25regiocode: null,
        pm25stadcode: null,
        project: 'Vuurwerkvrij',
      },
      'Locations@iot.navigationLink': 'https://lucht.example/v1.1/Things(1)/Locations',
      'HistoricalLocations@iot.navigationLink':
        'https://lucht.example/v1.1/Things(1)/HistoricalLocations',
      'Datastreams@iot.navigationLink': 'https://lucht.example/v1.1/Things(1)/Datastreams',
    })
    expect(await names('/Things')).toEqual(['ZWL_kit-01', 'ZWL_kit-02', 'loose'])
  })

  test('series have the names of RIVM’s portal, equal parts numbers of their own', async () => {
    expect(await names('/Things(1)/Datastreams')).toEqual([
      'ZWL_kit-01-1-pm25',
      'ZWL_kit-01-1-pm10',
      'ZWL_kit-01-2-temp',
      'ZWL_kit-01-2-rh',
      'ZWL_kit-01-2-pres',
      'ZWL_kit-01-258-temp',
    ])
    expect(await read(hub, '/Datastreams(1)')).toMatchObject({
      unitOfMeasurement: {
        symbol: 'ug/m3',
        definition: 'https://qudt.org/vocab/unit/MicroGM-PER-M3',
      },
      observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
      phenomenonTime: '2018-12-31T18:00:00Z/2018-12-31T20:00:00Z',
    })
    expect((await read(hub, '/Datastreams(3)')).unitOfMeasurement.symbol).toBe('C')
    expect(await names('/Sensors')).toEqual(['SDS011', 'BME280'])
    expect(await names('/ObservedProperties')).toEqual(['pm25', 'pm10', 'temp', 'rh', 'pres'])
  })

  test('an Observation carries its worth', async () => {
    const { value } = await read(hub, '/Datastreams(1)/Observations?$orderby=phenomenonTime')
    expect(value).toHaveLength(RECORDS)
    expect(value[5]).toMatchObject({
      phenomenonTime: '2018-12-31T18:25:00Z/2018-12-31T18:30:00Z',
      resultTime: '2018-12-31T18:30:00Z',
      result: 6.85,
      resultQuality: { coverage: 0.993, count: 298, expected: 300, failures: 0 },
    })
    expect(value[5].resultQuality.flags).toEqual(['saturated', 'humid'])
    expect(value[3]).toMatchObject({ result: null, resultQuality: { coverage: 0, count: 0 } })
    expect(await read(hub, `/Observations(${value[5]['@iot.id']})`)).toEqual(value[5])
  })

  test('the newest observation comes first, and one without a time not at all', async () => {
    const { value } = await read(hub, '/Observations?$count=true&$top=500')
    const times = value.map((one: { phenomenonTime: string }) => one.phenomenonTime)
    expect(times).toEqual([...times].sort().reverse())
    expect(value).toHaveLength(RECORDS * 6 * 3)
    const ids = new Set(value.map((one: { '@iot.id': number }) => one['@iot.id']))
    expect(ids.size).toBe(value.length)
  })
})

describe('places', () => {
  test('are given as they are, or blurred where the owner asked', async () => {
    const { value } = await read(hub, '/Locations')
    expect(value.map((one: { location: unknown }) => one.location)).toEqual([
      { type: 'Point', coordinates: [6.09444, 52.51263] },
      { type: 'Point', coordinates: [expect.closeTo(6.1, 2), expect.closeTo(52.5, 2)] },
      { type: 'Point', coordinates: [expect.closeTo(6.08, 2), expect.closeTo(52.51, 2)] },
    ])
    expect(value[1].location.coordinates).not.toEqual([6.10001, 52.50001])
    expect(value[1].properties).toEqual({ blurredM: 50 })
  })

  test('change when a kit moves: now, before, and for each observation', async () => {
    const { value: now } = await read(hub, '/Things(2)/Locations')
    expect(now.map((one: { '@iot.id': number }) => one['@iot.id'])).toEqual([2002])
    const { value: all } = await read(hub, '/Things(2)/HistoricalLocations?$expand=Locations')
    expect(all.map((one: { time: string }) => one.time)).toEqual([
      '2018-12-31T18:00:00Z',
      '2018-12-31T19:00:00Z',
    ])
    expect(all[0].Locations[0]['@iot.id']).toBe(2001)
    expect((await read(hub, '/Locations(2001)/Things')).value).toEqual([])
    expect((await read(hub, '/Locations(2002)/Things')).value).toHaveLength(1)
    const { value } = await read(
      hub,
      '/Datastreams(7)/Observations?$expand=FeatureOfInterest($select=id)&$orderby=phenomenonTime',
    )
    const features = value.map(
      (one: { FeatureOfInterest: { '@iot.id': number } }) => one.FeatureOfInterest['@iot.id'],
    )
    expect(features.slice(0, 12)).toEqual(new Array(12).fill(2001))
    expect(features.slice(12)).toEqual(new Array(12).fill(2002))
    const behind = await read(hub, '/FeaturesOfInterest(2002)/Observations?$count=true')
    expect(behind['@iot.count']).toBe(12 * 6)
  })

  test('that nobody told are features without geometry', async () => {
    const { value } = await read(hub, "/FeaturesOfInterest?$filter=name eq 'loose'")
    expect(value).toMatchObject([{ '@iot.id': 3000, feature: { geometry: null } }])
  })

  test('can be asked for', async () => {
    const around =
      "st_within(location,geography'POLYGON((6.09 52.51,6.1 52.51,6.1 52.52,6.09 52.51))')"
    expect(await names(`/Locations?$filter=${around}`)).toEqual(['The school'])
    const near = "geo.distance(Locations/location,geography'POINT(6.0944 52.5126)') lt 0.001"
    expect(await names(`/Things?$filter=${near}`)).toEqual(['ZWL_kit-01'])
  })
})
