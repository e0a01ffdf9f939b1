/** The cases that every run of the tests tries; together they are more than a million cuts. */
import { REAL, SMALL } from './geometries.ts'
import type { Order } from './worker.ts'

/** Cases of a small geometry by the length of its words: the shorter, the more cuts in each. */
const CASES_BY_ALIGN: Record<number, number> = { 1: 2, 4: 8, 16: 25 }
const CASES_REAL = 4
const CASES_MAX = 40

/** Round after round, each with one case of every geometry that has as many. */
export function* standardOrders(isShrunk = true): Generator<Order> {
  for (let seed = 1; seed <= CASES_MAX; seed++) {
    for (const { name, writeAlign } of SMALL)
      if (seed <= CASES_BY_ALIGN[writeAlign]!) yield { geometry: name, seed, isShrunk }
    for (const { name } of REAL) if (seed <= CASES_REAL) yield { geometry: name, seed, isShrunk }
  }
}
