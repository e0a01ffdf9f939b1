/** Times, durations and shapes as they stand in a filter. Undefined when they cannot be read. */
import type { Position, Shape } from './expression.ts'

/** Corners of a polygon. */
const CORNERS_MAX = 100

const TIME =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/
const DURATION = /^P(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/

/** Seconds since 1970; without an offset it is UTC, as everything here. RIVM's clients leave
 *  the signs of a date out. */
export function timeOf(text: string): number | undefined {
  const found = TIME.exec(text)
  if (found === null) return undefined
  const [year, month, day, hour, minute, second] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0)) as [number, number, number, number, number, number]
  const ms = Date.UTC(year, month - 1, day, hour, minute, second)
  const date = new Date(ms)
  const real =
    year >= 1970 &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60
  if (!real) return undefined
  const fraction = found[7] === undefined ? 0 : Number(`0${found[7]}`)
  return ms / 1000 + fraction - offsetS(found[8])
}

function offsetS(offset: string | undefined): number {
  if (offset === undefined || offset === 'Z') return 0
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))
  return (offset[0] === '-' ? -60 : 60) * minutes
}

/** Seconds of an ISO 8601 duration of days and less. */
export function durationOf(text: string): number | undefined {
  const found = DURATION.exec(text)
  if (found === null || /^PT?$/.test(text)) return undefined
  const [days, hours, minutes, seconds] = found.slice(1, 5).map((part) => Number(part ?? 0))
  return days! * 86_400 + hours! * 3_600 + minutes! * 60 + seconds!
}

const NUMBER = '-?\\d{1,3}(?:\\.\\d{1,15})?'
const POSITION = new RegExp(`^\\s*(${NUMBER})\\s+(${NUMBER})\\s*$`)

/** Well-known text of a point, or of a polygon without holes. */
export function shapeOf(text: string): Shape | undefined {
  const found = /^\s*(?:SRID=4326;)?\s*(POINT|POLYGON)\s*\((.*)\)\s*$/i.exec(text)
  if (found === null) return undefined
  const inner = found[2]!
  if (found[1]!.toUpperCase() === 'POINT') {
    const position = positionOf(inner)
    return position && { type: 'point', position }
  }
  const ringText = /^\s*\(([^()]*)\)\s*$/.exec(inner)?.[1]
  const ring = ringText?.split(',').map(positionOf)
  if (ring === undefined || ring.length < 4 || ring.length > CORNERS_MAX) return undefined
  if (ring.some((position) => position === undefined)) return undefined
  const corners = ring as Position[]
  const [first, last] = [corners[0]!, corners[corners.length - 1]!]
  return first[0] === last[0] && first[1] === last[1]
    ? { type: 'polygon', ring: corners }
    : undefined
}

function positionOf(text: string): Position | undefined {
  const found = POSITION.exec(text)
  if (found === null) return undefined
  const [longitude, latitude] = [Number(found[1]), Number(found[2])]
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) return undefined
  return [longitude, latitude]
}
