import { type SeedResult, storms } from './child.ts'
import { SYSTEM_PLANTS } from './plants.ts'

/** Hours of faults; a storm of more is for `npm run storm`. */
const HOURS = ['--hours', '10']
/** Storms in which every planted fault must show. */
const SEEDS_MAX = 20
const LIMIT_MS = 60_000

const sum = (results: readonly SeedResult[], figure: (result: SeedResult) => number) =>
  results.reduce((total, result) => total + figure(result), 0)

test(
  'storms break no promise, and the same seed gives the same storm',
  async () => {
    const [first, second] = await Promise.all([
      storms(['--seed', '1', '--seeds', '4', ...HOURS]),
      storms(['--seed', '4', '--seeds', '4', ...HOURS]),
    ])
    const all = [...first, ...second]
    expect(all.flatMap(({ seed, faults }) => faults.map((fault) => ({ seed, fault })))).toEqual([])
    expect(second[0]).toEqual(first[3])
    expect(new Set(all.map(({ hash }) => hash)).size).toBe(7)
    // A storm that does no harm would prove nothing.
    expect(sum(all, ({ powerLosses }) => powerLosses)).toBeGreaterThan(30)
    expect(sum(all, ({ hubRestarts }) => hubRestarts)).toBeGreaterThan(10)
    expect(sum(all, ({ missing }) => missing)).toBeGreaterThan(20)
    expect(sum(all, ({ records }) => records)).toBeGreaterThan(2_000)
  },
  LIMIT_MS,
)

/** Two at a time, as many as there are cores at the least. */
const found = new Map<string, Promise<SeedResult[]>>()
function search(lane: number): void {
  const names = SYSTEM_PLANTS.filter((_, i) => i % 2 === lane)
  let before: Promise<unknown> = Promise.resolve()
  for (const plant of names) {
    const next = before.then(() =>
      storms(['--first', '--seeds', String(SEEDS_MAX), ...HOURS], plant),
    )
    before = next.catch(() => {})
    found.set(plant.name, next)
  }
}

describe('a planted fault is found', () => {
  beforeAll(() => {
    search(0)
    search(1)
  })

  test.each(SYSTEM_PLANTS)(
    '$name',
    async ({ name }) => {
      const results = await found.get(name)!
      expect(results[results.length - 1]?.faults).not.toEqual([])
    },
    LIMIT_MS,
  )
})
