import * as v from 'valibot'
import { number } from '../format/values.ts'
import { airKeys, airOf } from './air.ts'
import { addressOf, offset, onBus, partKind } from './part-kind.ts'

const Bme280 = v.strictObject({
  part: v.literal('BME280'),
  address: addressOf(0x76, 0x77),
  ...airKeys(0.5, 2),
  pressure: v.optional(number(0, 5_000, 'The same in Pa.'), 60),
})

export const bme280 = partKind(Bme280, (part, random) =>
  onBus('BME280', part.address, {
    ...airOf(part, random),
    pressureOffset: offset(random, part.pressure, 1),
  }),
)
