/** What a SensorThings server is sent, letter by letter, and what its replies mean. */
import type { TargetConfig } from '../../device/config/targets.ts'
import { targetFault } from '../../device/config/targets.ts'
import { SensorThingsDouble } from '../support/foreign-servers.ts'
import { benchOf, bodyOf, fateOf, TargetBench } from '../support/target-bench.ts'

const TOWN: TargetConfig = {
  kind: 'sensorthings',
  url: 'https://frost/v1.1',
  datastreams: { pm25: 7, pm10: 8, temperature: 9 },
  authorization: 'Basic c2VjcmV0',
}
const T = '2025-12-31T12:00:00Z'
const NEXT = '2025-12-31T12:05:00Z'
const EMPTY = '{"value":[]}'
const newest = (time: string) => `{"@iot.count":1,"value":[{"phenomenonTime":"${time}"}]}`

/** A bench that has been told that nothing of it is there. */
function asked(config = TOWN): TargetBench {
  const kit = benchOf(config)
  kit.next().reply(200, EMPTY)
  return kit
}

test('is asked for the newest observation of the last datastream after a boot', () => {
  const post = benchOf(TOWN).next()
  expect([post.method, post.body.length]).toEqual(['GET', 0])
  expect(post.url).toBe(
    'https://frost/v1.1/Datastreams(9)/Observations' +
      '?$select=phenomenonTime&$orderby=phenomenonTime%20desc&$top=1',
  )
  expect(post.headers).toContain('Basic c2VjcmV0')
})

test('gets a data array for each measurement, over the interval of the average', () => {
  const post = asked().next()
  expect([post.method, post.url]).toEqual(['POST', 'https://frost/v1.1/CreateObservations'])
  expect(post.headers).toEqual([
    'Content-Type',
    'application/json',
    'Authorization',
    'Basic c2VjcmV0',
  ])
  const element = (id: number, result: string) =>
    `{"Datastream":{"@iot.id":${id}},"components":["phenomenonTime","result"],` +
    `"dataArray":[["${T}/${NEXT}",${result}]]}`
  expect(bodyOf(post)).toBe(`[${element(7, '0.01')},${element(8, '20.01')},${element(9, '-1.05')}]`)
})

test('gets no value twice, none that is missing, and no record without any', () => {
  const { authorization: _, ...open } = TOWN as { authorization?: string } & typeof TOWN
  const kit = new TargetBench([open]).learnTime()
  kit.average([{ quantity: 5, part: 2, mean: 101_325 }])
  kit.average([
    { quantity: 1, part: 1, mean: 0, count: 0 },
    { quantity: 3, part: 3, mean: 2_000 },
    { quantity: 3, part: 2, mean: 2_100 },
  ])
  kit.up().next().reply(200, EMPTY)
  const post = kit.next()
  expect(post.headers).toEqual(['Content-Type', 'application/json'])
  const [only, ...more] = JSON.parse(bodyOf(post))
  expect(more).toEqual([])
  expect([only.Datastream, only.dataArray[0][1]]).toEqual([{ '@iot.id': 9 }, 20])
  post.reply(201, '["https://frost/v1.1/Observations(1)"]')
  kit.pass(1)
  expect([kit.journal.dropped(0), kit.pending(0)]).toEqual([0, 0])
})

test('gets one record a request, all within 1,024 bytes', () => {
  const kit = new TargetBench([TOWN]).learnTime()
  for (let i = 0; i < 5; i++) kit.average()
  const server = new SensorThingsDouble()
  kit.network.onPost = (post) => {
    expect(post.body.length).toBeLessThanOrEqual(1_024)
    if (post.method === 'POST') expect(JSON.parse(bodyOf(post)).length).toBe(3)
    post.reply(...server.serve(post))
  }
  kit.up().pass(60)
  expect([kit.pending(0), kit.network.posts.length]).toEqual([0, 6])
})

