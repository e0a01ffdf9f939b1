import fc from 'fast-check'
import { PRESSURE, QUANTITIES } from '../../device/quantities.ts'
import { Average, READINGS_MAX } from '../../device/sampling/average.ts'

function averageOf(values: Iterable<number>): Average {
  const average = new Average()
  for (const value of values) average.add(value)
  return average
}

/** Largest integer not above n / d, for d > 0. */
const floorDivide = (n: bigint, d: bigint) => (n - (((n % d) + d) % d)) / d

/** The slow reference: definitions, in big integers, nothing clever. */
function reference(values: readonly number[]) {
  const n = BigInt(values.length)
  let sum = 0n
  let squares = 0n
  for (const value of values) {
    sum += BigInt(value)
    squares += BigInt(value) ** 2n
  }
  const mean = floorDivide(2n * sum + n, 2n * n)
  const deviation = n < 2n ? 0n : roundedRoot(n * squares - sum * sum, n * (n - 1n))
  const sorted = [...values].sort((a, b) => a - b)
  return {
    count: values.length,
    mean: Number(mean),
    minimum: sorted[0],
    maximum: sorted[sorted.length - 1],
    deviation: Number(deviation),
  }
}

/** The integer nearest to the square root of n / d, halves up: found by halving an interval. */
function roundedRoot(n: bigint, d: bigint): bigint {
  let [low, high] = [0n, 1n << 40n]
  while (low < high) {
    const middle = (low + high + 1n) >> 1n
    if ((2n * middle - 1n) ** 2n * d <= 4n * n) low = middle
    else high = middle - 1n
  }
  return low
}

function statistics(average: Average) {
  return {
    count: average.count,
    mean: average.mean(),
    minimum: average.minimum,
    maximum: average.maximum,
    deviation: average.standardDeviation(),
  }
}

describe('golden', () => {
  test.each([
    ['one reading', [-4500], [-4500, 0]],
    ['means of halves go up', [1, 2], [2, 1]],
    ['also below zero', [-2, -1], [-1, 1]],
    // NIST/SEMATECH e-Handbook, StRD NumAcc1: mean 10000002, deviation 1.
    ['NIST NumAcc1', [10_000_001, 10_000_003, 10_000_002], [10_000_002, 1]],
    [
      'a deviation of exactly 2.5',
      [0, 5, 0, 5, 0, 5, 0, 5, 0, 5, 0, 5, 0, 5, 0, 5, 0, 5, 0, 5, 0, 5, 0, 5, 2, 3],
      [3, 2],
    ],
    ['equal readings', new Array(300).fill(101_325), [101_325, 0]],
  ] as [string, number[], [number, number]][])('%s', (_name, values, [mean, deviation]) => {
    const average = averageOf(values)
    expect([average.mean(), average.standardDeviation()]).toEqual([mean, deviation])
  })
})

describe('against the reference', () => {
  test.each(QUANTITIES)('any readings of $name', (quantity) => {
    const reading = fc.integer({ min: quantity.minimum, max: quantity.maximum })
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: READINGS_MAX }), (values) => {
        expect(statistics(averageOf(values))).toEqual(reference(values))
      }),
      { numRuns: 300 },
    )
  })

  test('readings that hardly differ, where the root falls next to a half', () => {
    const near = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 60 })
    fc.assert(
      fc.property(near, fc.integer({ min: 30_000, max: 109_000 }), (steps, base) => {
        const values = steps.map((step) => base + step)
        expect(statistics(averageOf(values))).toEqual(reference(values))
      }),
      { numRuns: 2_000 },
    )
  })

  test('a full period of the widest differences there are, in every mixture', () => {
    const { minimum, maximum } = QUANTITIES.find((quantity) => quantity.name === 'pm25')!
    expect(maximum - minimum).toBe(100_000)
    for (let low = 0; low <= READINGS_MAX; low += 10) {
      for (const first of [minimum, maximum]) {
        const values = Array.from({ length: READINGS_MAX }, (_, i) => (i < low ? minimum : maximum))
        if (first === maximum) values.reverse()
        expect(statistics(averageOf(values))).toEqual(reference(values))
      }
    }
  })

  test('the order of readings changes nothing', () => {
    const readings = fc.array(fc.integer({ min: PRESSURE.minimum, max: PRESSURE.maximum }), {
      minLength: 1,
      maxLength: 50,
    })
    fc.assert(
      fc.property(readings, (values) => {
        expect(statistics(averageOf(values.toReversed()))).toEqual(statistics(averageOf(values)))
      }),
    )
  })
})

test('sums stay below 2^53 at the limit that the comment states', () => {
  const n = BigInt(READINGS_MAX)
  const widest = 100_000n
  const squares = (n / 2n) * (n - n / 2n) * widest ** 2n
  expect(4n * squares).toBeLessThan(1n << 53n)
})

test('a period takes READINGS_MAX readings and no more', () => {
  const average = averageOf(new Array(READINGS_MAX).fill(7))
  expect(average.add(1_000)).toBe(false)
  expect(statistics(average)).toEqual({
    count: READINGS_MAX,
    mean: 7,
    minimum: 7,
    maximum: 7,
    deviation: 0,
  })
})

test('a new period forgets all but the run of equal readings', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 40 }),
      fc.nat(39),
      (values, cut) => {
        const average = averageOf(values.slice(0, cut))
        average.reset()
        const rest = values.slice(cut)
        for (const value of rest) average.add(value)
        if (rest.length > 0) expect(statistics(average)).toEqual(reference(rest))
        const backwards = values.toReversed()
        const other = backwards.findIndex((value) => value !== backwards[0])
        expect(average.equalReadings()).toBe(other < 0 ? values.length : other)
      },
    ),
    { numRuns: 500 },
  )
})
