/** The functions of filters, in SQL. */
import type { Expression, Shape } from '../odata/expression.ts'
import { bound, type Fragment, joined, own, sql } from './fragment.ts'
import type { ValueType } from './model.ts'
import type { Typed } from './translate.ts'

type Call = Expression & { kind: 'call' }
type Fail = (index: number, reason: string) => never

/** Not a whole number, or SQL divides without the rest and rounds towards 1970. */
const DAY_S = 86_400

/** Type of what comes out, types of what goes in, and how. */
interface Definition {
  readonly gives: ValueType
  readonly takes: readonly ValueType[]
  readonly sql: (...given: readonly Fragment[]) => Fragment
}

const text = (gives: ValueType, takes: number, make: Definition['sql']): Definition => ({
  gives,
  takes: Array.from({ length: takes }, () => 'text' as const),
  sql: make,
})

/** A part of a time, in UTC; the format is ours. */
const part = (format: string): Definition => ({
  gives: 'number',
  takes: ['time'],
  sql: (time) => sql`CAST(strftime(${bound(format)}, ${time!}, 'unixepoch') AS INTEGER)`,
})

const maths = (name: string): Definition => ({
  gives: 'number',
  takes: ['number'],
  sql: (value) => sql`${own(name)}(${value!})`,
})

const DEFINITIONS: Readonly<Record<string, Definition>> = {
  substringof: text('truth', 2, (part, whole) => sql`(instr(${whole!}, ${part!}) > 0)`),
  contains: text('truth', 2, (whole, part) => sql`(instr(${whole!}, ${part!}) > 0)`),
  startswith: text(
    'truth',
    2,
    (whole, start) => sql`(substr(${whole!}, 1, length(${start!})) = ${start!})`,
  ),
  endswith: text(
    'truth',
    2,
    (whole, end) => sql`(${end!} = '' OR substr(${whole!}, -length(${end!})) = ${end!})`,
  ),
  length: text('number', 1, (whole) => sql`length(${whole!})`),
  indexof: text('number', 2, (whole, part) => sql`(instr(${whole!}, ${part!}) - 1)`),
  tolower: text('text', 1, (whole) => sql`lower(${whole!})`),
  toupper: text('text', 1, (whole) => sql`upper(${whole!})`),
  trim: text('text', 1, (whole) => sql`trim(${whole!})`),
  concat: text('text', 2, (first, second) => sql`(${first!} || ${second!})`),
  substring: {
    gives: 'text',
    takes: ['text', 'number', 'number'],
    sql: (whole, from, length) =>
      length === undefined
        ? sql`substr(${whole!}, ${from!} + 1)`
        : sql`substr(${whole!}, ${from!} + 1, ${length})`,
  },
  year: part('%Y'),
  month: part('%m'),
  day: part('%d'),
  hour: part('%H'),
  minute: part('%M'),
  second: part('%S'),
  date: {
    gives: 'time',
    takes: ['time'],
    sql: (time) => sql`(floor(${time!} / ${bound(DAY_S)}) * ${bound(DAY_S)})`,
  },
  round: maths('round'),
  floor: maths('floor'),
  ceiling: maths('ceil'),
}

/** `given` fits in number. `fail` gets the index of the value that does not fit. */
export function callFunction(call: Call, given: readonly Typed[], nowS: number, fail: Fail): Typed {
  if (call.name === 'now') return { type: 'time', sql: bound(nowS) }
  if (GEOMETRIC.includes(call.name)) return geometric(call, given, fail)
  const { gives, takes, sql: make } = DEFINITIONS[call.name]!
  given.forEach(({ type }, i) => {
    if (type !== takes[i] && type !== 'any' && type !== 'null')
      fail(i, `${call.name} takes ${takes[i]} here, and this is ${type}`)
  })
  return { type: gives, sql: make(...given.map((one) => one.sql)) }
}

const GEOMETRIC: readonly string[] = [
  'geo.distance',
  'geo.intersects',
  'st_within',
  'st_intersects',
]

function geometric(call: Call, given: readonly Typed[], fail: Fail): Typed {
  const at = given.findIndex(({ type }) => type === 'position')
  if (at === -1) fail(0, `${call.name} takes a position, such as location`)
  const other = call.given[1 - at]!
  if (other.kind !== 'shape')
    fail(1 - at, `${call.name} takes a shape, such as geography'POINT(…)'`)
  const { shape } = other
  const alias = given[at]!.sql
  if (call.name === 'geo.distance') {
    if (shape.type !== 'point') fail(1 - at, 'distances are to a point')
    return { type: 'number', sql: distance(alias, shape) }
  }
  if (shape.type !== 'polygon') fail(1 - at, `${call.name} takes a polygon`)
  return { type: 'truth', sql: within(alias, shape) }
}

/** In degrees, as clients of other servers expect it. */
function distance(alias: Fragment, shape: Shape & { type: 'point' }): Fragment {
  const [longitude, latitude] = shape.position
  const x = sql`(${alias}.longitude - ${bound(longitude)})`
  const y = sql`(${alias}.latitude - ${bound(latitude)})`
  return sql`sqrt(${x} * ${x} + ${y} * ${y})`
}

/** A line eastward from a position crosses the edge an odd number of times if that is within. */
function within(alias: Fragment, shape: Shape & { type: 'polygon' }): Fragment {
  const latitude = sql`${alias}.latitude`
  const crossings: Fragment[] = []
  shape.ring.slice(1).forEach(([x2, y2], i) => {
    const [x1, y1] = shape.ring[i]!
    if (y1 === y2) return
    const slope = (x2 - x1) / (y2 - y1)
    const edge = sql`${bound(x1 - slope * y1)} + ${bound(slope)} * ${latitude}`
    crossings.push(
      sql`(((${latitude} < ${bound(y1)}) <> (${latitude} < ${bound(y2)}))
        AND ${alias}.longitude < ${edge})`,
    )
  })
  if (crossings.length === 0) return own('0')
  return sql`(((${joined(crossings, ' + ')}) % 2) = 1)`
}
