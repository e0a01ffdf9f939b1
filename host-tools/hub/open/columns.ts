/** The columns of downloads: names, types and what they mean. CSV, Parquet and dictionary agree. */
import type { BothLanguages } from '../about/campaign.ts'

export interface Column {
  readonly name: string
  /** Of CSV on the Web, and of Parquet. */
  readonly datatype: 'string' | 'dateTime' | 'integer' | 'number'
  readonly parquet: 'STRING' | 'TIMESTAMP' | 'INT32' | 'INT64' | 'DOUBLE'
  /** May be empty. */
  readonly optional: boolean
  readonly meaning: BothLanguages
}

const text = (en: string, nl: string) =>
  ({ datatype: 'string', parquet: 'STRING', optional: false, meaning: { nl, en } }) as const
const count = (en: string, nl: string) =>
  ({ datatype: 'integer', parquet: 'INT32', optional: false, meaning: { nl, en } }) as const
/** Up to 2^32 - 1, which is too many for INT32. */
const serial = (en: string, nl: string) =>
  ({ datatype: 'integer', parquet: 'INT64', optional: false, meaning: { nl, en } }) as const
const measure = (en: string, nl: string) =>
  ({ datatype: 'number', parquet: 'DOUBLE', optional: true, meaning: { nl, en } }) as const

const DESCRIBED = {
  kit: text('Name of the kit', 'Naam van de kit'),
  start_utc: {
    datatype: 'dateTime',
    parquet: 'TIMESTAMP',
    optional: true,
    meaning: {
      en: 'Start of the period in UTC; empty while it is not known',
      nl: 'Begin van de periode in UTC; leeg zolang dat niet bekend is',
    },
  },
  length_s: count('Length of the period in seconds', 'Duur van de periode in seconden'),
  quantity: text('What was measured', 'Wat is gemeten'),
  unit: text('Unit of mean to deviation', 'Eenheid van mean tot en met deviation'),
  mean: measure(
    'Mean of the counted readings, of sound levels by energy; never corrected; empty if there ' +
      'are none. Of noise_la_min and noise_la_max the least and the greatest',
    'Gemiddelde van de meegetelde metingen, van geluidsniveaus naar energie; nooit ' +
      'gecorrigeerd; leeg als die er niet zijn. Van noise_la_min en noise_la_max het minste ' +
      'en het meeste',
  ),
  minimum: measure('Smallest counted reading', 'Kleinste meegetelde meting'),
  maximum: measure('Largest counted reading', 'Grootste meegetelde meting'),
  deviation: measure(
    'Standard deviation of the counted readings',
    'Standaardafwijking van de meegetelde metingen',
  ),
  count: count('Readings counted', 'Aantal meegetelde metingen'),
  expected: count('Readings expected', 'Aantal verwachte metingen'),
  failures: count('Readings that failed', 'Aantal mislukte metingen'),
  coverage: measure(
    'Share of the expected readings that counted, at most 1',
    'Deel van de verwachte metingen dat meetelt, hoogstens 1',
  ),
  flags: text(
    'What was wrong, by name, with spaces between',
    'Wat er mis was, met namen gescheiden door spaties',
  ),
  part: count('Code of the sensor', 'Code van de sensor'),
  log: serial('Name of the kit’s log, a number', 'Naam van het logboek van de kit, een getal'),
  sequence: serial('Number of the record in the log', 'Nummer van het record in het logboek'),
  channel: count('Place in the record', 'Plaats in het record'),
  boot: serial('Which boot of the kit', 'De hoeveelste start van de kit'),
  since_boot_s: {
    datatype: 'integer',
    parquet: 'INT64',
    optional: true,
    meaning: {
      en: 'Seconds since the boot, where the kit did not know the time',
      nl: 'Seconden sinds de start, waar de kit de tijd niet wist',
    },
  },
} as const satisfies Record<string, Omit<Column, 'name'>>

export type ColumnName = keyof typeof DESCRIBED

export const COLUMN_NAMES = Object.keys(DESCRIBED) as ColumnName[]

export const COLUMNS: readonly (Column & { readonly name: ColumnName })[] = COLUMN_NAMES.map(
  (name) => ({ name, ...DESCRIBED[name] }),
)
