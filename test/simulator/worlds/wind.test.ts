import { Wind, type WindOptions } from '../../../host-tools/simulator/worlds/wind.ts'
import { upTo } from './air-at.ts'

const HOURS_S = 7_200

function blown(options: WindOptions, timeS: number, durationS = HOURS_S) {
  const wind = new Wind(options, durationS)
  return [wind.eastM(timeS), wind.northM(timeS), wind.wayM(timeS)]
}

test.each([
  [0, 0, -3_000],
  [90, -3_000, 0],
  [180, 0, 3_000],
  [270, 3_000, 0],
  [-90, 3_000, 0],
  [360 + 90, -3_000, 0],
  [30, -1_500, -3_000 * Math.sin(Math.PI / 3)],
])('3 m/s from %d degrees blows %d m east and %d m north in 1,000 s', (from, east, north) => {
  const [eastM, northM, wayM] = blown({ speed: [3, 3], from: [from, from] }, 1_000)
  expect(eastM).toBeCloseTo(east, 6)
  expect(northM).toBeCloseTo(north, 6)
  expect(wayM).toBeCloseTo(3_000, 6)
})

test('a wind that freshens has gone the mean of its speeds by the end', () => {
  const [eastM, , wayM] = blown({ speed: [2, 6], from: [270, 270] }, HOURS_S)
  expect(wayM).toBeCloseTo(4 * HOURS_S, 6)
  expect(eastM).toBeCloseTo(4 * HOURS_S, 6)
  // A quarter of the time at 2 to 3 m/s.
  expect(blown({ speed: [2, 6], from: [270, 270] }, HOURS_S / 4)[2]).toBeCloseTo(4_500, 6)
})

/** ∫ sin over half a turn in T seconds is 2 T / π. */
test('a wind that veers half a turn blows across, one that veers all round comes back', () => {
  const across = (2 * 3 * HOURS_S) / Math.PI
  const half = blown({ speed: [3, 3], from: [0, 180] }, HOURS_S)
  expect(half[0]! / -across).toBeCloseTo(1, 3)
  expect(Math.abs(half[1]!)).toBeLessThan(1)
  const round = blown({ speed: [3, 3], from: [0, 360] }, HOURS_S)
  expect(Math.abs(round[0]!)).toBeLessThan(1)
  expect(Math.abs(round[1]!)).toBeLessThan(1)
  expect(round[2]).toBeCloseTo(3 * HOURS_S, 6)
})

test('calm is never quite still, and the end’s wind does not go on to freshen', () => {
  const calm = new Wind({ speed: [0, 0], from: [0, 0] }, HOURS_S)
  expect(calm.speedMs(600)).toBeGreaterThan(0)
  expect(calm.speedMs(600)).toBeLessThan(0.5)
  expect(calm.wayM(1_000)).toBeCloseTo(1_000 * calm.speedMs(600), 6)
  const fresh = new Wind({ speed: [2, 6], from: [0, 90] }, HOURS_S)
  expect([0, 3_600, 7_200, 9_000].map((timeS) => fresh.speedMs(timeS))).toEqual([2, 4, 6, 6])
  expect([0, 3_600, 7_200, 9_000].map((timeS) => fresh.fromDeg(timeS))).toEqual([0, 45, 90, 90])
})

test('it carries on without a jump: at each second less than its speed', () => {
  const options = { speed: [0, 60], from: [-720, 720] } as const
  const wind = new Wind(options, HOURS_S)
  const wrong = upTo(HOURS_S).filter((second) => {
    const way = wind.wayM(second + 1) - wind.wayM(second)
    const [east, north] = [wind.eastM, wind.northM].map(
      (of) => of.call(wind, second + 1) - of.call(wind, second),
    )
    return !(way > 0 && way <= 60.01 && Math.hypot(east!, north!) <= way + 1e-6)
  })
  expect(wrong).toEqual([])
})

test('before the start nothing has blown, and a world of no length has its wind', () => {
  const wind = new Wind({ speed: [3, 5], from: [0, 0] }, 0)
  expect([wind.eastM(-10), wind.northM(-10), wind.wayM(-10)]).toEqual([0, 0, 0])
  expect(wind.speedMs(0)).toBe(3)
  expect(wind.wayM(30)).toBeCloseTo(90, 6)
})
