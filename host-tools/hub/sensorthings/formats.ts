/** Pages as data arrays (OGC 18-088, 13) and as CSV. */
import type { Page } from './answer.ts'
import type { Json } from './json.ts'

/** Entities of one page, one group a datastream; each observation is a row of values. */
export function dataArrays({ entities, rows }: Page, base: string): Json[] {
  const groups = new Map<string, { components: string[]; dataArray: unknown[][] }>()
  entities.forEach((entity, i) => {
    const link = `${base}/Datastreams(${rows[i]!['stream']})`
    const fields = Object.entries(entity).filter(([name]) => isValue(name))
    const group = groups.get(link) ?? { components: fields.map(plainName), dataArray: [] }
    groups.set(link, group)
    group.dataArray.push(fields.map(([, value]) => value))
  })
  return [...groups].map(([link, { components, dataArray }]) => ({
    'Datastream@iot.navigationLink': link,
    components,
    'dataArray@iot.count': dataArray.length,
    dataArray,
  }))
}

/**
 * A header, then a line an entity. What has parts takes a column a part: `location/type`. `names`
 * are the header when there is no entity to see it from.
 */
export function csvOf(entities: readonly Json[], names: readonly string[]): string {
  const lines = entities.map((entity) => {
    const cells = new Map<string, string>()
    flatten(entity, '', cells)
    return cells
  })
  const found = new Set(lines.flatMap((cells) => [...cells.keys()]))
  const columns = found.size === 0 ? names : [...found]
  const text = lines.map((cells) => columns.map((name) => quoted(cells.get(name) ?? '')).join())
  return [columns.map(quoted).join(), ...text, ''].join('\r\n')
}

function isValue(name: string): boolean {
  return name === '@iot.id' || !name.includes('@iot.')
}

function plainName([name]: readonly [string, unknown]): string {
  return name === '@iot.id' ? 'id' : name
}

function flatten(json: Json, before: string, into: Map<string, string>): void {
  for (const [name, value] of Object.entries(json)) {
    if (!isValue(name)) continue
    const column = before + plainName([name, value])
    if (value === null || value === undefined) into.set(column, '')
    else if (Array.isArray(value)) into.set(column, value.join(' '))
    else if (typeof value === 'object') flatten(value as Json, `${column}/`, into)
    else into.set(column, String(value))
  }
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
