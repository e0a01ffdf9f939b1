import { QUANTITIES, quantityByCode } from '../device/quantities.ts'
import { isParticulateMatter, quantityDecimals, quantityName } from '../device/quantity-codes.ts'
import { partByName } from '../host-tools/parts/parts.ts'

const each = QUANTITIES.map((quantity) => [quantity.name, quantity] as const)

test('no two have the same code or name', () => {
  const codes = QUANTITIES.map(({ code }) => code)
  expect(new Set(codes).size).toBe(QUANTITIES.length)
  expect(new Set(QUANTITIES.map(({ name }) => name)).size).toBe(QUANTITIES.length)
  // A record has seven bits for one, and a map site's message a bit for each.
  expect(Math.max(...codes)).toBeLessThan(32)
  expect(Math.min(...codes)).toBe(1)
  expect(codes.map(quantityByCode)).toEqual(QUANTITIES)
})

test.each(each)('%s: the table and the functions by code agree', (_name, quantity) => {
  const { code, name, decimals } = quantity
  expect([quantityName(code), quantityDecimals(code)]).toEqual([name, decimals])
  expect(isParticulateMatter(code)).toBe(/^pm\d+$/.test(name))
})

test.each(each)('%s: its sums stay exact', (_name, { minimum, maximum }) => {
  // `Average` is exact for readings that differ by up to 10^5 steps.
  expect(maximum - minimum).toBeLessThanOrEqual(100_000)
  expect(maximum).toBeGreaterThan(minimum)
})

test('an unknown code has no name', () => {
  expect(quantityName(0)).toBe('')
  expect(quantityByCode(0)).toBeUndefined()
  expect(partByName('PMS9999')).toBeUndefined()
})
