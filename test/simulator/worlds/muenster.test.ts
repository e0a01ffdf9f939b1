import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import {
  MUENSTER_NIGHT,
  MUENSTER_NIGHT_STEP_S,
  MUENSTER_NIGHT_UTC_MS,
} from '../../../host-tools/simulator/scenario/muenster-night.ts'
import { muensterNight } from '../../../host-tools/simulator/worlds/muenster.ts'
import { airAt, mean, placeAt, siteOf, upTo } from './air-at.ts'

const HOUR_S = 3_600
const NIGHT_S = 8 * HOUR_S
const MEASURED = join(__dirname, '../../../../shared/data/osem-muenster-nye-2018/ms_data.json.gz')

/** By linear interpolation between the nearest two, as spreadsheets do. */
function percentile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1)
  const low = sorted[Math.floor(at)]!
  return low + (sorted[Math.ceil(at)]! - low) * (at - Math.floor(at))
}

function measured(): { boxId: string; createdAt: string; value: number }[] {
  return JSON.parse(gunzipSync(readFileSync(MEASURED)).toString('utf8'))
}

test('the table is what Münster’s kits measured, to its last digit', () => {
  if (!existsSync(MEASURED)) {
    console.warn('SKIPPED: ../shared/data is not here, so the table was not held against it')
    return
  }
  const rows = MUENSTER_NIGHT.map(() => new Map<string, number[]>())
  for (const { boxId, createdAt, value } of measured()) {
    const passedS = (Date.parse(`${createdAt}Z`) - MUENSTER_NIGHT_UTC_MS) / 1000
    const row = rows[Math.floor(passedS / MUENSTER_NIGHT_STEP_S)]
    row?.set(boxId, [...(row.get(boxId) ?? []), Number(value)])
  }
  const wrong = rows.flatMap((row, i) => {
    const means = [...row.values()].map(mean).sort((a, b) => a - b)
    const expected = [0.1, 0.5, 0.9].map((share) => 10 * percentile(means, share))
    const isRight = expected.every((value, j) => Math.abs(value - MUENSTER_NIGHT[i]![j]!) <= 0.51)
    return isRight ? [] : [[i, expected, MUENSTER_NIGHT[i]]]
  })
  expect(wrong).toEqual([])
})

const layer = muensterNight({}, siteOf())
const pm25Of = (kit: number, timeS: number) => airAt(layer, placeAt(0, 0, kit), timeS).pm25
const fleetAt = (timeS: number, kits = 200) => upTo(kits).map((kit) => pm25Of(kit, timeS))

test('every kit is between the cleanest and the dirtiest of the town, all night', () => {
  const wrong = MUENSTER_NIGHT.flatMap(([low, , high], row) =>
    fleetAt(row * MUENSTER_NIGHT_STEP_S, 40).filter(
      (pm25) => !(pm25 >= low / 10 - 1e-9 && pm25 <= high / 10 + 1e-9),
    ),
  )
  expect(wrong).toEqual([])
})

test('half of the kits are above the median, and few stand alike', () => {
  const [low, median, high] = MUENSTER_NIGHT[38]!
  const kits = fleetAt(38 * MUENSTER_NIGHT_STEP_S, 1_000)
  const above = kits.filter((pm25) => pm25 > median / 10).length
  expect(Math.abs(above - 500)).toBeLessThan(4 * Math.sqrt(250))
  expect(Math.min(...kits)).toBeLessThan(low / 10 + 5)
  expect(Math.max(...kits)).toBeGreaterThan(high / 10 - 5)
  expect(new Set(kits).size).toBeGreaterThan(990)
})

test('a kit that is dirtier than another is so all night', () => {
  const order = (timeS: number) => {
    const kits = fleetAt(timeS, 50)
    return upTo(50).sort((a, b) => kits[a]! - kits[b]!)
  }
  expect(order(3.2 * HOUR_S)).toEqual(order(HOUR_S))
  expect(order(7 * HOUR_S)).toEqual(order(HOUR_S))
})

test('midnight in Münster, three hours on, is the peak; two hours later it is over', () => {
  const hours = upTo(8).map((hour) => mean(fleetAt((hour + 0.25) * HOUR_S)))
  expect(hours.indexOf(Math.max(...hours))).toBe(3)
  expect(hours[3]).toBeGreaterThan(10 * hours[2]!)
  expect(hours[3]).toBeGreaterThan(10 * hours[5]!)
})

test('it goes straight between the rows, and plays backwards after eight hours', () => {
  const between = pm25Of(3, 38.5 * MUENSTER_NIGHT_STEP_S)
  const [before, after] = [38, 39].map((row) => pm25Of(3, row * MUENSTER_NIGHT_STEP_S))
  expect(between).toBeCloseTo((before! + after!) / 2, 9)
  const last = NIGHT_S - MUENSTER_NIGHT_STEP_S
  const wrong = upTo(96).filter((row) => {
    const s = row * MUENSTER_NIGHT_STEP_S
    const [forth, back] = [pm25Of(3, last - s), pm25Of(3, NIGHT_S + s)]
    return (
      Math.abs(forth - back) > 1e-9 || Math.abs(pm25Of(3, 2 * NIGHT_S + last - s) - back) > 1e-9
    )
  })
  expect(wrong).toEqual([])
})

test('it comes on top of what is there, with coarse particles', () => {
  const alone = airAt(layer, placeAt(0), HOUR_S)
  const above = airAt(layer, placeAt(0), HOUR_S, { pm25: 100, pm10: 200 })
  expect(alone.pm10).toBeGreaterThan(alone.pm25)
  expect([above.pm25, above.pm10]).toEqual([100 + alone.pm25, 200 + alone.pm10])
})
