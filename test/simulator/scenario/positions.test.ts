import fc from 'fast-check'
import { Random } from '../../../host-tools/simulator/random.ts'
import type { AreaFile } from '../../../host-tools/simulator/scenario/format/kits.ts'
import { positionOf } from '../../../host-tools/simulator/scenario/positions.ts'
import type { Position } from '../../../host-tools/simulator/worlds/air.ts'

/** As a scenario draws them: each kit from a stream of its own. */
function placesOf(area: AreaFile, count: number, seed = 1): Position[] {
  return Array.from({ length: count }, (_, number) =>
    positionOf(area, number, count, new Random(seed, number, 30)),
  )
}

const pairs = (places: readonly Position[]) =>
  places.map(({ eastM, northM }) => [eastM + 0, northM + 0])

test('at: all stand there, to the nearest metre', () => {
  expect(pairs(placesOf({ at: [12.4, -7.6] }, 3))).toEqual([
    [12, -8],
    [12, -8],
    [12, -8],
  ])
})

test('grid: neighbours so far apart, around the middle, row by row from the north', () => {
  expect(pairs(placesOf({ grid: 40 }, 9))).toEqual([
    [-40, 40],
    [0, 40],
    [40, 40],
    [-40, 0],
    [0, 0],
    [40, 0],
    [-40, -40],
    [0, -40],
    [40, -40],
  ])
  expect(pairs(placesOf({ grid: 40 }, 1))).toEqual([[0, 0]])
  expect(pairs(placesOf({ grid: 100 }, 2))).toEqual([
    [-50, 0],
    [50, 0],
  ])
})

test('line: from one end to the other in equal steps', () => {
  const line = {
    line: [
      [-60, 6],
      [60, 206],
    ],
  } as AreaFile
  expect(pairs(placesOf(line, 5))).toEqual([
    [-60, 6],
    [-30, 56],
    [0, 106],
    [30, 156],
    [60, 206],
  ])
  expect(pairs(placesOf(line, 1))).toEqual([[-60, 6]])
})

const nearestM = (places: readonly Position[]) => {
  const nearest = places.map((a) =>
    Math.min(
      ...places
        .filter((b) => b !== a)
        .map((b) => Math.hypot(b.eastM - a.eastM, b.northM - a.northM)),
    ),
  )
  return [Math.min(...nearest), Math.max(...nearest)]
}

test('on any grid every kit has its nearest neighbour at that distance', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 1, max: 50_000 }), (n, m) => {
      const places = placesOf({ grid: m }, n)
      const [least, most] = nearestM(places)
      const widest = Math.max(...places.map(({ eastM }) => eastM))
      const narrowest = Math.min(...places.map(({ eastM }) => eastM))
      // Whole metres: either of a pair may be half a metre off.
      const isEven = least! >= m - 1 && most! <= m + 1 && least! > 0
      return isEven && Math.abs(widest + narrowest) <= 1
    }),
    { seed: 1, numRuns: 40 },
  )
})

test('on any line kits go on towards its end, and stand no more than a metre off it', () => {
  const end = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 }))
  fc.assert(
    fc.property(end, end, fc.integer({ min: 2, max: 50 }), (from, to, count) => {
      const places = placesOf({ line: [from, to] }, count)
      const stepM = Math.hypot(to[0] - from[0], to[1] - from[1]) / (count - 1)
      return places.every(({ eastM, northM }, i) => {
        const before = places[i - 1]
        const ends = i === 0 ? from : i === count - 1 ? to : [eastM, northM]
        const wayM = before && Math.hypot(eastM - before.eastM, northM - before.northM)
        const isEven = wayM === undefined || Math.abs(wayM - stepM) <= 1.5
        return eastM === ends[0] && northM === ends[1] && isEven
      })
    }),
    { seed: 1, numRuns: 40 },
  )
})

const distances = (places: readonly Position[]) =>
  places.map(({ eastM, northM }) => Math.hypot(eastM, northM))

test('ring: even over its area, in all directions, and nowhere else', () => {
  const places = placesOf({ ring: [300, 500] }, 4_000)
  const away = distances(places)
  expect(away.filter((m) => m < 299 || m > 501)).toEqual([])
  // Half of the area is within √((300² + 500²) / 2) = 412.3 m; bounds are four deviations.
  const bound = 4 * Math.sqrt(4_000 / 4)
  expect(Math.abs(away.filter((m) => m < 412.3).length - 2_000)).toBeLessThan(bound)
  for (const isThere of [
    ({ eastM }: Position) => eastM > 0,
    ({ northM }: Position) => northM > 0,
    ({ eastM, northM }: Position) => eastM > northM,
    ({ eastM, northM }: Position) => eastM > -northM,
  ])
    expect(Math.abs(places.filter(isThere).length - 2_000)).toBeLessThan(bound)
})

test('any ring keeps its two circles', () => {
  const radius = fc.integer({ min: 0, max: 100_000 })
  fc.assert(
    fc.property(radius, radius, fc.integer({ min: 0, max: 0xffff_ffff }), (a, b, seed) => {
      const [inner, outer] = [Math.min(a, b), Math.max(a, b)]
      const away = distances(placesOf({ ring: [inner, outer] }, 20, seed))
      return away.every((m) => m >= inner - 1 && m <= outer + 1)
    }),
    { seed: 1, numRuns: 40 },
  )
})

test('one seed draws one ring, another another; a kit’s place is its own', () => {
  const ring: AreaFile = { ring: [100, 5_000] }
  expect(placesOf(ring, 50)).toEqual(placesOf(ring, 50))
  expect(placesOf(ring, 50, 2)).not.toEqual(placesOf(ring, 50))
  // More kits do not move those that are there.
  expect(placesOf(ring, 80).slice(0, 50)).toEqual(placesOf(ring, 50))
})
