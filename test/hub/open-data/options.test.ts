/** Selecting, expanding, ordering, paging, and the compact formats. */
import { batchBody, EVENING_S, PERIOD_S, post, smokeRecord } from '../fake-kit.ts'
import type { TestHub } from '../test-hub.ts'
import { pm25Steps, RECORDS, read, school } from './school.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await school()
})
afterAll(() => hub.close())

const names = async (path: string) =>
  (await read(hub, path)).value.map((one: { name: string }) => one.name)

describe('options', () => {
  test('$select leaves out, also links', async () => {
    const { value } = await read(hub, '/Things?$select=id,name&$top=1')
    expect(value).toEqual([{ '@iot.id': 1, name: 'ZWL_kit-01' }])
    const chosen = await read(hub, '/Things(1)?$select=Datastreams')
    expect(Object.keys(chosen)).toEqual(['Datastreams@iot.navigationLink'])
  })

  test('$expand takes options, paths and several links', async () => {
    const { value } = await read(
      hub,
      '/Things?$filter=id eq 1&$select=name&$expand=Locations($select=name),' +
        "Datastreams($filter=startswith(name,'ZWL_kit-01-2');$orderby=name desc;$top=2;" +
        '$count=true;$select=name;' +
        '$expand=Observations($top=1;$select=result),Sensor($select=name))',
    )
    expect(value).toEqual([
      {
        name: 'ZWL_kit-01',
        Locations: [{ name: 'The school' }],
        'Datastreams@iot.count': 4,
        Datastreams: [
          {
            name: 'ZWL_kit-01-258-temp',
            Observations: [{ result: 0.5 }],
            'Observations@iot.nextLink': expect.stringContaining('/Datastreams(6)/Observations?'),
            Sensor: { name: 'BME280' },
          },
          {
            name: 'ZWL_kit-01-2-temp',
            Observations: [{ result: -1.27 }],
            'Observations@iot.nextLink': expect.stringContaining('/Datastreams(3)/Observations?'),
            Sensor: { name: 'BME280' },
          },
        ],
        'Datastreams@iot.nextLink': expect.stringContaining('/Things(1)/Datastreams?'),
      },
    ])
    const next = value[0]['Datastreams@iot.nextLink'].replace('https://lucht.example/v1.1', '')
    const rest = await read(hub, next)
    expect(rest).toMatchObject({
      '@iot.count': 4,
      value: [{ name: 'ZWL_kit-01-2-rh' }, { name: 'ZWL_kit-01-2-pres' }],
    })
    expect(Object.keys(rest.value[0])).toEqual([
      'name',
      'Observations',
      'Observations@iot.nextLink',
      'Sensor',
    ])
    const both = await read(hub, '/Datastreams(1)?$expand=Thing/Locations,Thing,ObservedProperty')
    expect(both).toMatchObject({
      Thing: { name: 'ZWL_kit-01', Locations: [{ name: 'The school' }] },
      ObservedProperty: { name: 'pm25' },
    })
  })

  test('$orderby goes by several, up and down, also through links to one', async () => {
    expect(await names('/Things?$orderby=name desc')).toEqual(['loose', 'ZWL_kit-02', 'ZWL_kit-01'])
    const path = '/Datastreams?$orderby=ObservedProperty/name,Thing/name desc&$select=name&$top=3'
    expect(await names(path)).toEqual(['loose-1-pm10', 'ZWL_kit-02-1-pm10', 'ZWL_kit-01-1-pm10'])
  })

  test('pages follow each other without loss or repetition while more arrives', async () => {
    const own = await school()
    const seen: number[] = []
    let path: string | undefined =
      '/Observations?$filter=result gt 6&$select=id,result&$top=7&$expand=Datastream($select=name)'
    let sequence = 5_000
    while (path !== undefined) {
      const page = await read(own, path)
      expect(page.value.length).toBeLessThanOrEqual(7)
      for (const one of page.value) {
        expect(Object.keys(one)).toEqual(['@iot.id', 'result', 'Datastream'])
        seen.push(one['@iot.id'])
      }
      const next: string | undefined = page['@iot.nextLink']
      if (next !== undefined) expect(Object.keys(page)[0]).toBe('@iot.nextLink')
      path = next?.replace('https://lucht.example/v1.1', '')
      const late = smokeRecord(EVENING_S + sequence * PERIOD_S, 9_999)
      await post(own.ask, batchBody(sequence++, [late], { kit: 'kit-01' }))
    }
    expect(new Set(seen).size).toBe(seen.length)
    const pm25 = Array.from({ length: RECORDS }, (_, i) => pm25Steps(i) ?? 0)
    const above = pm25.filter((steps) => steps > 600).length + 2 * RECORDS + RECORDS
    expect(seen).toHaveLength(3 * above)
    own.close()
  })

  test('pages in another order go by $skip, and keep every option', async () => {
    const page = await read(hub, '/Datastreams?$orderby=name&$top=4&$select=name&$count=true')
    expect(page['@iot.count']).toBe(18)
    expect(page['@iot.nextLink']).toBe(
      'https://lucht.example/v1.1/Datastreams' +
        '?$orderby=name&$top=4&$select=name&$count=true&$skip=4',
    )
  })

  test('dataArray groups by series', async () => {
    const { value } = await read(
      hub,
      '/Observations?$resultFormat=dataArray&$select=phenomenonTime,result&$filter=' +
        'phenomenonTime eq 2018-12-31T18:00:00Z and Datastream/Thing/id eq 1' +
        '&$orderby=Datastream/id',
    )
    expect(value).toHaveLength(6)
    expect(value[0]).toEqual({
      'Datastream@iot.navigationLink': 'https://lucht.example/v1.1/Datastreams(1)',
      components: ['phenomenonTime', 'result'],
      'dataArray@iot.count': 1,
      dataArray: [['2018-12-31T18:00:00Z/2018-12-31T18:05:00Z', 5]],
    })
  })

  test('CSV is flat, and tells the next page in a header', async () => {
    const reply = await hub.ask(
      '/v1.1/Datastreams(1)/Observations?$resultFormat=CSV&$orderby=phenomenonTime&$top=2',
    )
    expect(reply.headers.get('Content-Type')).toContain('text/csv')
    expect(reply.headers.get('Link')).toContain('rel="next"')
    const lines = (await reply.text()).split('\r\n')
    expect(lines[0]).toContain('id,phenomenonTime,result,resultTime,resultQuality/coverage')
    expect(lines).toHaveLength(4)
    const places = await (await hub.ask('/v1.1/Locations?$resultFormat=csv')).text()
    expect(places).toContain('location/type,location/coordinates')
    expect(places).toContain('Point,6.09444 52.51263')
    const none = '/v1.1/Observations?$resultFormat=csv&$filter=result%20lt%20-99&$select=id,result'
    expect(await (await hub.ask(none)).text()).toBe('id,result\r\n')
  })

  test('properties, their bare values and references can be asked for', async () => {
    expect(await read(hub, '/Things(1)/name')).toEqual({ name: 'ZWL_kit-01' })
    expect(await (await hub.ask('/v1.1/Things(1)/name/$value')).text()).toBe('ZWL_kit-01')
    expect(await read(hub, '/Things(1)/Datastreams/$ref?$top=1')).toMatchObject({
      value: [{ '@iot.selfLink': 'https://lucht.example/v1.1/Datastreams(1)' }],
    })
    expect(await read(hub, "/Things('2')/Datastreams(7)/Thing/$ref")).toEqual({
      '@iot.selfLink': 'https://lucht.example/v1.1/Things(2)',
    })
  })
})
