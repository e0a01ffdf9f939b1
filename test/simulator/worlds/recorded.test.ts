import {
  CO2,
  HUMIDITY,
  PM2_5,
  PM10,
  PRESSURE,
  type Quantity,
  TEMPERATURE,
} from '../../../device/quantities.ts'
import type { Point } from '../../../host-tools/simulator/scenario/recording.ts'
import { emptyAir } from '../../../host-tools/simulator/worlds/air.ts'
import { recorded } from '../../../host-tools/simulator/worlds/recorded.ts'
import { airAt, placeAt, siteOf, upTo } from './air-at.ts'

const START_UTC_MS = Date.UTC(2026, 0, 1)

/** `[seconds since the recording's beginning, value]` of one kit. */
function pointsOf(
  quantity: Quantity,
  values: readonly (readonly [number, number])[],
  kit = 'a',
): Point[] {
  return values.map(([s, value]) => ({ kit, quantity, utcMs: START_UTC_MS + s * 1000, value }))
}

const pm25At = (points: readonly Point[], timesS: readonly number[], fromUtcS?: number) => {
  const layer = recorded({ points, fromUtcS }, siteOf())
  return timesS.map((timeS) => airAt(layer, placeAt(0), timeS).pm25)
}

const SAW = pointsOf(PM2_5, [
  [0, 10],
  [60, 20],
  [90, 20],
  [7_290, 2],
])

test('straight lines between values, however far apart, and level after the last', () => {
  expect(pm25At(SAW, [0, 30, 60, 75, 90, 3_690, 7_290, 7_291, 1e6])).toEqual([
    10, 15, 20, 20, 20, 11, 2, 2, 2,
  ])
})

test('neither the order of the values nor that of the questions matters', () => {
  const mixed = [3, 1, 0, 2].map((i) => SAW[i]!)
  expect(pm25At(mixed, [7_290, 30, 3_690, 0])).toEqual([2, 15, 11, 10])
})

test('of two values of one moment the first counts', () => {
  const twice = [...SAW, ...pointsOf(PM2_5, [[60, 999]])]
  expect(pm25At(twice, [30, 60, 75])).toEqual([15, 20, 20])
})

test('a single value is all there is', () => {
  expect(pm25At(pointsOf(PM2_5, [[500, 7]]), [0, 500, 9_000])).toEqual([7, 7, 7])
})

test.each([
  ['in the middle', 60, [20, 11]],
  ['before the first', -600, [10, 10]],
  ['after the last', 9_000, [2, 2]],
])('it can begin %s', (_, fromS, values) => {
  expect(pm25At(SAW, [0, fromS === 60 ? 3_630 : 60], START_UTC_MS / 1000 + fromS)).toEqual(values)
})

test('it begins with the first value of any kit, and later kits stay level until theirs', () => {
  const late = pointsOf(PM2_5, [
    [600, 30],
    [660, 40],
  ])
  const points = [...late, ...pointsOf(PM2_5, [[0, 1]], 'b')]
  expect(pm25At(points, [0, 600, 630, 660])).toEqual([30, 30, 35, 40])
})

test('place after place sees kit after kit, by name and over again', () => {
  const points = ['m', 'b', 'z'].flatMap((kit, i) => pointsOf(PM2_5, [[0, i]], kit))
  const layer = recorded({ points }, siteOf())
  const seen = upTo(7).map((number) => airAt(layer, placeAt(9, 9, number), 0).pm25)
  expect(seen).toEqual([1, 0, 2, 1, 0, 2, 1])
})

test('each quantity has its own times', () => {
  const points = [
    ...SAW,
    ...pointsOf(PM10, [
      [0, 100],
      [120, 40],
    ]),
    ...pointsOf(TEMPERATURE, [[30, -2.5]]),
    ...pointsOf(HUMIDITY, [[0, 88]]),
    ...pointsOf(PRESSURE, [[0, 99_000]]),
    ...pointsOf(CO2, [
      [0, 400],
      [120, 520],
    ]),
  ]
  expect(airAt(recorded({ points }, siteOf()), placeAt(0), 60)).toEqual({
    pm25: 20,
    pm10: 70,
    temperature: -2.5,
    humidity: 88,
    pressure: 99_000,
    co2: 460,
    swelling: 1,
    droplets: 0,
    sound: emptyAir().sound,
  })
})

test('what it tells takes the place of the air below, what it does not is left', () => {
  const below = { pm25: 3, pm10: 4, temperature: 21, humidity: 33, droplets: 9, swelling: 2 }
  const air = airAt(recorded({ points: SAW }, siteOf()), placeAt(0), 0, below)
  expect(air).toMatchObject({ temperature: 21, humidity: 33, droplets: 9, swelling: 2 })
  expect(air.pm25).toBe(10)
})

test('a recording of PM2.5 alone has coarse particles as well', () => {
  const { pm25, pm10 } = airAt(recorded({ points: SAW }, siteOf()), placeAt(0), 60)
  expect(pm10).toBeGreaterThan(pm25)
  expect(pm10).toBeLessThan(2 * pm25)
})
