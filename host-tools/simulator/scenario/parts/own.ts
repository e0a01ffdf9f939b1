import { resolve } from 'node:path'
import * as v from 'valibot'
import { PARTS, partByName } from '../../../parts/parts.ts'
import { whole } from '../format/values.ts'
import { onBus, onLine, onWire, partKind } from './part-kind.ts'

const NAMES = PARTS.map(({ name }) => name)

/** A chip of the user's own. */
const Own = v.strictObject({
  part: v.literal('use'),
  file: v.pipe(v.string(), v.description('A module whose default export makes the chip.')),
  name: v.pipe(v.picklist(NAMES), v.description('The firmware’s name of the part.')),
  address: v.optional(whole(0, 127, 'Of an I2C part; as it comes if it is not said.')),
  port: v.optional(
    v.pipe(v.picklist(['uart1', 'uart2']), v.description('Of a serial part; uart1 if not said.')),
  ),
  with: v.optional(v.record(v.string(), v.unknown()), {}),
})
export type OwnFile = v.InferOutput<typeof Own>

/** Which key tells of a bus that this part is not on; undefined where none does. */
export function wrongBusKey({ name, address, port }: OwnFile): 'address' | 'port' | undefined {
  const { bus } = partByName(name)!
  if (bus !== 'i2c' && address !== undefined) return 'address'
  return bus !== 'serial' && port !== undefined ? 'port' : undefined
}

export const own = partKind(Own, ({ name, address, port, file, ...part }, _random, folder) => {
  const { bus, addresses } = partByName(name)!
  const at = address ?? addresses?.[0]
  let fitted = onWire(name, part.with)
  if (bus === 'serial') fitted = onLine(name, port ?? 'uart1', part.with)
  else if (bus === 'i2c') fitted = onBus(name, at!, { ...part.with, address: at })
  return { ...fitted, chip: { ...fitted.chip, model: resolve(folder, file) } }
})