test('a kit with more measurements than fit a request sends none of that record, counted', () => {
  const many = Object.fromEntries(
    ['pm25', 'pm10', 'temperature', 'humidity', 'pressure', 'pm1'].map((name, i) => [
      name,
      4_294_967_290 + i,
    ]),
  )
  const kit = new TargetBench([{ ...TOWN, datastreams: many } as TargetConfig]).learnTime()
  kit.average([1, 2, 3, 4, 5, 6].map((quantity) => ({ quantity, part: 1, mean: 10_000 })))
  kit.up().pass(60)
  const posts = kit.network.posts.filter(({ method }) => method === 'POST')
  for (const { body } of posts) expect(body.length).toBeLessThanOrEqual(1_024)
})

describe('replies', () => {
  test.each([
    [201, '["https://frost/v1.1/Observations(1)"]', 'stored', 'POST'],
    [201, '', 'stored', 'POST'],
    [201, '["https://frost/v1.1/Observations(1)","error"]', 'given up', 'POST'],
    [400, '', 'given up', 'POST'],
    [413, '', 'given up', 'POST'],
    [401, '', 'kept', 'POST'],
    [404, '', 'kept', 'POST'],
    [429, '', 'kept', 'POST'],
    [301, '', 'kept', 'POST'],
    [499, '', 'kept', 'POST'],
    [0, '', 'kept', 'GET'],
    [200, '', 'kept', 'GET'],
    [299, '', 'kept', 'GET'],
    [500, '', 'kept', 'GET'],
  ])('%d %s: the record is %s, the next request is a %s', (status, text, fate, method) => {
    const kit = asked()
    kit.next().reply(status, text)
    kit.pass(1)
    expect(fateOf(kit)).toBe(fate)
    if (fate !== 'kept') kit.average()
    expect(kit.next().method).toBe(method)
  })

  test.each([
    ['the record itself', newest(`${T}/${NEXT}`), true],
    ['with milliseconds', newest('2025-12-31T12:00:00.000Z/2025-12-31T12:05:00.000Z'), true],
    ['a later one', newest('2025-12-31T23:00:00Z'), true],
    ['an earlier one', newest('2025-12-31T11:55:00Z/2025-12-31T12:00:00Z'), false],
    ['none', EMPTY, false],
  ])('of the newest, %s: the record is there or is sent', (_what, text, isThere) => {
    const kit = benchOf(TOWN)
    kit.next().reply(200, text)
    kit.pass(1)
    expect(fateOf(kit)).toBe(isThere ? 'stored' : 'kept')
    expect(kit.network.posts.at(-1)!.method).toBe(isThere ? 'GET' : 'POST')
  })

  test.each([
    [200, '<html>'],
    [200, ''],
    [200, '{"value":['],
    [200, '{"value":[{"phenomenonTime":"2025-12-31"}]}'],
    [200, '{"phenomenonTime":"2025-12-31T12:00:00Z"}'],
    [404, EMPTY],
    [0, ''],
    [500, EMPTY],
  ])('the answer %d %s tells nothing: it is asked again', (status, text) => {
    const kit = benchOf(TOWN)
    const question = kit.next()
    question.reply(status, text)
    const again = kit.next()
    expect([again.method, again.url]).toEqual(['GET', question.url])
    expect(kit.pending(0)).toBe(1)
  })
})

test.each([
  [{}, ''],
  [{ authorization: 'two\nlines' }, 'authorization: must be a text'],
  [{ datastreams: {} }, 'datastreams: must name ids by quantity'],
  [{ datastreams: null }, 'datastreams: must name ids by quantity'],
  [{ datastreams: { pm25: '7' } }, 'datastreams.pm25: must be a whole number'],
  [{ datastreams: { pm25: 'seven' } }, 'datastreams.pm25: must be a whole number'],
  [{ datastreams: { pm25: 1.5 } }, 'datastreams.pm25: must be a whole number'],
  [{ datastreams: { pm25: -1 } }, 'datastreams.pm25: must be a whole number'],
])('config %j: "%s"', (change, fault) => {
  expect(targetFault({ ...TOWN, ...change } as TargetConfig)).toBe(fault)
})
