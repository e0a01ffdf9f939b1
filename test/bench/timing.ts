/** Seconds of work, and how they are told. */

export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
}

/** Median seconds of `runs` runs after one that warms up. */
export function medianSeconds(runs: number, work: () => void): number {
  work()
  const seconds = Array.from({ length: runs }, () => secondsOf(work))
  return seconds.sort((a, b) => a - b)[Math.floor(runs / 2)]!
}

export function secondsOf(work: () => void): number {
  const startedMs = performance.now()
  work()
  return (performance.now() - startedMs) / 1000
}
