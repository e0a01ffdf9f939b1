import * as v from 'valibot'
import type { Sps30Unit } from '../../chips/sps30-chip.ts'
import { DustKeys } from './dust-node.ts'
import { opticsOf } from './optics.ts'
import { onBus, onLine, partKind } from './part-kind.ts'

const FIRMWARE = { '1.0': 0x0100, '2.0': 0x0200, '2.2': 0x0202 } as const

const Sps30 = v.strictObject({
  part: v.literal('SPS30'),
  port: v.pipe(
    v.optional(v.picklist(['uart1', 'uart2', 'i2c1']), 'uart1'),
    v.description('On i2c1 its SEL pin is at GND.'),
  ),
  ...DustKeys,
  firmware: v.optional(v.picklist(['1.0', '2.0', '2.2']), '2.2'),
})

export const sps30 = partKind(Sps30, (part, random) => {
  const unit: Sps30Unit = {
    ...opticsOf(part, random),
    intervalMs: part.interval,
    cleaningS: part.cleaning,
    lostStarts: part.lostStarts,
    firmware: FIRMWARE[part.firmware],
  }
  if (part.port !== 'i2c1') return onLine('SPS30', part.port, unit)
  return onBus('SPS30', 0x69, { ...unit, address: 0x69 })
})
