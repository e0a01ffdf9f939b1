import { RECORD_AVERAGE, type RecordWriter } from '../../device/payload/record.ts'
import { type AverageContent, readRecord } from '../../device/payload/record-reader.ts'

/** What stands in `record`, which must be a well-formed average. */
export function readAverage(record: RecordWriter): AverageContent {
  const content = readRecord(RECORD_AVERAGE, record.bytes.slice(0, record.length))
  if (typeof content === 'string' || content.kind !== 'average') throw new Error(String(content))
  return content
}
