import fc from 'fast-check'
import { NOISE_LAEQ } from '../../device/quantities.ts'
import { READINGS_MAX } from '../../device/sampling/average.ts'
import { EnergyMean, HALF_TENTH, TENS, TENTHS } from '../../device/sampling/energy-mean.ts'

function meanOf(levels: Iterable<number>): number {
  const mean = new EnergyMean()
  for (const level of levels) mean.add(level)
  return mean.take()
}

/** The definition, in 0.1 dB, to ten digits behind the point. */
function exactMean(levels: readonly number[]): number {
  const loudest = Math.max(...levels)
  const energies = levels.map((level) => 10 ** ((level - loudest) / 100))
  const sum = energies.sort((a, b) => a - b).reduce((all, energy) => all + energy, 0)
  return loudest + 100 * Math.log10(sum / levels.length)
}

/** Rounding to 0.1 dB, and 0.0002 dB for all other errors. */
const TOLERANCE = 0.5 + 0.002

function expectRight(levels: readonly number[]): void {
  const mean = meanOf(levels)
  const off = Math.abs(mean - exactMean(levels))
  if (off > TOLERANCE) throw new Error(`${mean} is ${off / 10} dB off`)
  if (mean < Math.min(...levels) || mean > Math.max(...levels)) throw new Error(`${mean} lies out`)
}

/** Whether `value` is 10^(numerator / denominator) * 2^16, rounded; in whole numbers. */
function isPower(value: number, numerator: number, denominator: number): boolean {
  const [n, d] = [BigInt(numerator), BigInt(denominator)]
  // (2 v - 1)^d < 10^n * 2^(17 d) < (2 v + 1)^d
  const power = 10n ** n * 2n ** (17n * d)
  const doubled = 2n * BigInt(value)
  return (doubled - 1n) ** d < power && power < (doubled + 1n) ** d
}

test('the tables are powers of ten, rounded', () => {
  expect([TENTHS.length, TENS.length]).toEqual([10, 10])
  TENTHS.forEach((value, u) => {
    expect([u, isPower(value, u, 100)]).toEqual([u, true])
  })
  TENS.forEach((value, t) => {
    expect([t, isPower(value, t, 10)]).toEqual([t, true])
  })
  expect(isPower(HALF_TENTH, 1, 200)).toBe(true)
  expect(isPower(HALF_TENTH + 1, 1, 200)).toBe(false)
})

test('of one level, or of equal ones, it is that level: all 1,401', () => {
  for (let level = 0; level <= NOISE_LAEQ.maximum; level++) {
    expect([level, meanOf([level])]).toEqual([level, level])
    expect(meanOf(new Array(7).fill(level))).toBe(level)
  }
})

describe('golden', () => {
  test.each([
    // Two equal sources are 3 dB more than one: the mean of one and silence is 3 dB less.
    ['60 dB half of the time', [600, 0], 570],
    ['10 dB more for a tenth', [...new Array(9).fill(500), 600], 528],
    // 10 log10((10^6 + 10^7) / 2) = 67.404
    ['60 and 70 dB', [600, 700], 674],
    // What arithmetic would make 65.0.
    ['100 dB once among 30', [1_000, ...new Array(9).fill(300)], 900],
    ['all levels from 0 to 140 dB', Array.from({ length: 141 }, (_, i) => 10 * i), 1_254],
  ])('%s', (_name, levels, mean) => {
    expect(meanOf(levels)).toBe(mean)
    expectRight(levels)
  })
})

const level = fc.integer({ min: 0, max: 1_400 })

test('any levels: within 0.0502 dB of the exact mean, between least and greatest', () => {
  const many = fc.array(level, { minLength: 1, maxLength: READINGS_MAX })
  fc.assert(fc.property(many, expectRight), { numRuns: 2_000 })
})

test('levels that hardly differ', () => {
  const near = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 100 })
  fc.assert(
    fc.property(near, fc.integer({ min: 0, max: 1_388 }), (steps, base) => {
      expectRight(steps.map((step) => base + step))
    }),
    { numRuns: 5_000 },
  )
})

test('a full period of the widest differences there are, in every mixture and order', () => {
  for (const [low, high] of [
    [0, 1_400],
    [0, 100],
    [99, 100],
    [0, 999],
    [700, 1_400],
  ] as const)
    for (let quiet = 0; quiet <= READINGS_MAX; quiet += 20) {
      const levels = Array.from({ length: READINGS_MAX }, (_, i) => (i < quiet ? low : high))
      expectRight(levels)
      expectRight(levels.toReversed())
    }
})

test('the loudest last costs what was cut off of the others, and no more', () => {
  const rising = Array.from({ length: READINGS_MAX }, (_, i) => Math.floor((1_400 * i) / 939))
  expect(meanOf(rising)).toBe(meanOf(rising.toReversed()))
  expectRight(rising)
})

test('the order of readings moves it by one step at most', () => {
  fc.assert(
    fc.property(fc.array(level, { minLength: 1, maxLength: 60 }), (levels) => {
      expect(Math.abs(meanOf(levels) - meanOf(levels.toReversed()))).toBeLessThanOrEqual(1)
    }),
  )
})

test('what was taken is forgotten', () => {
  const mean = new EnergyMean()
  for (const loud of [1_200, 1_300]) mean.add(loud)
  mean.take()
  for (const quiet of [300, 310]) mean.add(quiet)
  expect(mean.take()).toBe(meanOf([300, 310]))
})

test('sums stay below 2^53 at the limit that the comment states', () => {
  const most = BigInt(TENS[9]!) * BigInt(TENTHS[9]!)
  const limit = 1n << 53n
  expect(most * BigInt(READINGS_MAX)).toBeLessThan(limit)
  // While a quiet mean is brought up: below one unit each, times ten.
  expect(10n * (1n << 32n) * BigInt(READINGS_MAX)).toBeLessThan(limit)
  expect(most * 65_536n).toBeLessThan(limit)
  expect(most * BigInt(HALF_TENTH)).toBeLessThan(limit)
})
