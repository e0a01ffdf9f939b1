import { cosTurns, exp, ln, sinTurns } from '../../../host-tools/simulator/worlds/exact-math.ts'
import { upTo } from './air-at.ts'

const TURN = 2 * Math.PI

function bitsOf(value: number): string {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getBigUint64(0).toString(16).padStart(16, '0')
}

/**
 * Each is within two steps of the last bit of what mpmath 1.3 gives with 40 digits. Not a bit of
 * them may change: worlds, and with them the bytes that kits send, would.
 */
test.each([
  [exp(0), '3ff0000000000000'],
  [exp(1), '4005bf0a8b14576a'],
  [exp(-1), '3fd78b56362cef38'],
  [exp(0.5), '3ffa61298e1e069c'],
  [exp(-20.25), '3e1b93de1e27ca3b'],
  [exp(88.7), '47ef4705bbffae5c'],
  [exp(699.5), '7f01f0df6d72215e'],
  [exp(-699.5), '00dc89c2e339b392'],
  [ln(2), '3fe62e42fefa39ef'],
  [ln(0.5), 'bfe62e42fefa39ef'],
  [ln(10), '40026bb1bbb55516'],
  [ln(1e14), '40401e3b843eaa73'],
  [ln(1.0000152587890625), '3eeffff0000aaaa3'],
  [ln(3e-7), 'c02e09f9b927b484'],
  [sinTurns(0), '0000000000000000'],
  [sinTurns(0.25), '3ff0000000000000'],
  [sinTurns(0.5), '0000000000000000'],
  [sinTurns(1 / 12), '3fdfffffffffffff'],
  [sinTurns(0.1), '3fe2cf2304755a5e'],
  [sinTurns(0.7), 'bfee6f0e134454fe'],
  [sinTurns(1_000_000.125), '3fe6a09e667f3bcc'],
  [cosTurns(0), '3ff0000000000000'],
  [cosTurns(0.1), '3fe9e3779b97f4a8'],
  [cosTurns(12.345), 'bfe1fc9647b00108'],
])('golden value %#: %d has the bits %s', (value, bits) => {
  expect(bitsOf(value)).toBe(bits)
})

test('exp is that of Math, to 1e-14 of its value, from -700 to 700', () => {
  const wrong = upTo(10_001)
    .map((i) => -700 + 0.14 * i)
    .filter((x) => Math.abs(x) <= 700 && !(Math.abs(exp(x) / Math.exp(x) - 1) <= 1e-14))
  expect(wrong).toEqual([])
})

test('exp of small numbers too', () => {
  const small = upTo(300).map((i) => 10 ** (-i / 10))
  const both = [...small, ...small.map((x) => -x)]
  expect(both.filter((x) => !(Math.abs(exp(x) / Math.exp(x) - 1) <= 1e-14))).toEqual([])
})

test('beyond its range exp is 0 or without bound, and it never falls', () => {
  expect([exp(-700.001), exp(-Infinity), exp(700.001), exp(Infinity)]).toEqual([
    0,
    0,
    Infinity,
    Infinity,
  ])
  const falls = upTo(8_000).filter((i) => exp(i / 200 - 20) > exp((i + 1) / 200 - 20))
  expect(falls).toEqual([])
})

test('sine and cosine are those of Math, to 1e-15, over two thousand turns', () => {
  const wrong = upTo(10_000)
    .map((i) => -1_000 + 0.200_13 * i)
    .filter((turns) => {
      // Math would lose digits in a product with 2 π beyond one turn.
      const angle = (turns - Math.round(turns)) * TURN
      const isSine = Math.abs(sinTurns(turns) - Math.sin(angle)) <= 1e-15
      return !isSine || !(Math.abs(cosTurns(turns) - Math.cos(angle)) <= 1e-12)
    })
  expect(wrong).toEqual([])
})

test('a sine goes through its quarters without a step', () => {
  const near = [0, 0.25, 0.5, 0.75, 1].flatMap((turns) => [turns - 1e-12, turns, turns + 1e-12])
  const wrong = near.filter(
    (turns) =>
      !(Math.abs(sinTurns(turns) - Math.sin(turns * TURN)) <= 1e-15) ||
      !(Math.abs(cosTurns(turns) - Math.cos(turns * TURN)) <= 1e-15) ||
      !(Math.abs(sinTurns(turns) ** 2 + cosTurns(turns) ** 2 - 1) <= 1e-14),
  )
  expect(wrong).toEqual([])
})
