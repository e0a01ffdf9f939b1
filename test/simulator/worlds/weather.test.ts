import { weather } from '../../../host-tools/simulator/worlds/weather.ts'
import { airAt, mean, ORIGIN, siteOf, upTo } from './air-at.ts'

const SEPTEMBER = {
  temperature: 16,
  temperatureSwing: 10,
  coldestHour: 6,
  dewPoint: [10, 10],
  pressure: [101_800, 101_200],
} as const
const HOUR_S = 3_600

/** Air of every minute of a day. */
function dayOf(options: Parameters<typeof weather>[0], change: Parameters<typeof siteOf>[0] = {}) {
  const layer = weather(options, siteOf(change))
  return upTo(24 * 60).map((minute) => airAt(layer, ORIGIN, minute * 60))
}

test.each([
  ['UTC', 0, 6],
  ['summer time in Utrecht', 2 * HOUR_S, 4],
  ['New York', -4 * HOUR_S, 10],
])('coldest at six, warmest twelve hours later, by the clock of %s', (_, offsetS, coldestUtc) => {
  const temperatures = dayOf(SEPTEMBER, { offsetS }).map(({ temperature }) => temperature)
  const [low, high] = [Math.min(...temperatures), Math.max(...temperatures)]
  expect(temperatures.indexOf(low)).toBe(coldestUtc * 60)
  expect(temperatures.indexOf(high)).toBe(((coldestUtc + 12) % 24) * 60)
  expect([low, high]).toEqual([11, 21])
  expect(mean(temperatures)).toBeCloseTo(16, 9)
})

test('a day that begins at another hour has the same course', () => {
  const whole = dayOf(SEPTEMBER)
  const later = dayOf(SEPTEMBER, { startUtcS: (Date.UTC(2026, 8, 7) + 5 * HOUR_S * 1000) / 1000 })
  const wrong = later.filter(
    ({ temperature }, minute) =>
      Math.abs(temperature - whole[(minute + 5 * 60) % (24 * 60)]!.temperature) > 1e-9,
  )
  expect(wrong).toEqual([])
})

test('without a swing it stays as warm as it is', () => {
  const temperatures = dayOf({ ...SEPTEMBER, temperatureSwing: 0 }).map((air) => air.temperature)
  expect(new Set(temperatures)).toEqual(new Set([16]))
})

/**
 * Saturation pressures in kPa from the CRC Handbook of Chemistry and Physics, 73rd edition, vapour
 * pressure of water. They are no Magnus values, so that the ratio may be off by 0.4 % of itself.
 */
const CRC_KPA: Record<number, number> = {
  0: 0.61129,
  5: 0.8726,
  10: 1.2281,
  15: 1.7056,
  20: 2.3388,
  25: 3.169,
  30: 4.2455,
  40: 7.3814,
  50: 12.344,
}

test('humidity is the ratio of the handbook’s vapour pressures', () => {
  const wrong: string[] = []
  const site = siteOf()
  for (const [dewPoint, vapour] of Object.entries(CRC_KPA))
    for (const [temperature, saturated] of Object.entries(CRC_KPA)) {
      if (Number(dewPoint) > Math.min(40, Number(temperature))) continue
      const course = [Number(dewPoint), Number(dewPoint)] as const
      const options = { ...SEPTEMBER, temperature: Number(temperature), temperatureSwing: 0 }
      const { humidity } = airAt(weather({ ...options, dewPoint: course }, site), ORIGIN, 0)
      const expected = (100 * vapour) / saturated
      if (!(Math.abs(humidity / expected - 1) < 0.004))
        wrong.push(`${dewPoint} in ${temperature}: ${humidity}, not ${expected}`)
    }
  expect(wrong).toEqual([])
})

/** Worked examples of WMO's Magnus formula, computed with 30 digits by mpmath 1.3. */
test.each([
  [20, 9.27, 50.049_877],
  [25, 16.7, 60.026_091],
  [-10, -15, 66.846_795],
  [80, 40, 15.365_243],
])('%d °C with a dew point of %d °C is %d %%', (temperature, dewPoint, humidity) => {
  const options = { ...SEPTEMBER, temperature, temperatureSwing: 0 }
  const layer = weather({ ...options, dewPoint: [dewPoint, dewPoint] }, siteOf())
  expect(airAt(layer, ORIGIN, 0).humidity).toBeCloseTo(humidity, 5)
})

test('humidity is highest when it is coldest, and saturated where the dew point is above', () => {
  const humidities = dayOf({ ...SEPTEMBER, dewPoint: [12, 12] }).map(({ humidity }) => humidity)
  expect(humidities[6 * 60]).toBe(100)
  expect(humidities.indexOf(Math.min(...humidities))).toBe(18 * 60)
  const wrong = humidities.filter((humidity) => !(humidity > 0 && humidity <= 100))
  expect(wrong).toEqual([])
  // Below 12 °C for the hours in which 16 - 5 cos does not reach it: |cos| > 0.8.
  const saturated = humidities.filter((humidity) => humidity === 100).length
  expect(saturated / 60).toBeCloseTo((24 * Math.acos(0.8)) / Math.PI, 1)
})

test('dew point and pressure go in a straight line from the start to the end, and stay', () => {
  const steady = { ...SEPTEMBER, temperature: 20, temperatureSwing: 0 }
  const layer = weather({ ...steady, dewPoint: [0, 20] }, siteOf())
  const seen = [0, 12, 24, 30].map((hour) => airAt(layer, ORIGIN, hour * HOUR_S))
  expect(seen.map(({ pressure }) => pressure)).toEqual([101_800, 101_500, 101_200, 101_200])
  const halfWay = airAt(weather({ ...steady, dewPoint: [10, 10] }, siteOf()), ORIGIN, 0).humidity
  expect(seen[1]!.humidity).toBeCloseTo(halfWay, 9)
  expect(seen[2]!.humidity).toBe(100)
  expect(seen[3]!.humidity).toBe(100)
})

test('weather leaves particles alone', () => {
  const below = { pm25: 8, pm10: 12, swelling: 2, droplets: 3 }
  expect(airAt(weather(SEPTEMBER, siteOf()), ORIGIN, 0, below)).toMatchObject(below)
})
