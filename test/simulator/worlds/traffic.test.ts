import { traffic } from '../../../host-tools/simulator/worlds/traffic.ts'
import { airAt, mean, ORIGIN, placeAt, siteOf, upTo } from './air-at.ts'

const HOUR_S = 3_600
const ROAD = { from: { eastM: -1_000, northM: 0 }, to: { eastM: 1_000, northM: 0 } }
const BUSY = { roads: [ROAD], pm25: 9, pm10: 24, level: 70 }

const startOf = (year: number, month: number, day: number) =>
  siteOf({ startUtcS: Date.UTC(year, month - 1, day) / 1000 })

/** Of every quarter of an hour, beside the road. */
function dayOf(site: ReturnType<typeof siteOf>): number[] {
  const layer = traffic(BUSY, site)
  return upTo(96).map((quarter) => airAt(layer, ORIGIN, quarter * 900).pm25)
}

test('a workday has two rush hours, a lull between them and a quiet night', () => {
  const day = dayOf(siteOf())
  const at = (hour: number) => day[hour * 4]!
  expect(at(8)).toBe(9)
  expect(at(17)).toBe(9)
  expect(Math.max(...day)).toBe(9)
  expect(at(11)).toBeLessThan(0.7 * 9)
  expect(at(12)).toBeLessThan(0.7 * 9)
  expect(at(3)).toBeLessThan(0.1 * 9)
  expect(Math.min(...day)).toBeGreaterThan(0)
  // Up to the morning's rush it rises, after the evening's it falls.
  const rising = upTo(16).every((i) => day[16 + i + 1]! >= day[16 + i]!)
  const falling = upTo(27).every((i) => day[68 + i + 1]! <= day[68 + i]!)
  expect([rising, falling]).toEqual([true, true])
})

test('rush hours are those of the local clock', () => {
  const utc = dayOf(siteOf())
  const local = dayOf(siteOf({ offsetS: 2 * HOUR_S }))
  expect(local[6 * 4]).toBe(utc[8 * 4])
  expect(local[0]).toBe(utc[2 * 4])
})

test.each([
  [2026, 9, 4, 'Friday', true],
  [2026, 9, 5, 'Saturday', false],
  [2026, 9, 6, 'Sunday', false],
  [2026, 9, 7, 'Monday', true],
  [2024, 2, 29, 'Thursday', true],
  [2000, 1, 1, 'Saturday', false],
  [2100, 3, 1, 'Monday', true],
])('%d-%d-%d, a %s: rush is %s', (year, month, day, _, hasRush) => {
  const highest = Math.max(...dayOf(startOf(year, month, day)))
  if (hasRush) expect(highest).toBe(9)
  else {
    expect(highest).toBeLessThan(0.6 * 9)
    expect(highest).toBeGreaterThan(0.4 * 9)
  }
})

test('within one scenario the weekend comes and goes', () => {
  const layer = traffic(BUSY, siteOf({ durationS: 8 * 24 * HOUR_S }))
  const mornings = upTo(8).map((day) => airAt(layer, ORIGIN, (day * 24 + 8) * HOUR_S).pm25)
  expect(mornings.map((pm25) => pm25 === 9)).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
    false,
    true,
  ])
})

const RUSH_S = 8 * HOUR_S
const beside = (eastM: number, northM: number, roads = [ROAD]) =>
  airAt(traffic({ ...BUSY, roads }, siteOf()), placeAt(eastM, northM), RUSH_S).pm25

test('it falls with the distance from the road: to a half at 30 m', () => {
  expect([0, 30, 90, 270].map((northM) => beside(0, northM))).toEqual([9, 4.5, 2.25, 0.9])
  expect(beside(0, -30)).toBe(beside(0, 30))
  expect(beside(800, 30)).toBe(4.5)
})

test('beyond the road’s end it is the end that counts', () => {
  expect(beside(1_030, 0)).toBe(4.5)
  // 3, 4, 5: sixty metres off.
  expect(beside(-1_036, 48)).toBeCloseTo(3, 9)
})

test('a road of any direction, or of no length', () => {
  const slanted = { from: { eastM: 0, northM: 0 }, to: { eastM: 400, northM: 300 } }
  expect(beside(200 - 18, 150 + 24, [slanted])).toBeCloseTo(4.5, 9)
  const crossing = { from: { eastM: 5, northM: 5 }, to: { eastM: 5, northM: 5 } }
  expect(beside(5, 35, [crossing])).toBeCloseTo(4.5, 9)
})

test('roads add up', () => {
  const other = { from: { eastM: 0, northM: -500 }, to: { eastM: 0, northM: 500 } }
  const sum = beside(60, 90) + beside(60, 90, [other])
  expect(beside(60, 90, [ROAD, other])).toBeCloseTo(sum, 9)
})

test('more wind, less of it; and it comes on top of what is there', () => {
  const wind = { speed: [4, 4], from: [0, 0] } as const
  const below = { pm25: 8, pm10: 13 }
  const windy = airAt(traffic(BUSY, siteOf({ wind })), ORIGIN, RUSH_S, below)
  expect([windy.pm25, windy.pm10]).toEqual([8 + 9 / 2, 13 + 24 / 2])
  const calm = { speed: [0, 0], from: [0, 0] } as const
  const still = airAt(traffic(BUSY, siteOf({ wind: calm })), ORIGIN, RUSH_S, below).pm25
  expect(Number.isFinite(still)).toBe(true)
  expect(still).toBeGreaterThan(8 + 9)
})

test('a workday’s mean is more than a weekend’s', () => {
  expect(mean(dayOf(siteOf()))).toBeGreaterThan(1.2 * mean(dayOf(startOf(2026, 9, 6))))
})
