/** Reads averages back in the order of time, a page at a time: no answer fills the memory. */
import type { SQLiteValue } from 'node-sqlite3-wasm'
import type { Row, Sql } from './database.ts'

const PAGE_ROWS = 500

/** What is asked for; a field left out does not narrow. Times in seconds since 1970, UTC. */
export interface AverageFilter {
  readonly kit?: string | undefined
  readonly kits?: readonly string[] | undefined
  /** Averages that start at or after this. */
  readonly fromS?: number | undefined
  /** Averages that start before this. */
  readonly toS?: number | undefined
  readonly quantityCode?: number | undefined
}

/** One row of `averages`, with `id` for the kit's name. */
export type AverageRow = Row

/**
 * Averages with a time by start, then, unless a time was asked for, those that have none yet.
 * Each page is one short query: others may write in between, and an abandoned reader holds nothing.
 */
export function* averagePages(sql: Sql, filter: AverageFilter): Generator<AverageRow[]> {
  yield* pagesOf(sql, filter, 'start_s IS NOT NULL', [
    'start_s',
    'kit',
    'log',
    'sequence',
    'channel',
  ])
  if (filter.fromS === undefined && filter.toS === undefined)
    yield* pagesOf(sql, filter, 'start_s IS NULL', ['kit', 'log', 'sequence', 'channel'])
}

/** `order`: columns that name a row and put it in its place. */
function* pagesOf(
  sql: Sql,
  filter: AverageFilter,
  which: string,
  order: readonly string[],
): Generator<AverageRow[]> {
  const { conditions, values } = conditionsOf(filter)
  const columns = order.join(', ')
  const select =
    'SELECT averages.*, (SELECT id FROM kits WHERE number = kit) AS id FROM averages WHERE ' +
    [which, ...conditions].join(' AND ')
  const tail = `ORDER BY ${columns} LIMIT ${PAGE_ROWS}`
  const after = `(${columns}) > (${order.map(() => '?').join(', ')})`
  let rows = sql.all(`${select} ${tail}`, values)
  while (rows.length > 0) {
    yield rows
    if (rows.length < PAGE_ROWS) return
    const last = rows[rows.length - 1]!
    const place = order.map((column) => last[column] ?? null)
    rows = sql.all(`${select} AND ${after} ${tail}`, [...values, ...place])
  }
}

function conditionsOf(filter: AverageFilter): { conditions: string[]; values: SQLiteValue[] } {
  const conditions: string[] = []
  const values: SQLiteValue[] = []
  const add = (condition: string, value: SQLiteValue | undefined) => {
    if (value === undefined) return
    conditions.push(condition)
    values.push(value)
  }
  add('kit = (SELECT number FROM kits WHERE id = ?)', filter.kit)
  const kits = filter.kits && JSON.stringify(filter.kits)
  add('kit IN (SELECT number FROM kits WHERE id IN (SELECT value FROM json_each(?)))', kits)
  add('start_s >= ?', filter.fromS)
  add('start_s < ?', filter.toS)
  add('quantity = ?', filter.quantityCode)
  return { conditions, values }
}
