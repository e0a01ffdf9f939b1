/** What is refused, and that the answer says where and why. */
import type { TestHub } from '../test-hub.ts'
import { refusal, school } from './school.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await school()
})
afterAll(() => hub.close())

const WRONG: [string, string][] = [
  ['/Things?$filter=', '$filter, at the end: a value, a name or ( is expected'],
  [
    '/Things?$filter=nam eq 1',
    '$filter, at character 1: Thing has no nam; name? (here: ▸nam eq 1)',
  ],
  ['/Things?$filter=name eq', '$filter, at the end: a value'],
  ['/Things?$filter=name eq 5', 'text cannot be compared with a number'],
  ['/Things?$filter=name', 'this is text, and a comparison is expected'],
  ["/Things?$filter=name eq 'a", '$filter, at character 9: this quote is never closed'],
  ["/Things?$filter=startwith(name,'a')", 'no function startwith is known here; startswith?'],
  ['/Things?$filter=startswith(name)', 'startswith takes 2 values'],
  ["/Things?$filter=startswith(id,'a')", 'startswith takes text here, and this is number'],
  ['/Things?$filter=Datastreams eq 1', 'is an entity; name one of its properties'],
  ['/Things?$filter=id eq 1 2', 'this is one too many'],
  ['/Observations?$filter=phenomenonTime gt 2018-02-30', 'no time that exists'],
  ["/Observations?$filter=phenomenonTime gt 'yesterday'", 'no time that exists'],
  ['/Observations?$filter=phenomenonTime mul 2 eq 1', 'only a duration can be added'],
  ['/Locations?$filter=location eq 1', 'a position cannot be compared'],
  ["/Locations?$filter=st_within(location,geography'POINT(1 2)')", 'takes a polygon'],
  [
    "/Locations?$filter=geo.distance(location,geography'POINT(1)') lt 1",
    'POINT(longitude latitude)',
  ],
  ['/Things?$top=-1', '$top, at character 1: a whole number'],
  ['/Things?$top=1e3', '$top, at character 1: a whole number'],
  ['/Things?$skip=1.5', '$skip'],
  ['/Things?$count=yes', 'true or false is expected'],
  ['/Things?$select=naam', 'Thing has no naam; name?'],
  ['/Things?$expand=Datastream', 'Thing leads to no Datastream; Datastreams?'],
  ['/Things?$expand=Datastreams($top=1', ') is expected'],
  ['/Things?$expand=Datastreams($limit=1)', 'one of $filter'],
  ['/Things?$expand=Datastreams/Thing/Datastreams/Thing/Datastreams', 'at most 4 levels'],
  ['/Things?$orderby=Datastreams/name', 'leads to many'],
  ['/Things?$orderby=', '$orderby, at the end'],
  ['/Things?$format=json', '$format: is not known here'],
  ['/Things?$top=1&$top=2', '$top: given more than once'],
  ['/Things?$resultFormat=xml', '$resultFormat: must be dataArray, CSV or JSON'],
  ['/Things?$resultFormat=dataArray', 'only Observations'],
  ['/Observations?$skiptoken=1', '$skiptoken, at the end: this comes from a link'],
  ['/Observations?$skiptoken=a-1', '$skiptoken, at character 1: this comes from a link'],
  ['/Things?$skiptoken=1-1', '$skiptoken: goes with an order by phenomenonTime'],
  ['/Things(1)?$top=1', '$top: there is one Thing here'],
  ['/Things?$filter=%E0%A4%A', '$filter: a % that is no %xx'],
]
test.each(WRONG)('%s is 400 and says where', async (path, reason) => {
  const found = await refusal(hub, path)
  expect(found).toMatchObject({ status: 400, error: 'bad query' })
  expect(found.reason).toContain(reason)
})

const NOWHERE: [string, string][] = [
  ['/Thing', 'there is no Thing; Things?'],
  ['/Things(99)', 'there is no Things(99)'],
  ['/Things(99)/Datastreams', 'there is no Things(99)'],
  ['/Things(1)/Sensors', 'Thing has no Sensors'],
  ['/Things/Datastreams', 'choose one with (id)'],
  ['/Things(1)/Datastreams(7)', 'there is no Things(1)/Datastreams(7)'],
  ['/Things(x)', 'is no part of a path'],
  ['/Observations(1)', 'there is no Observations(1)'],
  ['/Things(1)/name/Datastreams', 'nothing comes after'],
  [`/Things(1)${'/Datastreams(1)/Thing'.repeat(9)}`, 'at most 12 parts'],
]
test.each(NOWHERE)('%s is 404 and says what is not there', async (path, reason) => {
  const found = await refusal(hub, path)
  expect(found).toMatchObject({ status: 404, error: 'not found' })
  expect(found.reason).toContain(reason)
})

test('nothing can be written', async () => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    const reply = await hub.ask('/v1.1/Things(1)', { method })
    expect([reply.status, reply.headers.get('Allow')]).toEqual([405, 'GET'])
  }
})

test('pages of other sites may read', async () => {
  const reply = await hub.ask('/v1.1/Things')
  expect(reply.headers.get('Access-Control-Allow-Origin')).toBe('*')
})
