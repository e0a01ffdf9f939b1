/** One thread of the prover: is told a case, tells how many cuts it tried and what it found. */
import { parentPort } from 'node:worker_threads'
import { runCase, runHistory } from './cases.ts'
import { GEOMETRIES } from './geometries.ts'
import { shrink } from './shrink.ts'
import { format, parse } from './step.ts'

/** What a thread is asked: to try a case, or to run one history. */
export interface Order {
  readonly geometry: string
  readonly seed: number
  readonly history?: string
  /** What is found is shrunk to its shortest history. */
  readonly isShrunk: boolean
}

export interface Finding {
  readonly geometry: string
  readonly seed: number
  /** What was broken. */
  readonly text: string
  /** The whole history, if it alone breaks it again; and the shortest. */
  readonly history?: string
  readonly shortest?: string
  readonly shortestText?: string
}

export type Report =
  | { readonly kind: 'cuts'; readonly count: number }
  | { readonly kind: 'end'; readonly cuts: number; readonly finding?: Finding }

const REPORTED_STEPS_MAX = 4000

function examine(order: Order, tell: (report: Report) => void): Report {
  const geometry = GEOMETRIES.find(({ name }) => name === order.geometry)!
  const { seed } = order
  const outcome =
    order.history === undefined
      ? runCase(geometry, seed, (count) => tell({ kind: 'cuts', count }))
      : { cuts: 0, history: parse(order.history), violation: undefined }
  const { cuts, history = [] } = outcome
  const again = history.length > 0 ? runHistory(geometry, history) : undefined
  const violation = outcome.violation ?? again
  if (violation === undefined) return { kind: 'end', cuts }
  const base = { geometry: order.geometry, seed, text: violation.message }
  if (again === undefined) return { kind: 'end', cuts, finding: base }
  const whole = history.length <= REPORTED_STEPS_MAX ? { history: format(history) } : {}
  if (!order.isShrunk) return { kind: 'end', cuts, finding: { ...base, ...whole } }
  const { steps, text } = shrink(geometry, history, () => tell({ kind: 'cuts', count: 0 }))
  const finding = { ...base, ...whole, shortest: format(steps), shortestText: text }
  return { kind: 'end', cuts, finding }
}

parentPort?.on('message', (order: Order) => {
  const tell = (report: Report) => parentPort!.postMessage(report)
  tell(examine(order, tell))
})
