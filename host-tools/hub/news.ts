/** What the page is told when a batch has been stored. */
import { quantityByCode } from '../../device/quantities.ts'
import type { Batch } from './batch.ts'
import type { Sql } from './store/database.ts'
import type { Stored } from './store/ingest.ts'
import { type KitSummary, kitSummary } from './store/kits.ts'
import { stepsToUnits } from './units.ts'

/** One new mean with its time, in units. */
export interface NewPoint {
  readonly quantity: string
  readonly startS: number
  readonly lengthS: number
  readonly mean: number
}

export interface BatchNews {
  /** The hub's clock, ISO 8601 in UTC. */
  readonly now: string
  readonly kit: KitSummary | undefined
  readonly added: number
  readonly points: readonly NewPoint[]
  /** Earlier averages got their time: what was read before is no longer complete. */
  readonly reread: boolean
}

export function batchNews(sql: Sql, batch: Batch, stored: Stored, nowMs: number): BatchNews {
  return {
    now: new Date(nowMs).toISOString(),
    kit: kitSummary(sql, batch.kit, nowMs),
    added: stored.added.length,
    points: pointsOf(stored),
    // An average without a time that could be dated at once is not among the points either.
    reread: stored.dated || stored.added.some(lacksTime),
  }
}

type Added = Stored['added'][number]

function lacksTime({ content }: Added): boolean {
  return content.kind === 'average' && !content.clockKnown
}

function pointsOf(stored: Stored): NewPoint[] {
  const points: NewPoint[] = []
  for (const { content } of stored.added) {
    if (content.kind !== 'average' || !content.clockKnown) continue
    const { startS, lengthS } = content
    for (const { quantity: code, statistics } of content.channels) {
      const quantity = quantityByCode(code)
      if (quantity === undefined || statistics === undefined) continue
      const mean = stepsToUnits(statistics.mean, quantity.decimals)
      points.push({ quantity: quantity.name, startS, lengthS, mean })
    }
  }
  return points
}
