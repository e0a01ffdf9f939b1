/**
 * Blurs a position for whoever does not want a kit's address known.
 *
 * The position becomes the middle of its cell in a fixed grid of 69 m. The same place gives the
 * same answer for ever, so nothing is gained by asking again, and no secret is needed: the answer
 * holds no more than which cell it is. Half the diagonal of a cell, with rounding, is less than
 * 50 m.
 */
import type { Position } from '../odata/expression.ts'

/** No position is moved further than this. */
export const BLUR_M = 50

const CELL_M = 69
/** Length of a degree of latitude, on the sphere of the mean radius. */
const DEGREE_M = 111_195
/** Rows are counted from the equator, so that cells are as wide there as further north. */
const ROW_DEGREES = CELL_M / DEGREE_M
/** One metre; more digits would tell nothing. */
const DECIMALS = 5

export function blurred([longitude, latitude]: Position): Position {
  const row = Math.floor(latitude / ROW_DEGREES)
  const middle = (row + 0.5) * ROW_DEGREES
  // The width of a cell belongs to its row, and so to all positions in it alike.
  const columnDegrees = ROW_DEGREES / Math.cos((middle * Math.PI) / 180)
  const column = Math.floor(longitude / columnDegrees)
  return [rounded((column + 0.5) * columnDegrees), rounded(middle)]
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(DECIMALS))
}
