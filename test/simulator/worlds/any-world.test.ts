/** What holds of any world that the schema lets pass, at the limits above all. */
import fc from 'fast-check'
import type { LayerFile } from '../../../host-tools/simulator/scenario/format/world.ts'
import { openLayers } from '../../../host-tools/simulator/scenario/open-world.ts'
import type { Air, Layer, Place } from '../../../host-tools/simulator/worlds/air.ts'
import { seriesAt } from '../../../host-tools/simulator/worlds/series.ts'
import type { SiteOptions } from '../../../host-tools/simulator/worlds/site.ts'
import { airAt, siteOf, upTo } from './air-at.ts'

const DURATION_S = 7_200

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const course = (min: number, max: number) =>
  fc.oneof(number(min, max), fc.tuple(number(min, max), number(min, max)))
const share = fc.oneof(
  fc.constantFrom('0 %', '100 %'),
  fc.nat(100).map((part) => `${part} %`),
)
const duration = fc.oneof(
  fc.constantFrom('0 s', '1 ms', '1 d'),
  fc.nat(7_200).map((s) => `${s} s`),
)
const metres = number(-1e6, 1e6)
/** Kits and roads stand where each other can feel them, or at the ends of the world. */
const nearM = fc.oneof(number(-2_000, 2_000), metres)
const position = fc.tuple(nearM, nearM)
const ordered = (count: number) =>
  fc
    .uniqueArray(fc.nat(DURATION_S), { minLength: count, maxLength: count })
    .map((timesS) => timesS.sort((a, b) => a - b).map((s) => `${s} s`))
/** PM10 with PM2.5 in it. */
const particles = fc
  .tuple(number(0, 1_000), number(0, 1_000))
  .map((pair) => ({ pm25: Math.min(...pair), pm10: Math.max(...pair) }))

const fireworks = fc
  .record({
    centre: position,
    radius: fc.oneof(number(10, 2_000), number(10, 50_000)),
    calm: number(0, 0.9),
    bursts: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 60 }) }, fc.constant(1_000)),
    grams: number(0.1, 100_000),
    times: ordered(3),
    peakShare: share,
    peakLength: duration,
    lid: number(20, 5_000),
    bang: number(0, 140),
  })
  .map(({ calm, times, ...rest }) => {
    const [from, peak, until] = times as [string, string, string]
    const calmRadius = calm * rest.radius
    return { layer: 'fireworks' as const, ...rest, calmRadius, from, peak, until }
  })

const layerFile: fc.Arbitrary<LayerFile> = fc.oneof(
  fc.record({
    layer: fc.constant('weather' as const),
    temperature: number(-60, 60),
    swing: number(0, 40),
    coldestAt: number(0, 24),
    dewPoint: course(-60, 40),
    pressure: course(85_000, 108_000),
  }),
  fc
    .tuple(particles, share)
    .map(([pm, wander]) => ({ layer: 'background' as const, ...pm, wander })),
  fireworks,
  fc.tuple(ordered(2), duration, number(0, 4_000)).map(([[from, until], ramp, droplets]) => ({
    layer: 'fog' as const,
    from: from!,
    until: until!,
    ramp,
    droplets,
  })),
  fc
    .tuple(
      particles,
      fc.array(fc.tuple(position, position), { minLength: 1, maxLength: 5 }),
      number(0, 120),
    )
    .map(([pm, roads, sound]) => ({ layer: 'traffic' as const, roads, ...pm, sound })),
  fc.record({ layer: fc.constant('turbulence' as const), share, memory: duration }),
  fc.record({ layer: fc.constant('swelling' as const), kappa: number(0, 1.5) }),
  fc.constant({ layer: 'muenster-night' as const }),
)

const siteOptions: fc.Arbitrary<SiteOptions> = fc.record({
  // From 1970 to 2100, and every zone there is.
  startUtcS: fc.integer({ min: 86_400, max: 4_102_444_800 }),
  offsetS: fc.integer({ min: -12, max: 14 }).map((hours) => hours * 3_600),
  durationS: fc.constant(DURATION_S),
  seed: fc.integer({ min: 0, max: 0xffff_ffff }),
  wind: fc.record({
    speed: fc.tuple(number(0, 60), number(0, 60)),
    from: fc.tuple(number(-720, 720), number(-720, 720)),
  }),
})

