/** Hands cases to threads and gathers what they find. */
import { Worker } from 'node:worker_threads'
import type { Finding, Order, Report } from './worker.ts'

export interface Proof {
  readonly cuts: number
  readonly cases: number
  readonly finding?: Finding
}

export interface Progress {
  readonly cuts: number
  readonly cases: number
}

/** A thread that has said nothing for so long hangs, and that is a finding, too. */
const SILENCE_MAX_MS = 120_000

/**
 * Runs orders on `threads` threads, in their order, until there are none left or one has a finding.
 * `code` is what `bundleWorker` gives.
 */
export function prove(
  code: string,
  threads: number,
  orders: Iterator<Order>,
  onProgress: (progress: Progress) => void = () => {},
): Promise<Proof> {
  let cuts = 0
  let cases = 0
  let finding: Finding | undefined
  const heard = (report: Report) => {
    if (report.kind === 'cuts') cuts += report.count
    else {
      cases++
      finding ??= report.finding
    }
    onProgress({ cuts, cases })
  }
  const next = () => (finding === undefined ? orders.next() : { done: true as const })
  const runs = Array.from({ length: threads }, () => runThread(code, next, heard))
  return Promise.all(runs).then(() => ({ cuts, cases, ...(finding ? { finding } : {}) }))
}

function runThread(
  code: string,
  next: () => IteratorResult<Order, unknown> | { done: true },
  heard: (report: Report) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true })
    let order: Order | undefined
    let silence: NodeJS.Timeout | undefined
    const go = () => {
      const result = next()
      clearTimeout(silence)
      if (result.done) {
        void worker.terminate().then(() => resolve())
        return
      }
      order = (result as IteratorYieldResult<Order>).value
      listen()
      worker.postMessage(order)
    }
    const listen = () => {
      clearTimeout(silence)
      silence = setTimeout(() => {
        const { geometry, seed } = order!
        heard({ kind: 'end', cuts: 0, finding: { geometry, seed, text: 'I5: never ends' } })
        go()
      }, SILENCE_MAX_MS)
    }
    worker.on('message', (report: Report) => {
      heard(report)
      if (report.kind === 'end') go()
      else listen()
    })
    worker.on('error', reject)
    go()
  })
}
