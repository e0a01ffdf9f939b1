/** The world of a scenario file: wind, and layers from the ground up. */
import * as v from 'valibot'
import { course, Duration, Moment, number, Share, whole } from './values.ts'

const Position = v.pipe(
  v.strictTuple(
    [number(-1e6, 1e6, 'Metres east.'), number(-1e6, 1e6, 'Metres north.')],
    'a position is wanted: [metres east, metres north]',
  ),
  v.description('Metres east and north of the scenario’s place.'),
)

const Wind = v.pipe(
  v.strictObject({
    speed: v.optional(course(0, 60, 'In m/s.'), 2),
    from: v.optional(
      course(-720, 720, 'In degrees clockwise from north: 270 is a west wind.'),
      240,
    ),
  }),
  v.description('The wind, the same over the whole place.'),
)

const Weather = v.strictObject({
  layer: v.literal('weather'),
  temperature: number(-60, 60, 'Mean of the day in °C.'),
  swing: v.optional(number(0, 40, 'From the coldest to the warmest moment, in °C.'), 0),
  coldestAt: v.optional(number(0, 24, 'Hour of the day.'), 6),
  dewPoint: course(-60, 40, 'In °C; relative humidity follows from it.'),
  pressure: v.optional(course(85_000, 108_000, 'In Pa.'), 101_325),
})

const Background = v.strictObject({
  layer: v.literal('background'),
  pm25: number(0, 1_000, 'In µg/m³.'),
  pm10: number(0, 1_000, 'In µg/m³, PM2.5 included.'),
  wander: v.optional(Share, '20 %'),
})

const Fireworks = v.strictObject({
  layer: v.literal('fireworks'),
  centre: v.optional(Position, [0, 0]),
  radius: number(10, 50_000, 'Of the disc in which they are let off, in m.'),
  calmRadius: v.optional(number(0, 49_000, 'None are let off within so many m of the centre.'), 0),
  bursts: whole(1, 5_000, 'How many, all told.'),
  grams: v.optional(number(0.1, 100_000, 'Fine particles of one, in g.'), 2_000),
  from: Moment,
  peak: Moment,
  until: Moment,
  peakShare: v.optional(Share, '60 %'),
  peakLength: v.optional(Duration, '40 min'),
  lid: v.optional(number(20, 5_000, 'How far up smoke mixes, in m.'), 200),
  bang: v.optional(number(0, 140, 'Sound exposure level of one at 100 m, in dB(A).'), 95),
})

const Fog = v.strictObject({
  layer: v.literal('fog'),
  from: Moment,
  until: Moment,
  ramp: v.optional(Duration, '45 min'),
  droplets: v.optional(
    number(0, 4_000, 'What an optical sensor takes for particles where it is densest, in µg/m³.'),
    150,
  ),
})

const Traffic = v.strictObject({
  layer: v.literal('traffic'),
  roads: v.pipe(
    v.array(
      v.strictTuple([Position, Position], 'a road is wanted: [[east, north], [east, north]]'),
    ),
    v.minLength(1, 'at least one road is wanted'),
    v.maxLength(200, 'at most 200 roads are wanted'),
    v.description('Straight roads, each from one position to another.'),
  ),
  pm25: v.optional(number(0, 1_000, 'Beside the road at the rush’s height, in µg/m³.'), 6),
  pm10: v.optional(number(0, 1_000, 'The same for PM10.'), 15),
  sound: v.optional(number(0, 120, 'Heard beside the road at the rush’s height, in dB(A).'), 72),
})

const Turbulence = v.strictObject({
  layer: v.literal('turbulence'),
  share: v.optional(Share, '10 %'),
  memory: v.optional(Duration, '10 min'),
})

const Swelling = v.strictObject({
  layer: v.literal('swelling'),
  kappa: v.optional(number(0, 1.5, 'How much the particles like water.'), 0.4),
})

const MuensterNight = v.strictObject({ layer: v.literal('muenster-night') })

const Recorded = v.strictObject({
  layer: v.literal('recorded'),
  file: v.pipe(v.string(), v.description('openSenseMap JSON or CSV, also gzipped.')),
  from: v.optional(
    v.pipe(
      v.string(),
      v.isoTimestamp('a moment of the recording is wanted, such as 2018-01-01T00:00:00Z'),
      v.description('Moment of the recording that the scenario begins with; its first if absent.'),
    ),
  ),
})

const Own = v.strictObject({
  layer: v.literal('use'),
  file: v.pipe(v.string(), v.description('A module whose default export makes the layer.')),
  with: v.optional(v.record(v.string(), v.unknown()), {}),
})

const Layer = v.variant('layer', [
  Weather,
  Background,
  Fireworks,
  Fog,
  Traffic,
  Turbulence,
  Swelling,
  MuensterNight,
  Recorded,
  Own,
])
export type LayerFile = v.InferOutput<typeof Layer>

export const World = v.strictObject({
  wind: v.optional(Wind, {}),
  layers: v.pipe(
    v.array(Layer, 'a list of layers is wanted'),
    v.minLength(1, 'at least one layer is wanted'),
    v.maxLength(50, 'at most 50 layers are wanted'),
    v.description('From the ground up: each sees what those before it made of the air.'),
  ),
})
