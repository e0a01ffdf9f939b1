import * as v from 'valibot'
import { co2Keys, co2Of } from './co2.ts'
import { onLine, partKind, SerialPort } from './part-kind.ts'

const Mhz19 = v.strictObject({
  part: v.literal('MH-Z19'),
  port: SerialPort,
  ...co2Keys(70),
  range: v.pipe(
    v.optional(v.picklist([2_000, 5_000, 10_000]), 5_000),
    v.description('Most that it says, in ppm.'),
  ),
  answersSettings: v.pipe(v.optional(v.boolean(), false), v.description('Later units do.')),
})

export const mhz19 = partKind(Mhz19, (part, random) =>
  onLine('MH-Z19', part.port, {
    ...co2Of(part, random),
    range: part.range,
    answersSettings: part.answersSettings,
  }),
)
