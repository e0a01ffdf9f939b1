import { resolve } from 'node:path'
import * as v from 'valibot'
import { Name, whole } from '../format/values.ts'
import { onBus, onLine, partKind, SerialPort } from './part-kind.ts'

/** A chip of the user's own. */
const Own = v.strictObject({
  part: v.literal('use'),
  file: v.pipe(v.string(), v.description('A module whose default export makes the chip.')),
  name: v.pipe(Name, v.description('The firmware’s name of the part.')),
  address: v.optional(whole(0, 127, 'Of an I2C chip; a serial one has none.')),
  port: SerialPort,
  with: v.optional(v.record(v.string(), v.unknown()), {}),
})

export const own = partKind(Own, ({ name, address, port, file, ...part }, _random, folder) => {
  const unit = { ...part.with, address }
  const fitted = address === undefined ? onLine(name, port, unit) : onBus(name, address, unit)
  return { ...fitted, chip: { ...fitted.chip, model: resolve(folder, file) } }
})
