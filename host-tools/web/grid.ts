/** One quantity of all kits on a grid of time, kept up to date as points arrive. */
import type { NewPoint } from '../hub/news.ts'
import type { Series } from '../hub/store/series.ts'

type Cell = number | null

export interface Grid {
  readonly quantity: string
  readonly fromS: number
  readonly stepS: number
  /** Cells per kit; every kit's array is this long or shorter. */
  cells: number
  readonly kits: Map<string, Cell[]>
}

/** A grid that has grown to this many cells is asked for afresh. */
const CELLS_MAX = 4_000
/** How far back a value counts as the present one, in cells. */
const PRESENT_CELLS = 3

export function gridOf(series: Series): Grid {
  const { quantity, fromS, stepS, cells } = series
  const kits = new Map(series.kits.map(({ id, values }) => [id, [...values]]))
  return { quantity, fromS, stepS, cells, kits }
}

/** False when the point cannot simply be entered and the grid must be asked for again. */
export function addPoint(grid: Grid, kit: string, point: NewPoint): boolean {
  if (grid.kits.size === 0 || point.lengthS < grid.stepS) return false
  const cell = Math.floor((point.startS - grid.fromS) / grid.stepS)
  const covered = Math.max(1, Math.floor(point.lengthS / grid.stepS))
  if (cell < 0) return true
  if (cell + covered > CELLS_MAX) return false
  const values = grid.kits.get(kit) ?? []
  grid.kits.set(kit, values)
  while (values.length < cell + covered) values.push(null)
  values.fill(point.mean, cell, cell + covered)
  grid.cells = Math.max(grid.cells, values.length)
  return true
}

export interface Lines {
  readonly timesS: number[]
  readonly ids: string[]
  /** Per kit, in the order of `ids`. */
  readonly values: Cell[][]
  readonly median: Cell[]
}

/** The last `hours` of the grid, all of it for 0, with values times `factor`. */
export function linesOf(grid: Grid, hours: number, factor: number): Lines {
  const wanted = hours === 0 ? grid.cells : Math.ceil((hours * 3_600) / grid.stepS)
  const first = Math.max(firstFilled(grid), grid.cells - wanted)
  const timesS: number[] = []
  for (let i = first; i < grid.cells; i++) timesS.push(grid.fromS + i * grid.stepS)
  const ids = [...grid.kits.keys()].sort()
  const values = ids.map((id) => {
    const cells = grid.kits.get(id)!
    return timesS.map((_, i) => {
      const value = cells[first + i] ?? null
      return value === null ? null : value * factor
    })
  })
  return { timesS, ids, values, median: timesS.map((_, i) => medianOf(values.map((v) => v[i]!))) }
}

/** The newest value of each kit that is not older than a few periods. */
export function presentValues(grid: Grid): Map<string, number> {
  const present = new Map<string, number>()
  for (const [id, cells] of grid.kits)
    for (let i = grid.cells - 1; i >= Math.max(0, grid.cells - PRESENT_CELLS); i--) {
      const value = cells[i] ?? null
      if (value === null) continue
      present.set(id, value)
      break
    }
  return present
}

/** Null when there are no numbers. */
export function medianOf(values: readonly Cell[]): Cell {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return null
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function firstFilled(grid: Grid): number {
  let first = grid.cells
  for (const cells of grid.kits.values()) {
    const at = cells.findIndex((value) => value !== null)
    if (at >= 0 && at < first) first = at
  }
  return first === grid.cells ? 0 : first
}
