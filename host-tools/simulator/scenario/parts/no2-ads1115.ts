import * as v from 'valibot'
import { number } from '../format/values.ts'
import { offset, onBus, partKind } from './part-kind.ts'

const No2Ads1115 = v.strictObject({
  part: v.literal('NO2-ADS1115'),
  address: v.optional(v.picklist([0x48, 0x49, 0x4a, 0x4b]), 0x48),
  workingMinusAuxiliary: v.optional(number(0, 200, 'Largest offset of a unit, in mV.'), 10),
  auxiliary: v.optional(number(0, 200, 'The same of the auxiliary electrode.'), 20),
  noise: v.optional(number(0, 100, 'Of single readings, in mV.'), 1),
})

export const no2Ads1115 = partKind(No2Ads1115, (part, random) =>
  onBus('NO2-ADS1115', part.address, {
    address: part.address,
    weAeOffset: offset(random, part.workingMinusAuxiliary, 100),
    aeOffset: offset(random, part.auxiliary, 100),
    noise: Math.round(part.noise * 100),
  }),
)
