/** What a kind of part is to scenario files: its keys, and how one unit of it is drawn. */
import * as v from 'valibot'
import type { ChipSetup } from '../../chips/chip.ts'
import type { Random } from '../../random.ts'

/** The part as the firmware's config names it, and the chip that is there. */
export interface Fitted {
  readonly part: string
  readonly port: string
  readonly address?: number
  readonly chip: ChipSetup
}

/** `fit` draws one unit; paths in the file are relative to `folder`. */
export function partKind<Schema extends v.GenericSchema>(
  schema: Schema,
  fit: (part: v.InferOutput<Schema>, random: Random, folder: string) => Fitted,
) {
  return { schema, fit }
}

/** Key of every serial part: a kit may have two. */
export const SerialPort = v.optional(v.picklist(['uart1', 'uart2']), 'uart1')

/** Key of an I2C part, which is at the first address as it comes. */
export function addressOf(...choices: readonly [number, ...number[]]) {
  const hex = (value: unknown) =>
    typeof value === 'number' ? `0x${value.toString(16)}` : JSON.stringify(value)
  const wanted = `${choices.map(hex).join(' or ')} is wanted`
  const picklist = v.picklist(choices, ({ input }) => `${wanted}, not ${hex(input)}`)
  return v.optional(picklist, choices[0])
}

export function onLine(part: string, port: string, unit: object): Fitted {
  return { part, port, chip: { part, port, unit } }
}

export function onBus(part: string, address: number, unit: object): Fitted {
  const port = 'i2c1'
  return { part, port, address, chip: { part, port, unit } }
}

export function onWire(part: string, unit: object): Fitted {
  const port = 'wire1'
  return { part, port, chip: { part, port, unit } }
}

/** An offset of at most `most` units, in steps. */
export function offset(random: Random, most: number, steps: number): number {
  const whole = Math.round(most * steps)
  return random.between(-whole, whole)
}
