/** Averages as text, one channel a row: a JSON array or CSV. `docs/hub.md` lists the columns. */
import { quantityByCode } from '../../device/quantities.ts'
import { COLUMN_NAMES, type ColumnName } from './open/columns.ts'
import type { AverageRow } from './store/averages.ts'
import { flagNames, isoTime } from './store/kits.ts'
import { plainUnit, stepsToUnits } from './units.ts'

/** How a file of averages is written around and between its rows. */
export interface Format {
  readonly contentType: string
  readonly begin: string
  readonly separator: string
  readonly end: string
  row(row: AverageRow): string
}

export const JSON_FORMAT: Format = {
  contentType: 'application/json; charset=utf-8',
  begin: '[\n',
  separator: ',\n',
  end: '\n]\n',
  row: (row) => JSON.stringify(fieldsOf(row)),
}

/** No field needs quotes: numbers, kit names and the names in our own tables. */
export const CSV_FORMAT: Format = {
  contentType: 'text/csv; charset=utf-8; header=present',
  begin: `${COLUMN_NAMES.join(',')}\r\n`,
  separator: '\r\n',
  end: '\r\n',
  row(row) {
    const fields = fieldsOf(row)
    return COLUMN_NAMES.map((column) => csvField(fields[column])).join(',')
  },
}

export type Fields = Record<ColumnName, string | number | null | readonly string[]>

function csvField(value: Fields[keyof Fields]): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? plainUnit(value) : value.join(' ')
}

/**
 * One channel of one average. A quantity that this version does not know keeps its code as its
 * name, and its values their steps.
 */
export function fieldsOf(row: AverageRow): Fields {
  const quantity = quantityByCode(Number(row['quantity']))
  const value = (name: string) =>
    row[name] === null ? null : stepsToUnits(Number(row[name]), quantity?.decimals ?? 0)
  const count = Number(row['count'])
  const expected = Number(row['expected'])
  return {
    kit: String(row['id']),
    start_utc: row['start_s'] === null ? null : isoTime(Number(row['start_s'])),
    length_s: Number(row['length_s']),
    quantity: quantity?.name ?? `quantity-${row['quantity']}`,
    unit: quantity?.unit ?? 'steps',
    mean: value('mean'),
    minimum: value('minimum'),
    maximum: value('maximum'),
    deviation: value('deviation'),
    count,
    expected,
    failures: Number(row['failures']),
    coverage: expected === 0 ? null : Math.min(1, Math.round((count / expected) * 1000) / 1000),
    flags: flagNames(Number(row['flags'])),
    part: Number(row['part']),
    log: Number(row['log']),
    sequence: Number(row['sequence']),
    channel: Number(row['channel']),
    boot: Number(row['boot']),
    since_boot_s: row['since_boot_s'] === null ? null : Number(row['since_boot_s']),
  }
}

/** The file as a stream that reads the next page only when the receiver has taken the last. */
export function exportStream(
  pages: Iterator<readonly AverageRow[]>,
  format: Format,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let before = format.begin
  return new ReadableStream({
    pull(controller) {
      const page = pages.next()
      if (page.done === true) {
        // Only an empty file still owes its beginning; others end after their last row.
        const end = before === format.begin ? format.begin + emptyEnd(format) : format.end
        controller.enqueue(encoder.encode(end))
        controller.close()
        return
      }
      const text = page.value.map((row) => format.row(row)).join(format.separator)
      controller.enqueue(encoder.encode(before + text))
      before = format.separator
    },
  })
}

function emptyEnd(format: Format): string {
  return format === JSON_FORMAT ? ']\n' : ''
}
