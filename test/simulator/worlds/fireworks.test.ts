import type { Layer } from '../../../host-tools/simulator/worlds/air.ts'
import { fireworks } from '../../../host-tools/simulator/worlds/fireworks.ts'
import { airAt, placeAt, siteOf, upTo } from './air-at.ts'

/** One burst of a kilogram at an hour, in a west wind of 2 m/s. */
const BURST_S = 3_600
const WIND_MS = 2
const ONE = {
  centre: { eastM: 0, northM: 0 },
  radiusM: 10,
  calmM: 0,
  bursts: 1,
  grams: 1_000,
  fromS: BURST_S,
  peakS: BURST_S,
  toS: BURST_S + 60,
  peakShare: 1,
  peakLengthS: 0,
  lidM: 200,
  bang: 100,
}
const NIGHT = { ...ONE, bursts: 100, fromS: 3_600, peakS: 4_200, toS: 4_800, peakShare: 0.6 }

const smokeAt = (layer: Layer, eastM: number, northM: number, timeS: number) =>
  airAt(layer, placeAt(eastM, northM), timeS).pm25

/** In grams: what stands under the lid over a square, once it is mixed up to there. */
function massUnder(layer: Layer, middleM: number, halfM: number, stepM: number, timeS: number) {
  let sum = 0
  for (let east = -halfM; east <= halfM; east += stepM)
    for (let north = -halfM; north <= halfM; north += stepM)
      sum += smokeAt(layer, middleM + east, north, timeS)
  return (sum * stepM * stepM * ONE.lidM) / 1e6
}

test('there is no smoke before the burst, much at once beside it, and none upwind', () => {
  const layer = fireworks(ONE, siteOf())
  expect(smokeAt(layer, 0, 0, BURST_S)).toBe(0)
  expect(smokeAt(layer, 4, 0, BURST_S + 2)).toBeGreaterThan(1_000)
  const upwind = upTo(100).map((minute) => smokeAt(layer, -200, 0, BURST_S + minute * 60))
  expect(upwind.filter((pm25) => pm25 !== 0)).toEqual([])
})

test('a kit downwind sees it when the wind has carried it there, and one aside less', () => {
  const layer = fireworks(ONE, siteOf())
  const seen = upTo(240).map((i) => smokeAt(layer, 1_800, 0, BURST_S + i * 10))
  const highest = seen.indexOf(Math.max(...seen)) * 10
  // It thins on its way, so that the most comes a little before its middle.
  expect(highest).toBeLessThanOrEqual(1_800 / WIND_MS + 20)
  expect(highest).toBeGreaterThan(0.85 * (1_800 / WIND_MS))
  const arrivalS = BURST_S + 1_800 / WIND_MS
  expect(smokeAt(layer, 1_800, 300, arrivalS)).toBeLessThan(seen[90]! / 2)
  expect(smokeAt(layer, 1_800, 300, arrivalS)).toBeGreaterThan(0)
  expect(smokeAt(layer, 1_800, 1_500, arrivalS)).toBe(0)
  expect(seen[0]).toBe(0)
})

test.each([
  [0, 0, -1],
  [90, -1, 0],
  [180, 0, 1],
  [225, Math.SQRT1_2, Math.SQRT1_2],
])('wind from %d degrees carries it by [%d, %d]', (from, east, north) => {
  const wind = { speed: [WIND_MS, WIND_MS], from: [from, from] } as const
  const layer = fireworks(ONE, siteOf({ wind }))
  const wayM = 1_200
  const timeS = BURST_S + wayM / WIND_MS
  const downwind = smokeAt(layer, east * wayM, north * wayM, timeS)
  expect(downwind).toBeGreaterThan(20)
  expect(smokeAt(layer, -east * wayM, -north * wayM, timeS)).toBe(0)
  expect(smokeAt(layer, north * wayM, -east * wayM, timeS)).toBe(0)
})

/**
 * In the middle of a puff 2 Q exp(-H²/2σz²) / ((2π)^1.5 σy² σz), with Briggs' urban widths for D,
 * σy = 0.16 x / √(1 + 0.0004 x) and σz = 0.14 x / √(1 + 0.0003 x) (Hanna et al. 1982, table 4.5),
 * to which it adds its own 8 m and 12.5 m. By hand, for 1,200 m: σy 165.8 m, σz 156.6 m.
 */
test('its middle is as dense as the handbook’s puff', () => {
  const layer = fireworks(ONE, siteOf())
  const dense = smokeAt(layer, 1_200, 0, BURST_S + 600)
  const byHand = (2e9 * Math.exp(-625 / (2 * 156.6 ** 2))) / (15.75 * 165.8 ** 2 * 156.6)
  expect(dense / byHand).toBeGreaterThan(0.99)
  expect(dense / byHand).toBeLessThan(1.01)
})

