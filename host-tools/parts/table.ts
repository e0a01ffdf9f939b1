/** The parts as a table, for people and for machines. */
import type { ChannelDescription, PartDescription } from '../../device/sensors/driver.ts'
import { quantityWords } from '../words/quantities.ts'
import { PARTS } from './parts.ts'

export type Language = 'en' | 'nl'

interface ChannelRow {
  readonly quantity: string
  readonly unit: string
  readonly minimum: number
  readonly maximum: number
  readonly resolution: number
  readonly accuracy: string
}

export interface PartRow {
  readonly part: string
  readonly code: number
  readonly bus: PartDescription['bus']
  /** Of a part that can be on I2C, the one that it has as it comes first. */
  readonly addresses: readonly number[]
  readonly intervalS: number
  readonly warmUpS: number
  readonly currentMilliamps: number
  readonly priceClass: number
  readonly channels: readonly ChannelRow[]
}

/** Values in units, all parts in the order of their codes. */
export function partRows(): PartRow[] {
  return [...PARTS]
    .sort((a, b) => a.code - b.code)
    .map((part) => ({
      part: part.name,
      code: part.code,
      bus: part.bus,
      addresses: part.addresses ?? [],
      intervalS: part.intervalMs / 1000,
      warmUpS: part.warmUpMs / 1000,
      currentMilliamps: part.currentMilliamps,
      priceClass: part.priceClass,
      channels: part.channels.map(channelRow),
    }))
}

function channelRow(channel: ChannelDescription): ChannelRow {
  const { quantity, accuracy } = channel
  const inUnits = (steps: number) => steps / 10 ** quantity.decimals
  return {
    quantity: quantity.name,
    unit: quantity.unit,
    minimum: inUnits(channel.minimum),
    maximum: inUnits(channel.maximum),
    resolution: inUnits(channel.resolution),
    accuracy,
  }
}

const HEADS = {
  en: ['part', 'measures', 'range', 'accuracy', 'current', 'warm-up', 'price', 'on'],
  nl: ['onderdeel', 'meet', 'bereik', 'nauwkeurigheid', 'stroom', 'opwarmen', 'prijs', 'aan'],
} as const

/** Head and lines of text; a part has a line for each channel, and its own facts in the first. */
export function partLines(rows: readonly PartRow[], language: Language): string[][] {
  const names = quantityWords(language)
  const lines = rows.flatMap((row) =>
    row.channels.map((channel, i) => [
      i === 0 ? row.part : '',
      names[channel.quantity] ?? channel.quantity,
      rangeText(channel, language),
      numbersIn(channel.accuracy, language),
      ...(i === 0 ? ownFacts(row) : ['', '', '', '']),
    ]),
  )
  return [[...HEADS[language]], ...lines]
}

const BUSES = {
  serial: 'serial',
  i2c: 'I2C',
  '1-wire': '1-Wire',
  pulses: 'wire',
  analog: 'analog',
} as const

function ownFacts(row: PartRow): string[] {
  const addresses = row.addresses.map((address) => `0x${address.toString(16)}`)
  const isEither = row.bus !== 'i2c' && addresses.length > 0
  const bus = isEither ? `${BUSES[row.bus]}, I2C` : BUSES[row.bus]
  return [
    `${row.currentMilliamps} mA`,
    `${row.warmUpS} s`,
    '€'.repeat(row.priceClass),
    [bus, ...addresses].join(' '),
  ]
}

function rangeText({ minimum, maximum, unit }: ChannelRow, language: Language): string {
  const [from, to] = [minimum, maximum].map((value) => value.toLocaleString(language))
  return `${from}${language === 'en' ? ' to ' : ' tot '}${to} ${unit}`.trim()
}

/** Dutch writes a comma where English has a point. */
function numbersIn(text: string, language: Language): string {
  return language === 'nl' ? text.replace(/(\d)\.(\d)/g, '$1,$2').replace(' or ', ' of ') : text
}
