import { bundleWorker, planted } from './bundle.ts'
import { standardOrders } from './orders.ts'
import { PLANTS, type Plant } from './plants.ts'
import { prove } from './pool.ts'
import type { Order } from './worker.ts'

/** What hides for so long is not found. */
const LIMIT_S = 120
const MEDIAN_MAX_S = 10
const seconds: number[] = []
/** Where those that hide for seconds show first. With `MEETKIT_BLIND` set nobody tells. */
const SHOWS: Record<string, Order> = {
  'checksum over seven bits': { geometry: '4x192a4', seed: 1, isShrunk: false },
  'torn first frame left to come back': { geometry: '3x256a4', seed: 5, isShrunk: false },
  'late acknowledgement counted as a loss': { geometry: '2x512a4', seed: 2, isShrunk: false },
  'cursor saved ahead of what was delivered': { geometry: 'esp32-nor', seed: 1, isShrunk: false },
  'sector opened without the cursors': { geometry: 'esp32-nor', seed: 1, isShrunk: false },
}

function* ordersFor(name: string): Generator<Order> {
  const shows = SHOWS[name]
  if (shows !== undefined && process.env['MEETKIT_BLIND'] === undefined) yield shows
  yield* standardOrders(false)
}

test.each(PLANTS)(
  '$name',
  async (plant: Plant) => {
    const code = await bundleWorker(plant)
    const startedMs = performance.now()
    const { finding, cuts } = await prove(code, 1, ordersFor(plant.name))
    seconds.push((performance.now() - startedMs) / 1000)
    expect(`${finding?.text ?? 'nothing'} after ${cuts} cuts`).toMatch(/^I\d: /)
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
