/** What the readers of recorded series share. */
import { QUANTITIES, type Quantity } from '../../../device/quantities.ts'

/** One value of the recording. `value` is in the quantity's unit. */
export interface Point {
  readonly kit: string
  readonly quantity: Quantity
  readonly utcMs: number
  readonly value: number
}

/** Tells a reader's caller where and why it gives up. */
export type Refuse = (line: number, column: number, reason: string) => never

/** `YYYY-MM-DD HH:MM:SS` or ISO 8601, UTC unless it names a zone; NaN for anything else. */
export function parseUtc(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?$/.exec(
    text,
  )
  return match ? Date.parse(`${match[1]}T${match[2]}${match[3] ?? 'Z'}`) : Number.NaN
}

/** The quantity of a column's or phenomenon's name, however it is spelt. */
export function quantityByName(name: string): Quantity | undefined {
  const plain = plainOf(name)
  const known: Record<string, string> = { temperatur: 'temperature', luftdruck: 'pressure' }
  const wanted = known[plain] ?? plain
  return QUANTITIES.find((quantity) => plainOf(quantity.name) === wanted)
}

function plainOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}

/** Why a value cannot be what was measured, or undefined. */
export function valueFault(quantity: Quantity, value: number): string | undefined {
  if (!Number.isFinite(value)) return `not a number for ${quantity.name}`
  const steps = value * 10 ** quantity.decimals
  if (steps >= quantity.minimum && steps <= quantity.maximum) return undefined
  const scale = 10 ** quantity.decimals
  const range = `${quantity.minimum / scale} to ${quantity.maximum / scale} ${quantity.unit}`
  return `${value} is outside ${range} for ${quantity.name}`
}
