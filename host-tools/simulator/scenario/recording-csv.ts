/** A CSV of measurements: see `recording-file.ts`. */
import { CsvError, parse } from 'csv-parse/sync'
import { QUANTITIES, type Quantity } from '../../../device/quantities.ts'
import { type Point, parseUtc, quantityByName, type Refuse, valueFault } from './recording.ts'

interface Row {
  readonly cells: readonly string[]
  readonly line: number
}

/** Where in a row each thing stands. */
interface Columns {
  readonly time: number
  readonly kit: number
  readonly quantities: ReadonlyMap<number, Quantity>
  readonly phenomenon: number
  readonly value: number
}

export function readCsv(text: string, refuse: Refuse): Point[] {
  const rows = readRows(text, refuse)
  const head = rows[0]
  if (head === undefined) return refuse(1, 1, 'the file is empty')
  const columns = findColumns(head, refuse)
  return rows.slice(1).flatMap((row) => readRow(row, columns, refuse))
}

function readRows(text: string, refuse: Refuse): Row[] {
  const firstLine = text.slice(0, text.indexOf('\n') + 1 || undefined)
  const delimiter = firstLine.includes(';') && !firstLine.includes(',') ? ';' : ','
  try {
    const rows: unknown = parse(text, { delimiter, info: true, skip_empty_lines: true, trim: true })
    return (rows as { record: string[]; info: { lines: number } }[]).map((row) => ({
      cells: row.record,
      line: row.info.lines,
    }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return refuse(Number(error['lines'] ?? 1), 1, error.message)
  }
}

function findColumns(head: Row, refuse: Refuse): Columns {
  const names = head.cells.map((cell) => cell.toLowerCase())
  const find = (...wanted: string[]) => names.findIndex((name) => wanted.includes(name))
  const time = find('time', 'createdat', 'timestamp')
  const kit = find('kit', 'boxid', 'boxname')
  if (time < 0) refuse(head.line, 1, 'no column "time" (or "createdAt", "timestamp")')
  if (kit < 0) refuse(head.line, 1, 'no column "kit" (or "boxId", "boxName")')
  const quantities = new Map<number, Quantity>()
  head.cells.forEach((cell, i) => {
    const quantity = quantityByName(cell)
    if (quantity !== undefined) quantities.set(i, quantity)
  })
  const phenomenon = find('phenomenon')
  const value = find('value')
  if (quantities.size === 0 && (phenomenon < 0 || value < 0))
    refuse(head.line, 1, `no column of ${QUANTITIES.map((one) => one.name).join(', ')}`)
  return { time, kit, quantities, phenomenon, value }
}

function readRow(row: Row, columns: Columns, refuse: Refuse): Point[] {
  const cell = (i: number) => row.cells[i] ?? ''
  const column = (i: number) =>
    row.cells.slice(0, i).reduce((sum, text) => sum + text.length + 1, 1)
  const utcMs = parseUtc(cell(columns.time))
  if (Number.isNaN(utcMs))
    refuse(row.line, column(columns.time), `not a time: "${cell(columns.time)}"`)
  const kit = cell(columns.kit)
  if (kit === '') refuse(row.line, column(columns.kit), 'the kit has no name')
  const points: Point[] = []
  const take = (i: number, quantity: Quantity) => {
    if (cell(i) === '') return
    const value = Number(cell(i))
    const fault = valueFault(quantity, value)
    if (fault !== undefined) refuse(row.line, column(i), `"${cell(i)}": ${fault}`)
    points.push({ kit, quantity, utcMs, value })
  }
  for (const [i, quantity] of columns.quantities) take(i, quantity)
  if (columns.quantities.size === 0) {
    const quantity = quantityByName(cell(columns.phenomenon))
    if (quantity !== undefined) take(columns.value, quantity)
  }
  return points
}
