/** A scenario file as a whole. `docs/scenario.schema.json` is made of this. */
import * as v from 'valibot'
import { Expectation } from './checks.ts'
import { Fault } from './faults.ts'
import { Kits } from './kits.ts'
import { Duration, number, Text, whole } from './values.ts'
import { World } from './world.ts'

const FAULTS_MAX = 500

export const ScenarioFile = v.pipe(
  v.strictObject({
    version: v.pipe(v.literal(1, 'version 1 is wanted'), v.description('Of this format.')),
    title: Text,
    about: v.optional(Text),
    place: v.pipe(
      v.strictObject({
        latitude: number(-90, 90, 'North.'),
        longitude: number(-180, 180, 'East.'),
      }),
      v.description('Where metres east and north are counted from.'),
    ),
    start: v.pipe(
      v.string('a moment is wanted, such as 2025-12-31T18:00:00+01:00'),
      v.regex(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/,
        'a moment with its zone is wanted, such as 2025-12-31T18:00:00+01:00',
      ),
      v.description('The beginning, in local time with its distance from UTC.'),
    ),
    duration: v.pipe(Duration, v.description('How long faults may come.')),
    settle: v.optional(
      v.pipe(Duration, v.description('Then, without faults, kits may catch up.')),
      '30 min',
    ),
    seed: v.optional(whole(0, 4_294_967_295, 'Of all draws.'), 1),
    world: World,
    kits: Kits,
    faults: v.optional(
      v.pipe(v.array(Fault, 'a list of faults is wanted'), v.maxLength(FAULTS_MAX)),
      [],
    ),
    expect: v.optional(v.array(Expectation, 'a list of expectations is wanted'), [
      { expect: 'nothing-lost' },
    ]),
  }),
  v.description('A scenario of meetkit’s simulator.'),
)
export type ScenarioFile = v.InferOutput<typeof ScenarioFile>

/** What the program itself has put together, with defaults filled in. Throws where it is wrong. */
export function parseFile(value: unknown): ScenarioFile {
  return v.parse(ScenarioFile, value)
}
