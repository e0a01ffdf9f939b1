/** Which stretch of time a chart shows when the question leaves it open. */
import type { Quantity } from '../../device/quantities.ts'
import type { Sql } from './store/database.ts'
import { newestStartS, oldestStartS } from './store/series.ts'

/** A kit's clock may be this far ahead of the hub's. */
const AHEAD_S_MAX = 3_600
/** Room after the newest start, so that it is in the range itself. */
const PAST_NEWEST_S = 1
const HOUR_S = 3_600

interface RangeQuery {
  readonly quantity: Quantity
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly hours?: number | undefined
}

/** `fromS` <= t < `toS`: as asked, else back from the newest average, else all there is. */
export function seriesRange(
  sql: Sql,
  query: RangeQuery,
  nowMs: number,
): { fromS: number; toS: number } {
  const nowS = Math.floor(nowMs / 1000)
  const newestS = newestStartS(sql, query.quantity, nowS + AHEAD_S_MAX) ?? nowS
  const toS = query.to ?? newestS + PAST_NEWEST_S
  const oldestS = () => oldestStartS(sql, query.quantity) ?? toS - HOUR_S
  const fromS = query.from ?? (query.hours === undefined ? oldestS() : toS - query.hours * HOUR_S)
  return { fromS: Math.max(0, Math.min(Math.floor(fromS), toS - 1)), toS: Math.ceil(toS) }
}
