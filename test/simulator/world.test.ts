import fc from 'fast-check'
import { World } from '../../host-tools/simulator/world.ts'

const LINE = { quantity: 1, timesS: [10, 20, 40], values: [100, 200, 150] }

test.each([
  [0, 100],
  [10_000, 100],
  [15_000, 150],
  [15_001, 150],
  [20_000, 200],
  [30_000, 175],
  [30_399, 174],
  [40_000, 150],
  [99_000, 150],
])('straight lines between points, level outside: at %d ms %d', (timeMs, value) => {
  expect(new World([LINE]).value(1, timeMs, -1)).toBe(value)
})

test('a quantity that this world lacks has the caller’s value', () => {
  expect(new World([LINE]).value(2, 0, 77)).toBe(77)
})

test('the order of questions does not matter', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60_000), { minLength: 1 }), (times) => {
      const asked = new World([LINE])
      for (const timeMs of times)
        expect(asked.value(1, timeMs, -1)).toBe(new World([LINE]).value(1, timeMs, -1))
    }),
    { seed: 1 },
  )
})
