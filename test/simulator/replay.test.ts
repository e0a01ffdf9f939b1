import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { PM2_5, PM10, TEMPERATURE } from '../../device/quantities.ts'
import { NodeEngine } from '../../host-tools/simulator/engines/node.ts'
import { runFleet } from '../../host-tools/simulator/run-fleet.ts'
import { replayFleet } from '../../host-tools/simulator/scenario/replay.ts'

import { scratchFolder } from '../support/scratch.ts'

const OPTIONS = { kits: 1, hours: 1, seed: 1, periodS: 300, hubUrl: 'http://hub.invalid/' }
const folder = scratchFolder()
let files = 0

function file(content: string | Buffer): string {
  const path = join(folder, `replay-${files++}`)
  writeFileSync(path, content)
  return path
}

function record(change: object): object {
  return { value: 3, createdAt: '2017-12-31 20:00:42', boxId: 'a', phenomenon: 'PM2.5', ...change }
}

test('openSenseMap JSON: times count from the period’s start, values become steps', () => {
  const later = record({ value: 4.5, createdAt: '2017-12-31T20:02:00Z' })
  const path = file(JSON.stringify([later, record({})]))
  const [kit] = replayFleet(path, OPTIONS)
  expect(kit!.setup.startUtcMs).toBe(Date.UTC(2017, 11, 31, 20))
  expect(kit!.series).toEqual([
    { quantity: PM2_5.code, timesS: [42, 120], values: [300, 450] },
    { quantity: PM10.code, timesS: [42, 120], values: [375, 562] },
  ])
})

test('CSV: columns by name, gzipped, with a mark and empty values as gaps', () => {
  const text =
    '\uFEFFtime,kit,pm25,temperature\n2018-01-01 00:00:00,x,1.5,-2.25\n2018-01-01 00:01:00,x,,3\n'
  const [kit] = replayFleet(file(gzipSync(text)), OPTIONS)
  expect(kit!.series.map(({ quantity, values }) => [quantity, [...Array.from(values)]])).toEqual([
    [PM2_5.code, [150]],
    [TEMPERATURE.code, [-225, 300]],
    [PM10.code, [187]],
  ])
})

test.each([
  ['[\n{"value": 3,\n"createdAt": }]', /replay-\d+:3:14: not JSON/],
  [`[\n  ${JSON.stringify(record({ createdAt: 'yesterday' }))}]`, /:2:26: not a time: "yesterday"/],
  [`[\n  ${JSON.stringify({ value: 1 })}]`, /:2:3: field "boxId" is missing/],
  [`[${JSON.stringify(record({ value: 'x' }))}]`, /:1:11: not a number for pm25/],
  [`[${JSON.stringify(record({ value: -4 }))}]`, /:1:11: -4 is outside 0 to 1000 µg\/m³ for pm25/],
  ['[1]', /:1:2: expected a record/],
  ['{"a": 1}', /:1:1: expected an array of records/],
  ['[]', /:1:1: no values/],
  ['', /:1:1: the file is empty/],
  ['time,kit,colour\n', /:1:1: no column of pm25, pm10/],
  ['when,kit,pm25\n', /:1:1: no column "time"/],
  ['time,kit,pm25\n2018-01-01 00:00,x,1\n2018-01-01 00:01,x,1;2\n', /:3:20: "1;2": not a number/],
  ['time,kit,pm25\n2018-01-01 00:00,x,1\n31.12.2018,x,1\n', /:3:1: not a time: "31.12.2018"/],
  ['time,kit,pm25\n2018-01-01 00:00,,1\n', /:2:18: the kit has no name/],
  ['time,kit,pm25\n2018-01-01 00:00,x\n', /:2:1: /],
  ['time,kit,pm25\n2018-01-01 00:00,"x,1\n', /:\d:1: Quote Not Closed/],
])('a broken file names file, line and column: %j', (content, message) => {
  expect(() => replayFleet(file(content), OPTIONS)).toThrow(message)
})

test('what cannot be read is named', () => {
  expect(() => replayFleet(file(gzipSync('[]').subarray(0, 12)), OPTIONS)).toThrow(/replay-\d+: /)
  expect(() => replayFleet(folder, OPTIONS)).toThrow(folder)
})

test('without a number all kits play; names that would be one id stay two', () => {
  const names = ['a b', 'a:b', 'c']
  const path = file(JSON.stringify(names.map((boxId) => record({ boxId }))))
  const fleet = replayFleet(path, { ...OPTIONS, kits: undefined })
  expect(fleet.map(({ setup }) => setup.id)).toEqual(['a-b', 'a-b-1', 'c'])
})

test('asking for more kits than the recording has says how many there are', () => {
  const path = file(JSON.stringify([record({})]))
  expect(() => replayFleet(path, { ...OPTIONS, kits: 5 })).toThrow('use --kits 1')
})

const MUENSTER = join(__dirname, '../../../shared/data/osem-muenster-nye-2018/ms_data.json.gz')

test('Münster’s night, all seventeen kits, arrives whole', async () => {
  if (!existsSync(MUENSTER)) {
    console.warn('SKIPPED: ../shared/data is not here, so the full recording was not replayed')
    return
  }
  const fleet = replayFleet(MUENSTER, { ...OPTIONS, kits: 17, hours: 8 })
  const result = await runFleet(new NodeEngine(), fleet, 8)
  expect(result.lost).toBe(0)
  expect(result.records).toBeGreaterThanOrEqual(17 * 96)
  expect(result.delivered + result.backlog).toBe(result.records)
})
