import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { CO2, PM2_5, PM10, TEMPERATURE } from '../../device/quantities.ts'
import { ScenarioRun } from '../../host-tools/simulator/run/run-scenario.ts'
import { nightScenario } from '../../host-tools/simulator/scenario/night-scenario.ts'
import { readRecording } from '../../host-tools/simulator/scenario/recording-file.ts'
import { recorded } from '../../host-tools/simulator/worlds/recorded.ts'
import { seriesAt } from '../../host-tools/simulator/worlds/series.ts'
import { openSite } from '../../host-tools/simulator/worlds/site.ts'
import { scratchFolder } from '../support/scratch.ts'

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

/** What a place sees of a recording, minute by minute from its first value on. */
function seen(path: string, number = 0, minutes = 3): Record<number, number[]> {
  const wind = { speed: [2, 2], from: [0, 0] } as const
  const site = openSite({ startUtcS: 0, offsetS: 0, durationS: 600, seed: 1, wind })
  const layer = recorded({ points: readRecording(path) }, site)
  const series = seriesAt([layer], { number, eastM: 0, northM: 0 }, 600)
  return Object.fromEntries(
    series.map(({ quantity, values }) => [quantity, Array.from(values).slice(0, minutes)]),
  )
}

test('openSenseMap JSON: straight lines between values, level after the last', () => {
  const later = record({ value: 4.5, createdAt: '2017-12-31T20:02:42Z' })
  const path = file(JSON.stringify([later, record({})]))
  expect(seen(path, 0, 4)).toMatchObject({
    [PM2_5.code]: [300, 375, 450, 450],
    [PM10.code]: [375, 469, 563, 563],
  })
})

test('CSV: columns by name, gzipped, with a mark and empty values as gaps', () => {
  const text =
    '\uFEFFtime,kit,pm25,temperature\n2018-01-01 00:00:00,x,1.5,-2.25\n2018-01-01 00:01:00,x,,3\n'
  expect(seen(file(gzipSync(text)))).toMatchObject({
    [PM2_5.code]: [150, 150, 150],
    [TEMPERATURE.code]: [-225, 300, 300],
  })
})

test('CO2, by its column or as openSenseMap’s boxes call it', () => {
  const text = 'time,kit,co2\n2018-01-01 00:00:00,x,415.4\n2018-01-01 00:02:00,x,1000\n'
  expect(seen(file(text))).toMatchObject({ [CO2.code]: [415, 708, 1_000] })
  for (const phenomenon of ['CO₂', 'CO2'])
    expect(seen(file(JSON.stringify([record({ phenomenon, value: 640 })])))).toMatchObject({
      [CO2.code]: [640, 640, 640],
    })
  // Carbon monoxide is something else.
  const other = [record({ phenomenon: 'CO', value: 2 }), record({})]
  expect(seen(file(JSON.stringify(other)))[CO2.code]).toBeUndefined()
})

test('each place sees a kit of the recording, in the order of their names and over again', () => {
  const values = [
    record({ boxId: 'b', value: 2 }),
    record({ boxId: 'a', value: 1 }),
    record({ boxId: 'c', value: 3 }),
  ]
  const path = file(JSON.stringify(values))
  const firsts = [0, 1, 2, 3, 4].map((number) => seen(path, number)[PM2_5.code]![0])
  expect(firsts).toEqual([100, 200, 300, 100, 200])
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
  expect(() => readRecording(file(content))).toThrow(message)
})

test('what cannot be read is named', () => {
  expect(() => readRecording(file(gzipSync('[]').subarray(0, 12)))).toThrow(/replay-\d+: /)
  expect(() => readRecording(folder)).toThrow(folder)
})

const MUENSTER = join(__dirname, '../../../shared/data/osem-muenster-nye-2018/ms_data.json.gz')

const HOURS = Number(process.env['MEETKIT_NIGHT_HOURS'] ?? 3)

test('Münster’s night, all seventeen kits, arrives whole', async () => {
  if (!existsSync(MUENSTER)) {
    console.warn('SKIPPED: ../shared/data is not here, so the full recording was not replayed')
    return
  }
  const source = nightScenario({ hours: HOURS, periodS: 300, replay: MUENSTER })
  const { totals, kits } = await (
    await ScenarioRun.open(source, { engine: 'node', workers: 0 })
  ).run()
  expect(kits.length).toBe(17)
  expect(totals.lost).toBe(0)
  expect(totals.records).toBeGreaterThanOrEqual(17 * 12 * HOURS)
  expect(totals.delivered + totals.backlog).toBe(totals.records)
})
