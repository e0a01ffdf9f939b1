/** What is heard: sums of sounds, roads by the hour and fireworks by their distance. */
import { NOISE_LAEQ } from '../../../device/quantities.ts'
import { emptyAir, type Layer } from '../../../host-tools/simulator/worlds/air.ts'
import { ln } from '../../../host-tools/simulator/worlds/exact-math.ts'
import { fireworks } from '../../../host-tools/simulator/worlds/fireworks.ts'
import { recorded } from '../../../host-tools/simulator/worlds/recorded.ts'
import { seriesAt } from '../../../host-tools/simulator/worlds/series.ts'
import { levelOf, soundOf } from '../../../host-tools/simulator/worlds/sound.ts'
import { traffic } from '../../../host-tools/simulator/worlds/traffic.ts'
import { airAt, ORIGIN, placeAt, siteOf, upTo } from './air-at.ts'

test('ln is that of Math, to 1e-14 of its value', () => {
  const values = upTo(6_001).map((i) => 10 ** ((i - 3_000) / 20))
  // Beside 1 the value is small, and its error is that of x - 1.
  const near = upTo(2_000).map((i) => 1 + (i - 1_000) / 1e6)
  const off = (x: number) => Math.abs(ln(x) - Math.log(x)) / Math.max(Math.abs(Math.log(x)), 0.01)
  expect(values.filter((x) => !(off(x) <= 1e-14))).toEqual([])
  expect(near.filter((x) => !(off(x) <= 1e-14))).toEqual([])
  expect(ln(1)).toBe(0)
})

test('a level makes a sound that makes the level', () => {
  for (let level = 1; level <= 140; level++) expect(levelOf(soundOf(level))).toBeCloseTo(level, 10)
  expect([levelOf(0), levelOf(1), soundOf(0)]).toEqual([0, 0, 1])
})

test.each([
  [60, 60, 63.01],
  [70, 60, 70.41],
  [80, 40, 80],
])('%d and %d dB(A) are %d', (a, b, both) => {
  expect(levelOf(soundOf(a) + soundOf(b))).toBeCloseTo(both, 2)
})

const HOUR_S = 3_600
const ROAD = { from: { eastM: -1_000, northM: 0 }, to: { eastM: 1_000, northM: 0 } }
/** What a layer adds, in dB(A). */
const added = (layer: Parameters<typeof airAt>[0], place = ORIGIN, timeS = 0) =>
  levelOf(airAt(layer, place, timeS, { sound: 0 }).sound)

describe('a road', () => {
  const road = (site = siteOf()) => traffic({ roads: [ROAD], pm25: 0, pm10: 0, level: 72 }, site)

  test('is loudest at the rush, and fourteen decibels less at night', () => {
    expect(added(road(), ORIGIN, 8 * HOUR_S)).toBeCloseTo(72, 9)
    expect(added(road(), ORIGIN, 3 * HOUR_S)).toBeCloseTo(72 + 10 * Math.log10(0.04), 9)
  })

  test('is half as much at 10 m, and 3 dB less for each doubling further on', () => {
    const at = (northM: number) => added(road(), placeAt(0, northM), 8 * HOUR_S)
    expect(at(0) - at(10)).toBeCloseTo(3.01, 2)
    expect(at(300) - at(610)).toBeCloseTo(3.01, 2)
    expect(at(100)).toBeCloseTo(72 - 10.41, 2)
  })

  test('knows no wind, and adds up with another', () => {
    const windy = siteOf({ wind: { speed: [20, 20], from: [0, 0] } })
    expect(added(road(windy), ORIGIN, 8 * HOUR_S)).toBeCloseTo(72, 9)
    expect(added([road(), road()], ORIGIN, 8 * HOUR_S)).toBeCloseTo(75.01, 2)
  })
})

describe('fireworks', () => {
  const BURST_S = 3_600
  const one = (change: object = {}) =>
    fireworks(
      {
        centre: { eastM: 0, northM: 0 },
        radiusM: 0.001,
        calmM: 0,
        bursts: 1,
        grams: 1,
        fromS: BURST_S,
        peakS: BURST_S,
        toS: BURST_S + 1,
        peakShare: 1,
        peakLengthS: 0,
        lidM: 200,
        bang: 95,
        ...change,
      },
      siteOf(),
    )

  test('one is heard for a minute, with its exposure spread over it', () => {
    const heard = [-60, 0, 1, 59, 60, 61, 3_000].map((s) => added(one(), ORIGIN, BURST_S + s) > 0)
    expect(heard).toEqual([false, false, true, true, false, false, false])
    // 95 dB(A) of one second at 100 m; 25 m up, and 60 s long.
    const slant = 100 ** 2 - 25 ** 2
    expect(added(one(), placeAt(Math.sqrt(slant)), BURST_S + 30)).toBeCloseTo(
      95 - 10 * Math.log10(60),
      4,
    )
  })

  test('twice as far is 6 dB less', () => {
    const at = (eastM: number) => added(one(), placeAt(eastM), BURST_S + 30)
    expect(at(1_000) - at(2_000)).toBeCloseTo(6.02, 2)
    expect(at(-1_000)).toBeCloseTo(at(1_000), 3)
  })

  test('ten are ten decibels more than one', () => {
    const level = (bursts: number) => added(one({ bursts }), placeAt(500), BURST_S + 30)
    expect(level(10) - level(1)).toBeCloseTo(10, 3)
  })

  test('the same seed gives the same, whatever was asked before', () => {
    const [forward, backward] = [one({ bursts: 50, toS: 7_200 }), one({ bursts: 50, toS: 7_200 })]
    const times = upTo(60).map((i) => BURST_S + i * 60)
    const first = times.map((timeS) => added(forward, placeAt(300), timeS))
    const second = [...times].reverse().map((timeS) => added(backward, placeAt(300), timeS))
    expect(second.reverse()).toEqual(first)
  })
})

describe('the series', () => {
  const loud: Layer = { shape: (air) => void Object.assign(air, { sound: soundOf(70) }) }
  const soundsOf = (layers: Parameters<typeof seriesAt>[0], hears: boolean) =>
    seriesAt(layers, ORIGIN, 600, hears)
      .filter(({ quantity }) => quantity === NOISE_LAEQ.code)
      .map(({ values }) => [...new Set(Array.from(values))])

  test('has what is heard, in 0.1 dB(A), for a kit with a microphone and no other', () => {
    expect(soundsOf([loud], true)).toEqual([[700]])
    expect(soundsOf([loud], false)).toEqual([])
  })

  test('is not there where nothing is heard but the town far away', () => {
    expect(levelOf(emptyAir().sound)).toBeCloseTo(45, 9)
    expect(soundsOf([], true)).toEqual([])
  })

  test('of a recording is what was recorded', () => {
    const points = [0, 60_000].map((utcMs) => ({
      kit: 'a',
      quantity: NOISE_LAEQ,
      utcMs,
      value: 63.4,
    }))
    expect(soundsOf([recorded({ points }, siteOf())], true)).toEqual([[634]])
  })
})
