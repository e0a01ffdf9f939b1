/** Averages as Apache Parquet, a group of rows at a time, so that no file has to fit in memory. */
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import { type Fields, fieldsOf } from '../export.ts'
import type { AverageRow } from '../store/averages.ts'
import { plainUnit } from '../units.ts'
import { COLUMNS, type Column } from './columns.ts'

export const PARQUET_TYPE = 'application/vnd.apache.parquet'
/** Rows of one group: a few megabytes while it is written. */
const GROUP_ROWS = 20_000

const TYPES: Record<Column['parquet'], Pick<SchemaElement, 'type' | 'converted_type'>> = {
  STRING: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  TIMESTAMP: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  INT32: { type: 'INT32' },
  INT64: { type: 'INT64' },
  DOUBLE: { type: 'DOUBLE' },
}

const SCHEMA: SchemaElement[] = [
  { name: 'root', num_children: COLUMNS.length },
  ...COLUMNS.map(({ name, parquet, optional }): SchemaElement => {
    const repetition_type = optional ? 'OPTIONAL' : 'REQUIRED'
    return { name, ...TYPES[parquet], repetition_type }
  }),
]

/** `notes` are kept in the file beside the rows. */
export function parquetStream(
  pages: Iterator<readonly AverageRow[]>,
  notes: Readonly<Record<string, string>>,
): ReadableStream<Uint8Array> {
  const bytes = new ByteWriter()
  const kvMetadata = Object.entries(notes).map(([key, value]) => ({ key, value }))
  const writer = new ParquetWriter({
    writer: bytes,
    schema: SCHEMA,
    kvMetadata,
    createdBy: 'meetkit',
  })
  return new ReadableStream({
    pull(controller) {
      const group = groupOf(pages)
      if (group.length > 0) writer.write({ columnData: columnsOf(group), rowGroupSize: GROUP_ROWS })
      else writer.finish()
      controller.enqueue(taken(bytes))
      if (group.length === 0) controller.close()
    },
  })
}

/** What has been written since the last time. */
function taken(bytes: ByteWriter): Uint8Array {
  const piece = bytes.getBytes().slice()
  bytes.index = 0
  return piece
}

function groupOf(pages: Iterator<readonly AverageRow[]>): Fields[] {
  const group: Fields[] = []
  while (group.length < GROUP_ROWS) {
    const page = pages.next()
    if (page.done === true) break
    for (const row of page.value) group.push(fieldsOf(row))
  }
  return group
}

function columnsOf(group: readonly Fields[]) {
  return COLUMNS.map(({ name, parquet }) => ({
    name,
    data: group.map((fields) => cell(fields[name], parquet)),
  }))
}

function cell(value: Fields[keyof Fields], type: Column['parquet']) {
  if (value === null) return null
  if (typeof value === 'object') return value.join(' ')
  if (type === 'TIMESTAMP') return new Date(value)
  if (type === 'INT64') return BigInt(value)
  return typeof value === 'string' ? plainUnit(value) : value
}
