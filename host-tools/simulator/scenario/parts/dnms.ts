import * as v from 'valibot'
import { number } from '../format/values.ts'
import { offset, onBus, partKind } from './part-kind.ts'

const Dnms = v.strictObject({
  part: v.literal('DNMS'),
  offset: v.optional(number(0, 20, 'Largest offset of a unit, in dB.'), 1),
  spread: v.optional(number(0, 40, 'How far the level strays from one second to the next.'), 3),
  firmware: v.pipe(
    v.optional(v.picklist(['2.1', '5.9']), '5.9'),
    v.description('Version of the program in it.'),
  ),
})

export const dnms = partKind(Dnms, (part, random) =>
  onBus('DNMS', 0x55, {
    offset: offset(random, part.offset, 10),
    spread: Math.round(part.spread * 10),
    isOld: part.firmware === '2.1',
  }),
)
