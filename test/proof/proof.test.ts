import { bundleWorker } from './bundle.ts'
import { GEOMETRIES } from './geometries.ts'
import { runHistory } from './linear.ts'
import { standardOrders } from './orders.ts'
import { prove } from './pool.ts'
import { format, parse } from './step.ts'

const THREADS = 2
const CUTS_MIN = 1_000_000
/** On two cores of its own it takes half a minute. */
const LIMIT_S = 240
test(
  'no power cut, and no two, break a promise',
  async () => {
    const startedMs = performance.now()
    const { cuts, finding } = await prove(await bundleWorker(), THREADS, standardOrders())
    const seconds = (performance.now() - startedMs) / 1000
    console.log(`${cuts} cuts in ${seconds.toFixed(1)} s`)
    expect(finding).toBeUndefined()
    expect(cuts).toBeGreaterThanOrEqual(CUTS_MIN)
  },
  LIMIT_S * 1000,
)

test('a history is written and read the same', () => {
  const text = 'x7,r,b,a12x3,t@1E0.7,d1.40,s0.3,k0.2,g1@0t3.99'
  expect(format(parse(text))).toBe(text)
  expect(() => parse('a1,q')).toThrow("'q' is no step")
})

test.each(GEOMETRIES)('$name: without a cut all is as it should be', (geometry) => {
  const steps = parse('b,a0,t,d0.9,a9,a20,s1.3,a3,t,k1.2,g1,r,b,d1.40,t')
  const history = Array.from({ length: 6 }, () => steps).flat()
  expect(runHistory(geometry, history)).toBeUndefined()
})