const place: fc.Arbitrary<Place> = fc.record({
  number: fc.nat(199_999),
  eastM: nearM.map(Math.round),
  northM: nearM.map(Math.round),
})

const world = fc.record({
  site: siteOptions,
  files: fc.array(layerFile, { minLength: 1, maxLength: 8 }),
})
type AnyWorld = { site: SiteOptions; files: LayerFile[] }

function open({ site, files }: AnyWorld): Promise<Layer[]> {
  return openLayers(files, siteOf(site), '', (text) => Number(text.split(' ')[0]))
}

function faultOf(air: Air): string {
  const { pm25, pm10, temperature, humidity, pressure, swelling, droplets, sound } = air
  if (!Object.values(air).every(Number.isFinite)) return 'not a number'
  if (pm25 < 0 || droplets < 0 || sound < 0) return 'less than nothing'
  if (pm10 < pm25) return 'PM10 without PM2.5'
  if (humidity < 0 || humidity > 100) return 'humidity'
  if (temperature < -80 || temperature > 80) return 'temperature'
  if (pressure < 85_000 || pressure > 108_000) return 'pressure'
  return swelling < 1 || swelling > 100 ? 'swelling' : ''
}

const TIMES_S = [0, 1, 60, 1_800.5, 3_600, 5_399, DURATION_S - 1, DURATION_S, DURATION_S + 120]

test('the air of any world is possible air', async () => {
  await fc.assert(
    fc.asyncProperty(world, place, async (any, at) => {
      const layers = await open(any)
      const airs = TIMES_S.map((timeS) => airAt(layers, at, timeS))
      return airs.every((air) => faultOf(air) === '')
    }),
    { seed: 1, numRuns: 50 },
  )
})

test('the series of any world are what chips can be given', async () => {
  await fc.assert(
    fc.asyncProperty(world, place, async (any, at) => {
      const series = seriesAt(await open(any), at, DURATION_S)
      const [pm25, pm10] = series.map(({ values }) => Array.from(values))
      return (
        series.length >= 5 &&
        series.every(({ values, timesS }) => values.length === timesS.length) &&
        pm10!.every((value, i) => value >= pm25![i]! && pm25![i]! >= 0 && value <= 100_000)
      )
    }),
    { seed: 2, numRuns: 8 },
  )
})

/** Layers remember where they were, for speed; it must not be seen. */
test('neither the order of the kits nor that of the moments changes any world', async () => {
  const questions = fc.array(fc.tuple(fc.nat(3), fc.constantFrom(...TIMES_S)), {
    minLength: 2,
    maxLength: 12,
  })
  const places = fc.array(place, { minLength: 4, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(world, places, questions, async (any, kits, asked) => {
      const layers = await open(any)
      const inTurn = asked.map(([kit, timeS]) => airAt(layers, kits[kit]!, timeS))
      const backwards = upTo(asked.length).map((i) => asked[asked.length - 1 - i]!)
      const again = await open(any)
      const second = backwards.map(([kit, timeS]) => airAt(again, kits[kit]!, timeS)).reverse()
      const isSame = (air: Air, i: number) =>
        Object.entries(air).every(([key, value]) => Object.is(value, second[i]![key as keyof Air]))
      return inTurn.every(isSame)
    }),
    { seed: 3, numRuns: 25 },
  )
})

test('one seed makes one world, another makes another', async () => {
  const files: LayerFile[] = [
    { layer: 'background', pm25: 8, pm10: 14, wander: '20 %' },
    { layer: 'turbulence', share: '10 %', memory: '10 min' },
    { layer: 'muenster-night' },
  ]
  const of = async (seed: number, which: LayerFile[]) => {
    const layers = await openLayers(which, siteOf({ seed }), '', Number)
    return TIMES_S.map(
      (timeS) => airAt(layers, { number: 4, eastM: 5, northM: 6 }, timeS, { pm25: 1 }).pm25,
    )
  }
  for (const file of files) {
    const [first, same, other] = [await of(1, [file]), await of(1, [file]), await of(2, [file])]
    expect(same).toEqual(first)
    expect(other).not.toEqual(first)
  }
})