test('it widens and thins, and after an hour and a half it is gone', () => {
  const layer = fireworks(ONE, siteOf())
  const middles = [60, 300, 900, 1_800, 3_600, 5_390].map((afterS) =>
    smokeAt(layer, afterS * WIND_MS, 0, BURST_S + afterS),
  )
  const sorted = [...middles].sort((a, b) => b - a)
  expect(middles).toEqual(sorted)
  expect(middles[5]).toBeGreaterThan(0)
  expect(middles[5]).toBeLessThan(middles[0]! / 1_000)
  expect(smokeAt(layer, 5_460 * WIND_MS, 0, BURST_S + 5_460)).toBe(0)
})

test.each([900, 1_800, 3_600])('under the lid all of its mass is still there after %d s', (s) => {
  const layer = fireworks(ONE, siteOf())
  const grams = massUnder(layer, s * WIND_MS, 2_500, 100, BURST_S + s)
  expect(grams).toBeGreaterThan(0.995 * ONE.grams)
  expect(grams).toBeLessThan(1.001 * ONE.grams)
})

test('half as high a lid makes twice the smoke; twice the grams too', () => {
  const timeS = BURST_S + 1_800
  const of = (change: object) =>
    smokeAt(fireworks({ ...ONE, ...change }, siteOf()), 3_600, 0, timeS)
  expect(of({ lidM: 100 }) / of({})).toBeCloseTo(2, 9)
  expect(of({ grams: 2_000 }) / of({})).toBeCloseTo(2, 9)
})

test('coarse particles are in the smoke too, and nothing else of the air changes', () => {
  const layer = fireworks(ONE, siteOf())
  const below = { pm25: 5, pm10: 5, temperature: 1, humidity: 80 }
  const { pm25, pm10, ...rest } = airAt(layer, placeAt(1_200), BURST_S + 600, below)
  expect(rest).toMatchObject({ temperature: 1, humidity: 80, swelling: 1, droplets: 0 })
  expect(pm25).toBeGreaterThan(20)
  expect(pm10).toBeGreaterThan(pm25)
})

/** How many of the night's bursts have gone off, by the mass of their smoke. */
function burstsBy(timeS: number, seed: number): number {
  const low = fireworks({ ...NIGHT, lidM: 20, peakLengthS: 300 }, siteOf({ seed }))
  // 20 m of lid instead of 200, and puffs that the wind has carried up to 3 km by then.
  return massUnder(low, 1_500, 2_000, 100, timeS) / (10 * ONE.grams)
}

test('all go off between their first and last moment, most of them at the peak', () => {
  const counts = [NIGHT.fromS, NIGHT.peakS, NIGHT.peakS + 600, NIGHT.toS + 300].map((timeS) =>
    burstsBy(timeS, 1),
  )
  expect(counts[0]).toBe(0)
  // 100 draws of 60 %: within four standard deviations of 4.9.
  expect(counts[1]).toBeGreaterThan(5)
  expect(counts[1]).toBeLessThan(60)
  expect(counts[2]! - counts[1]!).toBeGreaterThan(40)
  expect(counts[3]).toBeGreaterThan(97)
  expect(counts[3]).toBeLessThan(100.5)
})

test('none goes off in the calm middle, nor outside the disc', () => {
  const ring = { ...NIGHT, bursts: 200, radiusM: 1_000, calmM: 700 }
  const wind = { speed: [0.3, 0.3], from: [0, 0] } as const
  const layer = fireworks({ ...ring, peakShare: 1 }, siteOf({ wind }))
  // Two seconds after all have gone off a puff is no wider than 33 m and has not moved 1 m.
  const timeS = ring.peakS + 2
  const seenAt = (radiusM: number) =>
    upTo(100).filter((i) => {
      const angle = (i * Math.PI) / 50
      return smokeAt(layer, radiusM * Math.cos(angle), radiusM * Math.sin(angle), timeS) > 0
    }).length
  expect([0, 400, 660].map(seenAt)).toEqual([0, 0, 0])
  expect([1_040, 1_500].map(seenAt)).toEqual([0, 0])
  expect(seenAt(850)).toBeGreaterThan(10)
})

test('the disc is where its centre is', () => {
  const there = { ...NIGHT, centre: { eastM: 5_000, northM: -3_000 }, peakShare: 1 }
  const layer = fireworks(there, siteOf())
  expect(smokeAt(layer, 5_000, -3_000, there.peakS + 5)).toBeGreaterThan(100)
  expect(smokeAt(layer, 0, 0, there.peakS + 5)).toBe(0)
})
