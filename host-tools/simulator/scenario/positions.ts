/** Where the kits of a group stand. */
import type { Random } from '../random.ts'
import { drawBetween, type Position } from '../worlds/air.ts'
import { cosTurns, sinTurns } from '../worlds/exact-math.ts'
import type { AreaFile } from './format/kits.ts'

/** Of kit `index` of the `count` of its group. Whole metres, so that a place reads well. */
export function positionOf(area: AreaFile, index: number, count: number, random: Random): Position {
  const { east, north } = exact(area, index, count, random)
  return { eastM: Math.round(east), northM: Math.round(north) }
}

function exact(area: AreaFile, index: number, count: number, random: Random) {
  if ('at' in area) return { east: area.at[0], north: area.at[1] }
  if ('ring' in area) return onRing(area.ring, random)
  if ('grid' in area) {
    const columns = Math.ceil(Math.sqrt(count))
    const rows = Math.ceil(count / columns)
    return {
      east: ((index % columns) - (columns - 1) / 2) * area.grid,
      north: ((rows - 1) / 2 - Math.floor(index / columns)) * area.grid,
    }
  }
  const [from, to] = area.line
  const share = count > 1 ? index / (count - 1) : 0
  return {
    east: from[0] + (to[0] - from[0]) * share,
    north: from[1] + (to[1] - from[1]) * share,
  }
}

/** Even over the area between two circles. */
function onRing([inner, outer]: readonly [number, number], random: Random) {
  const squared = drawBetween(random, inner * inner, outer * outer)
  const turns = drawBetween(random, 0, 1)
  const radius = Math.sqrt(squared)
  return { east: radius * sinTurns(turns), north: radius * cosTurns(turns) }
}
