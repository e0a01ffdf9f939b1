/**
 * Reads a recorded series: openSenseMap's JSON export or a CSV, either of them gzipped or not.
 *
 * JSON: an array of `{value, createdAt, boxId, phenomenon}`. CSV: a header with a time column
 * (`time` or `createdAt`), a kit column (`kit` or `boxId`), and either columns named as in
 * `device/quantities.ts` (`pm25`, `temperature`, ...) or the pair `phenomenon`, `value`. Times are
 * UTC, ISO 8601 or `YYYY-MM-DD HH:MM:SS`. An empty value is a gap. Whatever else cannot be read
 * is a RecordingError with file, line and column.
 */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Point, Refuse } from './recording.ts'
import { readCsv } from './recording-csv.ts'
import { readOpenSenseMap } from './recording-json.ts'

/** A place in a file that cannot be used, and why. Lines and columns count from 1. */
export class RecordingError extends Error {
  constructor(file: string, line: number, column: number, reason: string) {
    super(`${file}:${line}:${column}: ${reason}`)
    this.name = 'RecordingError'
  }
}

/** All values of a recording, in the order of the file. */
export function readRecording(file: string): Point[] {
  const text = readText(file)
  const refuse: Refuse = (line, column, reason) => {
    throw new RecordingError(file, line, column, reason)
  }
  const points = /^\s*[[{]/.test(text) ? readOpenSenseMap(text, refuse) : readCsv(text, refuse)
  if (points.length === 0) refuse(1, 1, 'no values in this file')
  return points
}

function readText(file: string): string {
  try {
    const bytes = readFileSync(file)
    const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b
    return (zipped ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`)
  }
}
