import * as v from 'valibot'
import { airKeys, airOf } from './air.ts'
import { addressOf, onBus, partKind } from './part-kind.ts'

const Sht4x = v.strictObject({
  part: v.literal('SHT4x'),
  address: addressOf(0x44, 0x45, 0x46),
  ...airKeys(0.2, 1.8),
})

export const sht4x = partKind(Sht4x, (part, random) =>
  onBus('SHT4x', part.address, airOf(part, random)),
)
