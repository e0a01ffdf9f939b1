import * as v from 'valibot'
import { airKeys } from './air.ts'
import { co2Keys, co2Of } from './co2.ts'
import { onBus, partKind } from './part-kind.ts'

const Scd4x = v.strictObject({ part: v.literal('SCD4x'), ...co2Keys(70), ...airKeys(0.8, 6) })

export const scd4x = partKind(Scd4x, (part, random) => onBus('SCD4x', 0x62, co2Of(part, random)))
