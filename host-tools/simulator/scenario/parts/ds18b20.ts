import * as v from 'valibot'
import { number, whole } from '../format/values.ts'
import { offset, onWire, partKind } from './part-kind.ts'

const Ds18b20 = v.strictObject({
  part: v.literal('DS18B20'),
  temperature: v.optional(number(0, 20, 'Largest offset of a unit, in °C.'), 0.5),
  noise: v.optional(whole(0, 1_000, 'Of single readings, in steps.'), 5),
  bits: v.pipe(
    v.optional(v.picklist([9, 10, 11, 12]), 12),
    v.description('Resolution, as an earlier user left it in the chip.'),
  ),
})

export const ds18b20 = partKind(Ds18b20, (part, random) =>
  onWire('DS18B20', {
    temperatureOffset: offset(random, part.temperature, 100),
    noise: part.noise,
    bits: part.bits,
  }),
)
