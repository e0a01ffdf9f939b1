import { Random } from '../../host-tools/simulator/random.ts'

/**
 * sfc32 as PractRand has it, in 32-bit arithmetic of its own: the published step is
 * t = a + b + counter++; a = b ^ (b >> 9); b = c + (c << 3); c = rotl(c, 21) + t.
 */
function reference(a: bigint, b: bigint, c: bigint, draws: number): number[] {
  const mask = 0xffffffffn
  let counter = 1n
  const out: number[] = []
  for (let i = 0; i < 15 + draws; i++) {
    const t = (a + b + counter) & mask
    counter = (counter + 1n) & mask
    a = b ^ (b >> 9n)
    b = (c + (c << 3n)) & mask
    c = ((((c << 21n) & mask) | (c >> 11n)) + t) & mask
    if (i >= 15) out.push(Number(t))
  }
  return out
}

test.each([
  [0, 0, 0],
  [1, 2, 3],
  [0xffffffff, 0x80000000, 7],
])('draws of seed %d, unit %d, stream %d are those of sfc32', (seed, unit, stream) => {
  const random = new Random(seed, unit, stream)
  const drawn = Array.from({ length: 500 }, () => random.next())
  expect(drawn).toEqual(reference(BigInt(seed), BigInt(unit), BigInt(stream), 500))
})

test('between keeps to its bounds and reaches both', () => {
  const random = new Random(5, 5, 5)
  const drawn = new Set(Array.from({ length: 400 }, () => random.between(-2, 2)))
  expect([...drawn].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2])
})

test('streams and units do not repeat each other', () => {
  const first = [0, 1, 2, 3].flatMap((unit) => [0, 1, 2].map((s) => new Random(9, unit, s).next()))
  expect(new Set(first).size).toBe(12)
})
