/** The data dictionary of downloads, made from the tables that the firmware itself has. */
import { QUANTITIES } from '../../../device/quantities.ts'
import { FLAGS } from '../../../device/sampling/flags.ts'
import type { PartDescription } from '../../../device/sensors/driver.ts'
import { PARTS } from '../../parts/parts.ts'
import { quantityWords } from '../../words/quantities.ts'
import type { BothLanguages } from '../about/campaign.ts'
import { portalQuantity } from '../about/quantity-names.ts'
import { plainUnit, stepsToUnits } from '../units.ts'
import { COLUMNS } from './columns.ts'

const FLAG_MEANINGS: Readonly<Record<(typeof FLAGS)[number], BothLanguages>> = {
  saturated: {
    en: 'A reading stood at the upper end of the sensor’s range: the true value may be higher',
    nl: 'Een meting stond aan de bovenkant van het bereik: de echte waarde kan hoger zijn',
  },
  stuck: {
    en: 'The same value so often that the sensor is suspected to hang',
    nl: 'Zo vaak dezelfde waarde dat de sensor misschien vastzit',
  },
  'out-of-range': {
    en: 'Readings outside the sensor’s range were refused',
    nl: 'Metingen buiten het bereik van de sensor zijn geweigerd',
  },
  humid: {
    en: 'More humid than the particle sensor is made for: it may read far too high',
    nl: 'Vochtiger dan waar de fijnstofsensor voor is gemaakt: hij kan veel te hoog meten',
  },
  'warming-up': {
    en: 'Readings while warming up were left out',
    nl: 'Metingen tijdens het opwarmen zijn weggelaten',
  },
  'sensor-missing': { en: 'The sensor did not answer', nl: 'De sensor gaf geen antwoord' },
  'checksum-errors': {
    en: 'Readings that arrived damaged were refused',
    nl: 'Metingen die beschadigd aankwamen zijn geweigerd',
  },
  'bus-errors': {
    en: 'Talking to the sensor failed at times',
    nl: 'Het gesprek met de sensor mislukte af en toe',
  },
  defective: {
    en: 'The sensor reported a defect of its own, and readings that it concerns were left out',
    nl: 'De sensor meldde zelf een defect; metingen die het betreft zijn weggelaten',
  },
}

export interface Dictionary {
  readonly columns: typeof COLUMNS
  readonly quantities: readonly QuantityEntry[]
  readonly flags: readonly { readonly name: string; readonly meaning: BothLanguages | null }[]
  readonly parts: readonly PartEntry[]
}

/** Ranges and resolutions are in the quantity's unit; accuracy is the datasheet's own words. */
interface PartEntry {
  readonly code: number
  readonly name: string
  readonly channels: readonly {
    readonly quantity: string
    readonly minimum: number
    readonly maximum: number
    readonly resolution: number
    readonly accuracy: string
  }[]
}

/** Range and resolution are in the unit. */
interface QuantityEntry {
  readonly name: string
  /** As the SensorThings API and RIVM's portal call it. */
  readonly portalName: string
  readonly meaning: BothLanguages
  readonly definition: string
  readonly unit: string
  readonly unitInCsv: string
  readonly resolution: number
  readonly minimum: number
  readonly maximum: number
}

export function dictionary(): Dictionary {
  const meanings: Readonly<Record<string, BothLanguages | undefined>> = FLAG_MEANINGS
  const words = { en: quantityWords('en'), nl: quantityWords('nl') }
  return {
    columns: COLUMNS,
    quantities: QUANTITIES.map((quantity) => {
      const portal = portalQuantity(quantity)
      const { name } = quantity
      return {
        name,
        portalName: portal.name,
        meaning: { en: words.en[name] ?? name, nl: words.nl[name] ?? name },
        definition: portal.definition,
        unit: quantity.unit,
        unitInCsv: plainUnit(quantity.unit),
        resolution: stepsToUnits(1, quantity.decimals),
        minimum: stepsToUnits(quantity.minimum, quantity.decimals),
        maximum: stepsToUnits(quantity.maximum, quantity.decimals),
      }
    }),
    flags: FLAGS.map((name) => ({ name, meaning: meanings[name] ?? null })),
    parts: PARTS.map(partEntry),
  }
}

function partEntry({ code, name, channels }: PartDescription): PartEntry {
  return {
    code,
    name,
    channels: channels.map(({ quantity, minimum, maximum, resolution, accuracy }) => ({
      quantity: quantity.name,
      minimum: stepsToUnits(minimum, quantity.decimals),
      maximum: stepsToUnits(maximum, quantity.decimals),
      resolution: stepsToUnits(resolution, quantity.decimals),
      accuracy,
    })),
  }
}

/** What CSV on the Web (W3C) looks for beside a file: `<file>-metadata.json`. */
export function csvMetadata(file: string, title: BothLanguages, licence: string): object {
  return {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': 'en' }],
    url: file,
    'dc:title': [
      { '@value': title.nl, '@language': 'nl' },
      { '@value': title.en, '@language': 'en' },
    ],
    'dc:license': { '@id': licence },
    dialect: { lineTerminators: '\r\n' },
    tableSchema: {
      columns: COLUMNS.map(({ name, datatype, optional, meaning }) => ({
        name,
        titles: name,
        datatype,
        required: !optional && name !== 'flags',
        'dc:description': [
          { '@value': meaning.nl, '@language': 'nl' },
          { '@value': meaning.en, '@language': 'en' },
        ],
      })),
      primaryKey: ['kit', 'log', 'sequence', 'channel'],
    },
  }
}
