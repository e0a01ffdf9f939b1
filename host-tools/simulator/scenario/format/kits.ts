/** The kits of a scenario file: groups of them that are alike but for what the seed draws. */
import * as v from 'valibot'
import { USUAL_LOG } from '../fleet.ts'
import { Part } from '../parts/parts.ts'
import { Duration, Name, number, whole } from './values.ts'

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

const url = v.optional(v.string('an address is wanted'))

const Target = v.pipe(
  v.variant('kind', [
    v.strictObject({ kind: v.literal('hub'), url }),
    v.strictObject({
      kind: v.literal('influxdb'),
      url,
      authorization: v.optional(v.pipe(v.string(), v.description('The header’s value.'))),
    }),
    v.strictObject({
      kind: v.literal('opensensemap'),
      url,
      box: v.optional(v.pipe(v.string(), v.description('Id of the box.'))),
      sensors: v.optional(
        v.pipe(v.record(v.string(), v.string()), v.description('Ids by names of quantities.')),
      ),
      token: v.optional(v.pipe(v.string(), v.description('The box’s access token.'))),
    }),
    v.strictObject({
      kind: v.literal('sensorthings'),
      url,
      datastreams: v.optional(
        v.pipe(v.record(v.string(), v.number()), v.description('Ids by names of quantities.')),
      ),
      authorization: v.optional(v.pipe(v.string(), v.description('The header’s value.'))),
    }),
    v.strictObject({
      kind: v.picklist(['sensor-community', 'madavi']),
      url,
      node: v.optional(v.pipe(v.string(), v.description('As it was registered.'))),
    }),
  ]),
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
