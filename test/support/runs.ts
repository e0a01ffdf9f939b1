/**
 * How often a property is tried: `n` times, or the share of it that MEETKIT_RUNS_PERCENT says.
 * Mutation testing runs the same tests thousands of times, each for a moment.
 */
export function runs(n: number): number {
  return Math.ceil((n * Number(process.env['MEETKIT_RUNS_PERCENT'] ?? 100)) / 100)
}
