/** One quantity of all kits on one grid of time: what a chart needs, and no more. */
import type { Quantity } from '../../../device/quantities.ts'
import { stepsToUnits } from '../units.ts'
import type { Row, Sql } from './database.ts'

/** No more cells a kit than this: as many as a wide screen has pixels. */
const CELLS_MAX = 1_440
/** So many of the newest averages show how long a period is. */
const SAMPLE_ROWS = 200
/** Cells longer than a period are a multiple of this, in seconds. */
const STEP_S = 60

/** `values[i]` is the mean from `fromS + i * stepS` on, in units; null where there is none. */
export interface Series {
  readonly quantity: string
  readonly unit: string
  readonly decimals: number
  readonly fromS: number
  readonly stepS: number
  readonly cells: number
  readonly kits: readonly { readonly id: string; readonly values: readonly (number | null)[] }[]
}

/** What several averages are as one, by `Quantity.averaging`; of sound levels in 0.1 dB. */
const MEANS = {
  sum: 'sum(mean * count) * 1.0 / sum(count)',
  energy: '100 * log10(sum(pow(10, mean / 100.0) * count) / sum(count))',
  least: 'min(mean)',
  greatest: 'max(mean)',
}

/** The newest start of an average of this quantity that is not after `nowS`, or null. */
export function newestStartS(sql: Sql, quantity: Quantity, nowS: number): number | null {
  const row = sql.first(
    'SELECT max(start_s) AS start_s FROM averages WHERE quantity = ? AND start_s <= ?',
    [quantity.code, nowS],
  )
  return typeof row?.['start_s'] === 'number' ? row['start_s'] : null
}

export function oldestStartS(sql: Sql, quantity: Quantity): number | null {
  const row = sql.first('SELECT min(start_s) AS start_s FROM averages WHERE quantity = ?', [
    quantity.code,
  ])
  return typeof row?.['start_s'] === 'number' ? row['start_s'] : null
}

/** Averages that start in `fromS` <= t < `toS`; several in one cell count by their readings. */
export function readSeries(sql: Sql, quantity: Quantity, fromS: number, toS: number): Series {
  const periodS = usualPeriodS(sql, quantity, toS)
  const finestS = Math.ceil((toS - fromS) / CELLS_MAX / STEP_S) * STEP_S
  const stepS = Math.max(periodS, finestS)
  const firstS = fromS - (fromS % stepS)
  const cells = Math.max(1, Math.ceil((toS - firstS) / stepS))
  const rows = sql.all(
    `SELECT (SELECT id FROM kits WHERE number = kit) AS id, (start_s - ?) / ? AS cell,
       max(length_s) AS length_s, ${MEANS[quantity.averaging ?? 'sum']} AS mean
     FROM averages WHERE quantity = ? AND start_s >= ? AND start_s < ? AND count > 0
     GROUP BY kit, cell ORDER BY id, cell`,
    [firstS, stepS, quantity.code, fromS, toS],
  )
  const kits = intoCells(rows, quantity, stepS, cells)
  const { name, unit, decimals } = quantity
  return { quantity: name, unit, decimals, fromS: firstS, stepS, cells, kits }
}

/** The period that most of the newest averages have, in seconds. */
function usualPeriodS(sql: Sql, quantity: Quantity, toS: number): number {
  const row = sql.first(
    `SELECT length_s FROM
       (SELECT length_s FROM averages WHERE quantity = ? AND start_s < ?
        ORDER BY start_s DESC LIMIT ?)
     GROUP BY length_s ORDER BY count(*) DESC, length_s LIMIT 1`,
    [quantity.code, toS, SAMPLE_ROWS],
  )
  return Number(row?.['length_s'] ?? STEP_S)
}

/** A period longer than a cell holds for all the cells that it covers. */
function intoCells(
  rows: readonly Row[],
  quantity: Quantity,
  stepS: number,
  cells: number,
): { id: string; values: (number | null)[] }[] {
  const kits = new Map<string, (number | null)[]>()
  for (const row of rows) {
    const id = String(row['id'])
    const values = kits.get(id) ?? new Array<number | null>(cells).fill(null)
    kits.set(id, values)
    const cell = Number(row['cell'])
    const covered = Math.max(1, Math.floor(Number(row['length_s']) / stepS))
    const mean = stepsToUnits(Math.round(Number(row['mean'])), quantity.decimals)
    values[cell] = mean
    for (let i = cell + 1; i < Math.min(cell + covered, cells); i++) values[i] ??= mean
  }
  return Array.from(kits, ([id, values]) => ({ id, values }))
}
