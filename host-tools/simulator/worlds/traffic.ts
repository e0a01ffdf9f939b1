/**
 * Roads, along which exhaust and stirred-up dust are given off: most at rush hours, and less the
 * further away from the road. The concentration falls as 1 / (1 + distance / 30 m), about as
 * roadside measurements show it, and with the wind's speed. What is heard falls with the distance
 * itself, as from any long line of sources, and knows no wind.
 */
import type { Layer, Position, Site } from './air.ts'
import { soundOf } from './sound.ts'

export interface Road {
  readonly from: Position
  readonly to: Position
}

export interface TrafficOptions {
  readonly roads: readonly Road[]
  /** Added to the air beside the road at the height of the rush, in µg/m³, in a wind of 2 m/s. */
  readonly pm25: number
  readonly pm10: number
  /** Heard beside the road at the height of the rush, in dB(A). */
  readonly level: number
}

const FALL_M = 30
/** Here, from the middle of the road, it is half as loud as beside it. */
const LOUD_M = 10
const WIND_MS = 2
/** Cars on the road through the day, in percent of the rush's height, hour by hour. */
const WORKDAY = [8, 5, 4, 4, 8, 25, 60, 95, 100, 70, 60, 60]
const AFTERNOON = [62, 62, 65, 78, 95, 100, 80, 55, 40, 30, 25, 15]
const HOURS = [...WORKDAY, ...AFTERNOON]
/** Saturday and Sunday have no rush. */
const WEEKEND_MAX = 55

export function traffic(options: TrafficOptions, site: Site): Layer {
  const loudest = soundOf(options.level)
  return {
    shape(air, place, timeS) {
      let [near, heard] = [0, 0]
      for (const road of options.roads) {
        const awayM = distanceM(place, road)
        near += 1 / (1 + awayM / FALL_M)
        heard += 1 / (1 + awayM / LOUD_M)
      }
      const wind = site.wind.speedMs(timeS) / WIND_MS
      const cars = trafficAt(site.startUtcS + site.offsetS + timeS)
      const amount = (near * cars) / wind
      air.sound += loudest * heard * cars
      air.pm25 += options.pm25 * amount
      air.pm10 += options.pm10 * amount
    },
  }
}

/** 0 to 1. */
function trafficAt(localS: number): number {
  const days = Math.floor(localS / 86_400)
  const hours = (localS - days * 86_400) / 3600
  const hour = Math.floor(hours)
  const [now, next] = [HOURS[hour]!, HOURS[(hour + 1) % 24]!]
  const cars = now + (next - now) * (hours - hour)
  // 1 January 1970 was a Thursday.
  const isWeekend = (((days + 3) % 7) + 7) % 7 >= 5
  return Math.min(cars, isWeekend ? WEEKEND_MAX : 100) / 100
}

/** From a place to the nearest point of a straight road. */
function distanceM(place: Position, { from, to }: Road): number {
  const [dx, dy] = [to.eastM - from.eastM, to.northM - from.northM]
  const [px, py] = [place.eastM - from.eastM, place.northM - from.northM]
  const squared = dx * dx + dy * dy
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared))
  const [x, y] = [px - along * dx, py - along * dy]
  return Math.sqrt(x * x + y * y)
}
