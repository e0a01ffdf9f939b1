/** Each function and operator of filters, by what it finds. */
import type { TestHub } from '../test-hub.ts'
import { RECORDS, read, school } from './school.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await school()
})
afterAll(() => hub.close())

const names = async (path: string) =>
  (await read(hub, path)).value.map((one: { name: string }) => one.name)

const MATCHES: [string, string[]][] = [
  ["startswith(name,'ZWL')", ['ZWL_kit-01', 'ZWL_kit-02']],
  ["endswith(name,'01')", ['ZWL_kit-01']],
  ["endswith(name,'')", ['ZWL_kit-01', 'ZWL_kit-02', 'loose']],
  ["substringof('kit',name)", ['ZWL_kit-01', 'ZWL_kit-02']],
  ["contains(name,'oo')", ['loose']],
  ["tolower(name) eq 'zwl_kit-01'", ['ZWL_kit-01']],
  ["toupper(substring(name,0,2)) eq 'LO'", ['loose']],
  ['length(name) lt 6', ['loose']],
  ["indexof(name,'kit') eq 4", ['ZWL_kit-01', 'ZWL_kit-02']],
  ["trim(concat(' ',name)) eq 'loose'", ['loose']],
  ["properties/codegemeente eq '193'", ['ZWL_kit-01', 'ZWL_kit-02']],
  ["properties/codegemeente eq '193' and not (id eq 1)", ['ZWL_kit-02']],
  ['properties/project eq null', ['loose']],
  ["properties/project ne 'Vuurwerkvrij'", ['loose']],
  ["properties/owner eq 'Lyceum aan de Singel' or @iot.id ge 3", ['ZWL_kit-01', 'loose']],
  ['id mul 2 sub 1 eq 5', ['loose']],
  ['-id le -3', ['loose']],
  ['id div 2 gt 1', ['loose']],
  ['id mod 2 eq 0', ['ZWL_kit-02']],
  ["Datastreams/name eq 'loose-1-pm25'", ['loose']],
  ["Datastreams/ObservedProperty/name eq 'pres' and id lt 2", ['ZWL_kit-01']],
  ['Datastreams/Observations/result gt 101325', []],
  ["name eq 'it''s'", []],
  ['true', ['ZWL_kit-01', 'ZWL_kit-02', 'loose']],
]
test.each(MATCHES)('Things: %s', async (filter, expected) => {
  expect(await names(`/Things?$filter=${filter}`)).toEqual(expected)
})

const COUNTS: [string, number][] = [
  ['result gt 10', RECORDS - 14],
  ['result eq 6.85', 1],
  ['result eq null', 1],
  ['result ne null', RECORDS - 1],
  ['not (result gt 10)', 14],
  ['phenomenonTime ge 2018-12-31T19:00:00Z', 12],
  ['phenomenonTime gt 2018-12-31T19:00:00Z', 11],
  ['phenomenonTime lt 2018-12-31T20:00:00+01:00', 12],
  ["phenomenonTime eq '2018-12-31T18:05:00Z'", 1],
  ["phenomenonTime ge '20181231' and phenomenonTime lt '20190101'", RECORDS],
  ['2018-12-31T18:05:00Z ge phenomenonTime', 2],
  ['resultTime le 2018-12-31T18:05:00Z', 1],
  ['date(phenomenonTime) eq 2018-12-31', RECORDS],
  ['year(phenomenonTime) eq 2018 and month(phenomenonTime) eq 12', RECORDS],
  ['day(phenomenonTime) eq 31 and hour(phenomenonTime) eq 19', 12],
  ['minute(phenomenonTime) lt 10 and second(phenomenonTime) eq 0', 4],
  ["phenomenonTime ge now() sub duration'PT5H'", 12],
  ['resultQuality/coverage lt 0.5', 1],
  ["substringof('humid',resultQuality/flags)", 1],
  ['round(result) eq 7 or floor(result) eq 5 or ceiling(result) eq 5', 5],
  ["Datastream/Thing/name eq 'ZWL_kit-01'", RECORDS],
  ["Datastream/Thing/properties/codegemeente eq '194'", 0],
]
test.each(COUNTS)('Observations: %s', async (filter, expected) => {
  const path = `/Datastreams(1)/Observations?$count=true&$top=0&$filter=${filter}`
  const escaped = path.replaceAll('+', '%2B')
  expect((await read(hub, escaped))['@iot.count']).toBe(expected)
})
