/** What humid air does to particles, as an optical sensor sees them: swelling, and fog. */
import { fog } from '../../../host-tools/simulator/worlds/fog.ts'
import { swelling } from '../../../host-tools/simulator/worlds/swelling.ts'
import { airAt, ORIGIN, upTo } from './air-at.ts'

const swollen = (humidity: number, kappa = 0.4) =>
  airAt(swelling({ kappa }), ORIGIN, 0, { humidity }).swelling

/**
 * κ-Köhler: a particle takes up κ a / (1 - a) of its volume in water, where a is the water's
 * activity, RH / 100; by mass 1 + κ a / (1 - a) / ρ for a dry density ρ (Petters and Kreidenweis
 * 2007; Crilley et al. 2018 take 1.65 g/cm³). Fractions worked out by hand.
 */
test.each([
  [50, 0.4, 1 + 0.4 / 1.65],
  [80, 0.4, 1 + 1.6 / 1.65],
  [90, 0.4, 1 + 3.6 / 1.65],
  [95, 0.4, 1 + 7.6 / 1.65],
  [98, 0.4, 1 + 19.6 / 1.65],
  [75, 0.61, 1 + 1.83 / 1.65],
  [90, 1.5, 1 + 13.5 / 1.65],
])('at %d %% and a kappa of %d a particle scatters %d times its dry mass', (rh, kappa, factor) => {
  expect(swollen(rh, kappa)).toBeCloseTo(factor, 9)
})

test('dry air, and particles that take up no water, leave them as they are', () => {
  expect([0, 20, 34.9, 35].map((humidity) => swollen(humidity))).toEqual([1, 1, 1, 1])
  expect([50, 90, 100].map((humidity) => swollen(humidity, 0))).toEqual([1, 1, 1])
})

test('the more humid the more they swell, up to 98 % and no further', () => {
  const factors = upTo(1_001).map((i) => swollen(i / 10))
  const wrong = factors.flatMap((factor, i) =>
    factor >= 1 && factor >= (factors[i - 1] ?? 1) && Number.isFinite(factor) ? [] : [i / 10],
  )
  expect(wrong).toEqual([])
  expect(factors[1_000]).toBe(factors[980])
  expect(factors[980]).toBeGreaterThan(factors[979]!)
})

test('mass as a reference weighs it does not swell, nor do droplets', () => {
  const below = { humidity: 95, pm25: 10, pm10: 20, droplets: 5, temperature: 3 }
  expect(airAt(swelling({ kappa: 0.4 }), ORIGIN, 0, below)).toMatchObject(below)
})

const NIGHT = { fromS: 3_600, toS: 18_000, rampS: 3_600, droplets: 150 }
const atFog = (timeS: number, below = {}) => airAt(fog(NIGHT), ORIGIN, timeS, below)

test.each([
  ['before it', 0, 60, 0],
  ['when it begins', 3_600, 60, 0],
  ['a quarter up', 4_500, 70, 0],
  ['half way up', 5_400, 80, 0],
  ['three quarters up', 6_300, 90, 75],
  ['when it is dense', 7_200, 100, 150],
  ['in its middle', 10_800, 100, 150],
  ['when it begins to lift', 14_400, 100, 150],
  ['half way down', 16_200, 80, 0],
  ['when it is gone', 18_000, 60, 0],
  ['long after', 90_000, 60, 0],
])('fog %s, at %d s: %d %% humid, %d µg/m³ of droplets', (_, timeS, humidity, droplets) => {
  const air = atFog(timeS)
  expect(air.humidity).toBeCloseTo(humidity, 9)
  expect(air.droplets).toBeCloseTo(droplets, 9)
})

test('fog without a ramp is there at once', () => {
  const layer = fog({ ...NIGHT, rampS: 0 })
  const seen = [3_600, 3_601, 17_999, 18_000].map((timeS) => airAt(layer, ORIGIN, timeS))
  expect(seen.map(({ humidity }) => humidity)).toEqual([60, 100, 100, 60])
  expect(seen.map(({ droplets }) => droplets)).toEqual([0, 150, 150, 0])
})

test('fog adds to the droplets below it and changes no dry mass', () => {
  const below = { pm25: 8, pm10: 14, droplets: 20, humidity: 93, temperature: 3 }
  expect(atFog(10_800, below)).toMatchObject({ ...below, droplets: 170, humidity: 100 })
  expect(atFog(0, below)).toMatchObject(below)
})

test('particles swell in fog when swelling comes after it, and do not when it comes before', () => {
  const layers = [fog(NIGHT), swelling({ kappa: 0.4 })]
  const dry = { humidity: 30 }
  expect(airAt(layers, ORIGIN, 10_800, dry).swelling).toBeCloseTo(1 + 19.6 / 1.65, 9)
  expect(airAt([...layers].reverse(), ORIGIN, 10_800, dry).swelling).toBe(1)
})
