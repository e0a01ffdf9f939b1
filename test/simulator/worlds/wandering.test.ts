/** Layers that are chance: the region's background, and eddies at each place. */
import { background } from '../../../host-tools/simulator/worlds/background.ts'
import { turbulence } from '../../../host-tools/simulator/worlds/turbulence.ts'
import { airAt, correlation, deviation, mean, ORIGIN, placeAt, siteOf, upTo } from './air-at.ts'

const HOUR_S = 3_600
const HOURS = 4_000
/** A site of that length has so much wind to add up, which no layer here asks for. */
const longSite = (seed = 1) => ({ ...siteOf({ seed }), durationS: HOURS * HOUR_S })
const REGION = { pm25: 8, pm10: 14, wander: 0.2 }

const hourly = (seed: number) => {
  const layer = background(REGION, longSite(seed))
  return upTo(HOURS).map((hour) => airAt(layer, ORIGIN, hour * HOUR_S).pm25 / REGION.pm25)
}

/** 4,000 hours of a memory of 0.7 are worth 4,000 · 0.3 / 1.7 free ones; four deviations. */
test('the background wanders about its mean, by as much as it is told to', () => {
  const shares = hourly(1)
  expect(Math.abs(mean(shares) - 1)).toBeLessThan((4 * 0.2) / Math.sqrt(700))
  expect(deviation(shares)).toBeGreaterThan(0.18)
  expect(deviation(shares)).toBeLessThan(0.22)
  expect(correlation(shares.slice(1), shares.slice(0, -1))).toBeGreaterThan(0.65)
  expect(correlation(shares.slice(1), shares.slice(0, -1))).toBeLessThan(0.75)
  expect(Math.abs(correlation(shares.slice(24), shares.slice(0, -24)))).toBeLessThan(0.15)
})

test('another seed wanders elsewhere, the same seed in the same way', () => {
  expect(hourly(1)).toEqual(hourly(1))
  expect(Math.abs(correlation(hourly(1), hourly(2)))).toBeLessThan(0.16)
})

test('between two hours it goes straight, and all places share it', () => {
  const layer = background(REGION, siteOf())
  const [first, half, second] = [5, 5.5, 6].map((hour) => airAt(layer, ORIGIN, hour * HOUR_S).pm25)
  expect(half).toBeCloseTo((first! + second!) / 2, 9)
  expect(first).not.toBe(second)
  expect(airAt(layer, placeAt(5_000, 900, 77), 5 * HOUR_S).pm25).toBe(first)
})

test('PM10 wanders with PM2.5, and both come on top of what is there', () => {
  const layer = background(REGION, siteOf())
  const air = airAt(layer, ORIGIN, 3 * HOUR_S)
  expect(air.pm10 / air.pm25).toBeCloseTo(14 / 8, 9)
  const above = airAt(layer, ORIGIN, 3 * HOUR_S, { pm25: 100, pm10: 200 })
  expect([above.pm25, above.pm10]).toEqual([100 + air.pm25, 200 + air.pm10])
})

test('without wandering it stays; with all of it, it never comes near nothing', () => {
  const steady = background({ ...REGION, wander: 0 }, siteOf())
  expect(new Set(upTo(30).map((h) => airAt(steady, ORIGIN, h * HOUR_S).pm25))).toEqual(new Set([8]))
  const wild = background({ ...REGION, wander: 1 }, longSite())
  const lowest = Math.min(...upTo(HOURS).map((h) => airAt(wild, ORIGIN, h * HOUR_S).pm25))
  expect(lowest).toBeGreaterThan(0.05 * 8)
})

const MINUTES = 20_000
const GUSTS = { share: 0.1, memoryS: 600 }

/** What is left or added of 1 µg/m³, minute by minute. */
function shares(options: typeof GUSTS, place = ORIGIN, seed = 1, minutes = MINUTES): number[] {
  const layer = turbulence(options, siteOf({ seed }))
  return upTo(minutes).map((minute) => airAt(layer, place, minute * 60, { pm25: 1 }).pm25)
}

/** 20,000 minutes of a memory of 0.9 are worth 1,050 free ones. */
test('eddies leave the mean as it is and deviate as they are told to', () => {
  const all = shares(GUSTS)
  expect(Math.abs(mean(all) - 1)).toBeLessThan((4 * 0.1) / Math.sqrt(1_050))
  expect(deviation(all)).toBeGreaterThan(0.09)
  expect(deviation(all)).toBeLessThan(0.11)
})

test('after their memory about a third of a deviation is left, after ten of them nothing', () => {
  for (const memoryS of [600, 1_800]) {
    const all = shares({ share: 0.1, memoryS })
    const left = (minutes: number) => correlation(all.slice(minutes), all.slice(0, -minutes))
    expect(left(memoryS / 60)).toBeGreaterThan(0.24)
    expect(left(memoryS / 60)).toBeLessThan(0.46)
    expect(Math.abs(left(memoryS / 6))).toBeLessThan(0.2)
  }
})

test('neighbours differ, kits at one place do not', () => {
  const [here, there] = [shares(GUSTS), shares(GUSTS, placeAt(1, 0, 0))]
  expect(Math.abs(correlation(here, there))).toBeLessThan(0.13)
  expect(shares(GUSTS, placeAt(0, 0, 5), 1, 50)).toEqual(here.slice(0, 50))
  expect(Math.abs(correlation(here, shares(GUSTS, ORIGIN, 2)))).toBeLessThan(0.13)
})

test('eddies thin or thicken all particles alike, and never below nothing', () => {
  const layer = turbulence({ share: 1, memoryS: 60 }, siteOf())
  const seen = upTo(2_000).map((minute) =>
    airAt(layer, ORIGIN, minute * 60, { pm25: 10, pm10: 30 }),
  )
  const wrong = seen.filter(({ pm25, pm10 }) => !(pm25 >= 0) || Math.abs(pm10 - 3 * pm25) > 1e-9)
  expect(wrong).toEqual([])
  expect(seen.some(({ pm25 }) => pm25 === 0)).toBe(true)
  expect(seen.every(({ temperature, droplets }) => temperature === 10 && droplets === 0)).toBe(true)
})

test('eddies without a memory are all new each minute; without a share there are none', () => {
  const all = shares({ share: 0.1, memoryS: 0 }, ORIGIN, 1, 4_000)
  expect(Math.abs(correlation(all.slice(1), all.slice(0, -1)))).toBeLessThan(0.07)
  expect(new Set(shares({ share: 0, memoryS: 600 }, ORIGIN, 1, 100))).toEqual(new Set([1]))
})
