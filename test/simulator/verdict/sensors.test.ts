/** Two sensors of one kind, or for one quantity, are two: what one lacks no other makes good. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { KitConfig } from '../../../device/config/config.ts'
import type { HeldRecord } from '../../../host-tools/simulator/verdict/hub-evidence.ts'
import { Wiring } from '../../../host-tools/simulator/verdict/sensors.ts'
import { OwnRunner } from '../own/own-runner.ts'
import { BME280, findingAt, inBoth, kitsOf, SDS011, sourceOf } from './tiny.ts'

const runner = new OwnRunner()
runner.write('deaf.ts', 'export default () => ({})\n')
const deaf = (name: string, where: object) => ({ part: 'use', name, file: 'deaf.ts', ...where })

const EXPECT = [
  { expect: 'coverage', atLeast: '90 %' },
  { expect: 'mean', quantity: 'pm25', within: '50 %' },
  { expect: 'mean', quantity: 'temperature', orBy: 1 },
]
/** What each of `EXPECT` finds at one kit with these parts. */
async function found(parts: object[], record?: string) {
  const config = { periodS: 60, targets: [{ kind: 'hub' }] }
  const kits = [kitsOf({ count: 1, parts, config })]
  const { file } = sourceOf({ duration: '20 min', kits, expect: EXPECT })
  const result = await runner.run(file, 'node', record)
  return EXPECT.map((_, i) => inBoth(findingAt(result, 'a-01', i)))
}

test('of two that are alike, the one that is silent is named', async () => {
  expect(await found([SDS011, BME280])).toEqual(['met', 'met', 'met'])
  expect(await found([SDS011, deaf('SDS011', { port: 'uart2' }), BME280])).toEqual([
    expect.stringMatching(/^SDS011 at uart2 was seen 0 % .*SDS011 op uart2 was 0 % van de tijd/),
    'no averages of pm25 of SDS011 at uart2 to compare, ' +
      'geen gemiddelden van pm25 van SDS011 op uart2',
    'met',
  ])
  expect(await found([deaf('SDS011', {}), { ...SDS011, port: 'uart2' }, BME280])).toEqual([
    expect.stringMatching(/^SDS011 at uart1 was seen 0 %/),
    expect.stringMatching(/^no averages of pm25 of SDS011 at uart1/),
    'met',
  ])
})

test('also where a period takes several records', async () => {
  const four = [SDS011, { ...SDS011, port: 'uart2' }, BME280, deaf('BME280', { address: 0x77 })]
  const [coverage, dust, temperature] = await found(four)
  expect(coverage).toMatch(/^BME280 at 0x77 was seen 0 %/)
  expect(dust).toBe('met')
  expect(temperature).toMatch(/^no averages of temperature of BME280 at 0x77 to compare/)
})

test('also where two kinds measure the same', async () => {
  const biased = { ...BME280, temperature: 20, address: 0x77 }
  const sht = { part: 'SHT3x', temperature: 0, humidity: 0 }
  const [coverage, , temperature] = await found([SDS011, sht, biased])
  expect(coverage).toBe('met')
  expect(temperature).toMatch(/^mean temperature of BME280 is -?[\d.]+ °C, the truth was 10/)
})

test('what is recorded has columns for each', async () => {
  const folder = join(runner.folder, 'recorded')
  await found([SDS011, deaf('BME280', { address: 0x77 }), BME280], folder)
  const rows: Record<string, string>[] = parse(readFileSync(join(folder, 'a-01', 'records.csv')), {
    columns: true,
  })
  expect(rows[5]).toMatchObject({ temperature_n: '0', temperature_2_n: '6', pm25_n: '60' })
  expect(rows[5]!['temperature']).toBe('')
  expect(Number(rows[5]!['temperature_2'])).toBeCloseTo(10, 0)
})

describe('channels of a kit with BME280 and SHT3x and another BME280', () => {
  const sensors = [
    { part: 'BME280', port: 'i2c1', address: 0x76 },
    { part: 'SHT3x', port: 'i2c1', address: 0x44 },
    { part: 'BME280', port: 'i2c1', address: 0x77 },
  ]
  const wiring = () => new Wiring({ periodS: 60, targets: [], sensors } as KitConfig)
  const CHANNELS = [
    [3, 2],
    [4, 2],
    [5, 2],
    [3, 3],
    [4, 3],
    [3, 2],
    [4, 2],
    [5, 2],
  ] as const
  const record = (from: number, to: number, startS = 60, bootId = 1) => {
    const channels = CHANNELS.slice(from, to).map(([quantity, part]) => ({ quantity, part }))
    const content = { kind: 'average', bootId, clockKnown: true, startS, lengthS: 60, channels }
    return { log: 1, content } as unknown as HeldRecord
  }

  test('belong to sensors in their order, however records divide them', () => {
    expect(wiring().placesIn(record(0, 8))).toEqual([0, 0, 0, 1, 1, 2, 2, 2])
    const split = wiring()
    expect(split.placesIn(record(0, 3))).toEqual([0, 0, 0])
    expect(split.placesIn(record(3, 5))).toEqual([1, 1])
    expect(split.placesIn(record(5, 8))).toEqual([2, 2, 2])
    expect(split.placesIn(record(0, 3, 120))).toEqual([0, 0, 0])
    expect(split.placesIn(record(0, 3, 60, 2))).toEqual([0, 0, 0])
  })

  test('are found behind a record that is missing, as far as they tell', () => {
    expect(wiring().placesIn(record(3, 8))).toEqual([1, 1, 2, 2, 2])
  })

  test('of no sensor of the kit are nobody’s', () => {
    const content = { ...(record(0, 1).content as object), channels: [{ quantity: 1, part: 1 }] }
    expect(wiring().placesIn({ log: 1, content } as unknown as HeldRecord)).toEqual([-1])
    expect(wiring().placesIn({ log: 1, content: 'cut short' } as HeldRecord)).toEqual([])
  })
})
