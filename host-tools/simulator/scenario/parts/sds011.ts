import * as v from 'valibot'
import type { Sds011Unit } from '../../chips/sds011-chip.ts'
import type { Random } from '../../random.ts'
import { whole } from '../format/values.ts'
import { OpticsKeys, opticsOf } from './optics.ts'
import { onLine, partKind, SerialPort } from './part-kind.ts'

const ID_MAX = 0xfffe

const Sds011 = v.strictObject({
  part: v.literal('SDS011'),
  port: SerialPort,
  ...OpticsKeys,
  workingPeriod: v.optional(whole(0, 30, 'Minutes, as an earlier user left it in the chip.'), 0),
  queryMode: v.optional(v.boolean(), false),
})

export const sds011 = partKind(Sds011, (part, random) =>
  onLine('SDS011', part.port, unitOf(part, random)),
)

function unitOf(part: v.InferOutput<typeof Sds011>, random: Random): Sds011Unit {
  const id = random.between(1, ID_MAX)
  return {
    id,
    ...opticsOf(part, random),
    workingPeriodMinutes: part.workingPeriod,
    queryMode: part.queryMode,
  }
}
