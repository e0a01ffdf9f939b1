import { bundleWorker, planted } from './bundle.ts'
import { REAL, SMALL } from './geometries.ts'
import { PLANTS, type Plant } from './plants.ts'
import { prove } from './pool.ts'
import type { Order } from './worker.ts'

const LIMIT_S = 60
const MEDIAN_MAX_S = 10
/** Cases of each geometry that a fault may hide from. */
const ROUNDS = 4

/** Small and real ones in turns, since a fault may need room to show. */
function* orders(): Generator<Order> {
  const names = [...SMALL, ...REAL].map(({ name }) => name)
  for (let i = 0; i < names.length * ROUNDS; i++)
    yield { geometry: names[(i * 5) % names.length]!, seed: 1 + i, isShrunk: false }
}

const seconds: number[] = []

test.each(PLANTS)(
  '$name',
  async (plant: Plant) => {
    const code = await bundleWorker(plant)
    const startedMs = performance.now()
    const { finding, cuts } = await prove(code, 2, orders())
    seconds.push((performance.now() - startedMs) / 1000)
    expect({ finding: finding?.text, cuts }).toEqual({
      finding: expect.any(String),
      cuts: expect.any(Number),
    })
  },
  LIMIT_S * 1000,
)

test('half of them are found within seconds', () => {
  const sorted = [...seconds].sort((a, b) => a - b)
  const median = sorted[sorted.length >> 1]!
  console.log(`${PLANTS.length} planted bugs, median ${median.toFixed(2)} s`)
  expect(median).toBeLessThan(MEDIAN_MAX_S)
})

test('a plant whose text is not there exactly once fails loudly', () => {
  const plant = { name: 'p', file: 'f', find: 'x', replace: 'y' }
  expect(() => planted('axbxc', plant)).toThrow('2 times')
  expect(() => planted('abc', plant)).toThrow('0 times')
  expect(planted('axc', plant)).toBe('ayc')
})
