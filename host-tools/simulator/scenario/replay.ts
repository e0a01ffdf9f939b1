/**
 * Replays a recorded series: openSenseMap's JSON export or a CSV, either of them gzipped or not.
 *
 * JSON: an array of `{value, createdAt, boxId, phenomenon}`. CSV: a header with a time column
 * (`time` or `createdAt`), a kit column (`kit` or `boxId`), and either columns named as in
 * `device/quantities.ts` (`pm25`, `temperature`, ...) or the pair `phenomenon`, `value`. Times are
 * UTC, ISO 8601 or `YYYY-MM-DD HH:MM:SS`. An empty value is a gap. Whatever else cannot be read
 * is a ReplayError with file, line and column.
 */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { PM2_5, PM10, QUANTITIES } from '../../../device/quantities.ts'
import type { Series } from '../world.ts'
import { type FleetKit, type FleetOptions, makeKit } from './fleet.ts'
import type { Point, Refuse } from './recording.ts'
import { readCsv } from './replay-csv.ts'
import { readOpenSenseMap } from './replay-json.ts'

/** A place in a file that cannot be used, and why. Lines and columns count from 1. */
export class ReplayError extends Error {
  constructor(file: string, line: number, column: number, reason: string) {
    super(`${file}:${line}:${column}: ${reason}`)
    this.name = 'ReplayError'
  }
}

/** PM10 where a recording has only PM2.5, in per mille of it. */
const COARSE = 1250

/** `kits` left out: all kits of the recording. */
export type ReplayOptions = Omit<FleetOptions, 'kits'> & { readonly kits?: number | undefined }

export function replayFleet(file: string, options: ReplayOptions): FleetKit[] {
  const points = readReplay(file)
  const names = [...new Set(points.map((point) => point.kit))].sort()
  const kits = options.kits ?? names.length
  if (names.length < kits)
    throw new Error(`${file} holds ${names.length} kits, not ${kits}: use --kits ${names.length}`)
  const startUtcMs = points.reduce((least, point) => Math.min(least, point.utcMs), Infinity)
  const wholeMs = startUtcMs - (startUtcMs % (options.periodS * 1000))
  const ids = uniqueIds(names)
  return names.slice(0, kits).map((name, number) => {
    const own = points.filter((point) => point.kit === name)
    const fleetOptions = { ...options, kits }
    return makeKit(fleetOptions, number, ids[number]!, wholeMs, seriesOf(own, wholeMs))
  })
}

export function readReplay(file: string): Point[] {
  const text = readText(file)
  const refuse: Refuse = (line, column, reason) => {
    throw new ReplayError(file, line, column, reason)
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

/**
 * Kit ids travel in batches and addresses, so only letters, digits, `_`, `.` and `-` remain; what
 * is then the same gets a number.
 */
function uniqueIds(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name, number) => {
    const plain = name.replace(/[^A-Za-z0-9_.-]/g, '-').slice(0, 32)
    const id = taken.has(plain) ? `${plain.slice(0, 26)}-${number}` : plain
    taken.add(id)
    return id
  })
}

function seriesOf(points: readonly Point[], startUtcMs: number): Series[] {
  const series: Series[] = []
  for (const quantity of QUANTITIES) {
    const own = points
      .filter((point) => point.quantity === quantity)
      .sort((a, b) => a.utcMs - b.utcMs)
      .filter((point, i, all) => i === 0 || point.utcMs > all[i - 1]!.utcMs)
    if (own.length === 0) continue
    series.push({
      quantity: quantity.code,
      timesS: own.map((point) => Math.floor((point.utcMs - startUtcMs) / 1000)),
      values: own.map((point) => Math.round(point.value * 10 ** quantity.decimals)),
    })
  }
  const fine = series.find((one) => one.quantity === PM2_5.code)
  if (fine !== undefined && !series.some((one) => one.quantity === PM10.code)) {
    const values = Array.from(fine.values, (value) => Math.floor((value * COARSE) / 1000))
    series.push({ quantity: PM10.code, timesS: fine.timesS, values })
  }
  return series
}
