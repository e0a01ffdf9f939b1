/**
 * Temperature through the day, humidity that follows from it and the dew point, and pressure.
 *
 * Temperature is a cosine with its minimum at `coldestHour`. Relative humidity is the ratio of the
 * saturation vapour pressures at dew point and temperature, by Magnus' formula over water (WMO-No.
 * 8, Annex 4.B: 6.112 exp(17.62 t / (243.12 + t)) hPa).
 */
import type { Air, Layer, Site } from './air.ts'
import { cosTurns, exp } from './exact-math.ts'

export interface WeatherOptions {
  /** Mean of the day and difference between its warmest and coldest moment, in °C. */
  readonly temperature: number
  readonly temperatureSwing: number
  readonly coldestHour: number
  /** In °C at the start and at the end. */
  readonly dewPoint: readonly [number, number]
  /** In Pa at the start and at the end. */
  readonly pressure: readonly [number, number]
}

const DAY_S = 86_400
const HUMIDITY_MAX = 100

function vapourPressure(celsius: number): number {
  return 6.112 * exp((17.62 * celsius) / (243.12 + celsius))
}

export function weather(options: WeatherOptions, site: Site): Layer {
  const { temperature, temperatureSwing, coldestHour } = options
  const between = ([first, last]: readonly [number, number], timeS: number) =>
    first + ((last - first) * Math.min(timeS, site.durationS)) / site.durationS
  return {
    shape(air: Air, _place, timeS) {
      const localS = site.startUtcS + site.offsetS + timeS - coldestHour * 3600
      air.temperature = temperature - (temperatureSwing / 2) * cosTurns((localS % DAY_S) / DAY_S)
      const dewPoint = Math.min(between(options.dewPoint, timeS), air.temperature)
      const share = vapourPressure(dewPoint) / vapourPressure(air.temperature)
      air.humidity = Math.min(HUMIDITY_MAX, 100 * share)
      air.pressure = between(options.pressure, timeS)
    },
  }
}
