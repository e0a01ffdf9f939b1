import * as v from 'valibot'
import { airKeys, airOf } from './air.ts'
import { addressOf, onBus, partKind } from './part-kind.ts'

const Sht3x = v.strictObject({
  part: v.literal('SHT3x'),
  address: addressOf(0x44, 0x45),
  ...airKeys(0.2, 2),
})

export const sht3x = partKind(Sht3x, (part, random) =>
  onBus('SHT3x', part.address, airOf(part, random)),
)
