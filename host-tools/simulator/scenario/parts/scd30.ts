import * as v from 'valibot'
import { whole } from '../format/values.ts'
import { airKeys } from './air.ts'
import { co2Keys, co2Of } from './co2.ts'
import { onBus, partKind } from './part-kind.ts'

const Scd30 = v.strictObject({
  part: v.literal('SCD30'),
  ...co2Keys(45),
  ...airKeys(0.4, 3),
  interval: v.optional(whole(2, 1_800, 'Seconds, as an earlier user left it in the chip.'), 2),
  selfCalibration: v.pipe(
    v.optional(v.boolean(), false),
    v.description('An earlier user switched it on.'),
  ),
})

export const scd30 = partKind(Scd30, (part, random) =>
  onBus('SCD30', 0x61, {
    ...co2Of(part, random),
    intervalS: part.interval,
    selfCalibration: part.selfCalibration,
    measuring: false,
  }),
)
