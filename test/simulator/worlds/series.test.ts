import { CO2, HUMIDITY, PM2_5, PM10, PRESSURE, TEMPERATURE } from '../../../device/quantities.ts'
import { DROPLETS, SWELLING } from '../../../host-tools/simulator/world.ts'
import type { Air, Layer } from '../../../host-tools/simulator/worlds/air.ts'
import { background } from '../../../host-tools/simulator/worlds/background.ts'
import { fog } from '../../../host-tools/simulator/worlds/fog.ts'
import { seriesAt } from '../../../host-tools/simulator/worlds/series.ts'
import { swelling } from '../../../host-tools/simulator/worlds/swelling.ts'
import { traffic } from '../../../host-tools/simulator/worlds/traffic.ts'
import { turbulence } from '../../../host-tools/simulator/worlds/turbulence.ts'
import { weather } from '../../../host-tools/simulator/worlds/weather.ts'
import { airAt, ORIGIN, placeAt, siteOf } from './air-at.ts'

const PLAIN = [PM2_5, PM10, TEMPERATURE, HUMIDITY, PRESSURE].map(({ code }) => code)

/** A layer that makes the air so. */
const made = (air: Partial<Air>): Layer => ({ shape: (into) => void Object.assign(into, air) })

function valuesOf(layers: readonly Layer[], durationS = 600): Record<number, number[]> {
  const series = seriesAt(layers, ORIGIN, durationS)
  return Object.fromEntries(series.map(({ quantity, values }) => [quantity, Array.from(values)]))
}

const firstOf = (air: Partial<Air>) =>
  Object.fromEntries(
    Object.entries(valuesOf([made(air)])).map(([code, values]) => [code, values[0]]),
  )

test('values are in the steps of their quantities', () => {
  const air = {
    pm25: 12.345,
    pm10: 20.5,
    temperature: -3.456,
    humidity: 81.239,
    pressure: 99_000.4,
    co2: 431.5,
  }
  expect(firstOf({ ...air, swelling: 1.5, droplets: 2.5 })).toEqual({
    [PM2_5.code]: 1_235,
    [PM10.code]: 2_050,
    [TEMPERATURE.code]: -346,
    [HUMIDITY.code]: 8_124,
    [PRESSURE.code]: 99_000,
    [CO2.code]: 432,
    [SWELLING]: 1_500,
    [DROPLETS]: 250,
  })
})

test('what bends nothing is not there', () => {
  expect(Object.keys(firstOf({})).map(Number)).toEqual(PLAIN)
  const late: Layer = {
    shape: (air, _, timeS) => {
      if (timeS >= 540) air.droplets = 1
    },
  }
  expect(Object.keys(valuesOf([late])).map(Number)).toEqual([...PLAIN, DROPLETS])
})

test.each([
  [600, 12],
  [601, 13],
  [59, 3],
  [1, 3],
])('a scenario of %d s has %d points, a minute apart, beyond its end', (durationS, count) => {
  const [first] = seriesAt([], ORIGIN, durationS)
  const timesS = Array.from(first!.timesS)
  expect(timesS).toEqual(Array.from({ length: count }, (_, i) => i * 60))
  expect(timesS[count - 1]).toBeGreaterThan(durationS)
  expect(first!.values.length).toBe(count)
})

test('PM10 holds PM2.5, and nothing is beyond what can be measured', () => {
  expect(firstOf({ pm25: 30, pm10: 3 })[PM10.code]).toBe(3_000)
  const much = { pm25: 1e12, pm10: 1e12, temperature: 500, humidity: 101, pressure: 1e9, co2: 1e9 }
  expect(firstOf(much)).toEqual({
    [PM2_5.code]: PM2_5.maximum,
    [PM10.code]: PM10.maximum,
    [TEMPERATURE.code]: TEMPERATURE.maximum,
    [HUMIDITY.code]: HUMIDITY.maximum,
    [PRESSURE.code]: PRESSURE.maximum,
    [CO2.code]: CO2.maximum,
  })
  const little = { pm25: -1, pm10: -1, temperature: -500, humidity: -1, pressure: 0, co2: -1 }
  expect(firstOf(little)).toMatchObject({
    [PM2_5.code]: 0,
    [PM10.code]: 0,
    [TEMPERATURE.code]: TEMPERATURE.minimum,
    [HUMIDITY.code]: 0,
    [PRESSURE.code]: PRESSURE.minimum,
    [CO2.code]: 0,
  })
})

const road = { from: { eastM: -50, northM: 0 }, to: { eastM: 50, northM: 0 } }

/** What a scenario of a foggy street would stack. */
function street(): Layer[] {
  const site = siteOf()
  const weatherOf = { temperature: 4, temperatureSwing: 2, coldestHour: 6 }
  return [
    weather({ ...weatherOf, dewPoint: [2, 3], pressure: [101_000, 101_000] }, site),
    background({ pm25: 8, pm10: 14, wander: 0.2 }, site),
    traffic({ roads: [road], pm25: 6, pm10: 15, level: 72 }, site),
    turbulence({ share: 0.1, memoryS: 600 }, site),
    fog({ fromS: 0, toS: 14_400, rampS: 1_800, droplets: 150 }),
    swelling({ kappa: 0.4 }),
  ]
}

test('layers combine: the points are what all of them in turn make of the air', () => {
  const timeS = 7_200
  const series = seriesAt(street(), placeAt(10, 20), timeS)
  const air = airAt(street(), placeAt(10, 20), timeS)
  const at = (code: number) => series.find(({ quantity }) => quantity === code)!.values[timeS / 60]
  expect(at(PM2_5.code)).toBe(Math.round(air.pm25 * 100))
  expect(at(PM10.code)).toBe(Math.round(air.pm10 * 100))
  expect(at(HUMIDITY.code)).toBe(10_000)
  expect(at(DROPLETS)).toBe(15_000)
  expect(at(SWELLING)).toBe(Math.round(1_000 * (1 + (0.4 * 49) / 1.65)))
  expect(at(TEMPERATURE.code)).toBe(Math.round(air.temperature * 100))
})

test('every minute begins with fresh air: nothing piles up', () => {
  const five: Layer = {
    shape: (air) => {
      air.pm25 += 5
    },
  }
  expect(new Set(valuesOf([five])[PM2_5.code])).toEqual(new Set([500]))
})

test('the order of layers counts: eddies stir only what is below them', () => {
  const site = siteOf()
  const stir = turbulence({ share: 0.5, memoryS: 600 }, site)
  const steady = background({ pm25: 10, pm10: 20, wander: 0 }, site)
  const unstirred = valuesOf([stir, steady])[PM2_5.code]
  expect(new Set(unstirred)).toEqual(new Set([1_000]))
  expect(new Set(valuesOf([steady, stir])[PM2_5.code]).size).toBeGreaterThan(8)
})

test('two seeds make two worlds, one seed one', () => {
  const of = (seed: number) =>
    valuesOf([background({ pm25: 8, pm10: 14, wander: 0.2 }, siteOf({ seed }))], 7_200)
  expect(of(7)).toEqual(of(7))
  expect(of(7)[PM2_5.code]).not.toEqual(of(8)[PM2_5.code])
})
