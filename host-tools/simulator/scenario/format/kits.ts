/** The kits of a scenario file: groups of them that are alike but for what the seed draws. */
import * as v from 'valibot'
import { USUAL_LOG } from '../fleet.ts'
import { Duration, Name, number, Share, whole } from './values.ts'

const METRES_MAX = 100_000
const METRE = number(-METRES_MAX, METRES_MAX, 'From the place, in m.')
const GROUPS_MAX = 100

const Area = v.pipe(
  v.union(
    [
      v.strictObject({
        at: v.strictTuple([number(-1e6, 1e6, 'Metres east.'), number(-1e6, 1e6, 'Metres north.')]),
      }),
      v.strictObject({
        ring: v.strictTuple([
          number(0, METRES_MAX, 'No nearer, in m.'),
          number(0, METRES_MAX, 'No further, in m.'),
        ]),
      }),
      v.strictObject({ grid: number(1, METRES_MAX, 'Metres between neighbours.') }),
      v.strictObject({
        line: v.strictTuple([v.strictTuple([METRE, METRE]), v.strictTuple([METRE, METRE])]),
      }),
    ],
    'an area is wanted: {at: [e, n]}, {ring: [from, to]}, {grid: m} or {line: [[e, n], [e, n]]}',
  ),
  v.description('Where they stand around the scenario’s place; drawn where more than one can.'),
)
export type AreaFile = v.InferOutput<typeof Area>

const Sds011 = v.strictObject({
  part: v.literal('SDS011'),
  gain: v.optional(Share, '10 %'),
  noise: v.optional(Share, '2 %'),
  floor: v.optional(number(0, 50, 'Noise in clean air, in µg/m³.'), 0.3),
  humidityResponse: v.optional(
    number(0, 3, 'How much of swelling and droplets it sees: 1 as it is, 0 behind a dryer.'),
    1,
  ),
  workingPeriod: v.optional(whole(0, 30, 'Minutes, as an earlier user left it in the chip.'), 0),
  queryMode: v.optional(v.boolean(), false),
})

const Bme280 = v.strictObject({
  part: v.literal('BME280'),
  address: v.optional(v.picklist([0x76, 0x77]), 0x76),
  temperature: v.optional(number(0, 20, 'Largest offset of a unit, in °C.'), 0.5),
  humidity: v.optional(number(0, 50, 'The same in %.'), 2),
  pressure: v.optional(number(0, 5_000, 'The same in Pa.'), 60),
  noise: v.optional(whole(0, 1_000, 'Of single readings, in steps.'), 3),
})

const Sht3x = v.strictObject({
  part: v.literal('SHT3x'),
  address: v.optional(v.picklist([0x44, 0x45]), 0x44),
  temperature: v.optional(number(0, 20, 'Largest offset of a unit, in °C.'), 0.2),
  humidity: v.optional(number(0, 50, 'The same in %.'), 2),
  noise: v.optional(whole(0, 1_000, 'Of single readings, in steps.'), 3),
})

const Own = v.strictObject({
  part: v.literal('use'),
  file: v.pipe(v.string(), v.description('A module whose default export makes the chip.')),
  name: v.pipe(Name, v.description('The firmware’s name of the part.')),
  address: v.optional(whole(0, 127, 'Of an I2C chip; a serial one has none.')),
  with: v.optional(v.record(v.string(), v.unknown()), {}),
})

const Part = v.variant('part', [Sds011, Bme280, Sht3x, Own])
export type PartFile = v.InferOutput<typeof Part>

const Target = v.pipe(
  v.looseObject({
    kind: v.picklist(['hub', 'influxdb', 'opensensemap', 'sensor-community', 'madavi']),
  }),
  v.description('As in the firmware’s config; an address that is left out is a simulated one.'),
)

const Config = v.strictObject({
  periodS: v.optional(whole(10, 900, 'Seconds of one average; divides an hour.'), 300),
  targets: v.optional(v.pipe(v.array(Target), v.minLength(1), v.maxLength(4)), [{ kind: 'hub' }]),
})

const Flash = v.strictObject({
  blocks: v.optional(whole(1, 4_096, 'Erasable blocks of the log.'), USUAL_LOG.blocks),
  blockLength: v.optional(whole(192, 65_536, 'Bytes of one.'), USUAL_LOG.blockLength),
  writeAlign: v.optional(v.picklist([1, 2, 4, 8, 16]), USUAL_LOG.writeAlign),
})

const Group = v.strictObject({
  name: v.optional(Name, 'kit'),
  count: whole(1, 100_000, 'How many.'),
  area: v.optional(Area, { at: [0, 0] }),
  parts: v.pipe(
    v.array(Part, 'a list of parts is wanted'),
    v.minLength(1, 'at least one part is wanted'),
    v.maxLength(6, 'at most six parts are wanted'),
  ),
  config: v.optional(Config, {}),
  flash: v.optional(Flash, {}),
  switchedOnWithin: v.optional(Duration, '60 s'),
  battery: v.optional(whole(3_000, 5_500, 'Supply at power-on in mV; drawn if it is not said.')),
})
export type GroupFile = v.InferOutput<typeof Group>

export const Kits = v.pipe(
  v.array(Group, 'a list of groups of kits is wanted'),
  v.minLength(1, 'at least one group of kits is wanted'),
  v.maxLength(GROUPS_MAX, `at most ${GROUPS_MAX} groups are wanted`),
)
