/**
 * The few functions of real numbers that worlds need, out of sums, products and square roots alone:
 * IEEE 754 rounds these the same everywhere, while engines are free in how they compute `Math.exp`
 * or `Math.sin`, and do change it. `exp` is right to 10^-14 of its value; sine and cosine, of some
 * turns, to 10^-14.
 */

const LN2 = Math.LN2
/** The same in two parts, so that a whole multiple of the first is exact. */
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
const TERMS = 14
const LN_TERMS = 23
const TURN = 2 * Math.PI

/** 1/n! for n from 0. */
const INVERSE_FACTORIALS = inverseFactorials(24)

function inverseFactorials(count: number): Float64Array {
  const values = new Float64Array(count)
  let factorial = 1
  for (let n = 0; n < count; n++) {
    if (n > 0) factorial *= n
    values[n] = 1 / factorial
  }
  return values
}

/** 0 below -700 and Infinity above 700. */
export function exp(x: number): number {
  if (x < -700) return 0
  if (x > 700) return Infinity
  const k = Math.floor(x / LN2 + 0.5)
  const r = x - k * LN2_HIGH - k * LN2_LOW
  let sum = 0
  for (let n = TERMS; n >= 0; n--) sum = sum * r + INVERSE_FACTORIALS[n]!
  return k < 0 ? sum / powerOfTwo(-k) : sum * powerOfTwo(k)
}

function powerOfTwo(exponent: number): number {
  let result = 1
  let base = 2
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= base
    base *= base
  }
  return result
}

/** Natural logarithm of a number above 0, right to 10^-14 beside it or beside 1. */
export function ln(x: number): number {
  let [m, k] = [x, 0]
  for (; m > Math.SQRT2; k++) m /= 2
  for (; m < Math.SQRT1_2; k--) m *= 2
  // ln m = 2 (s + s^3 / 3 + s^5 / 5 + …)
  const s = (m - 1) / (m + 1)
  let sum = 0
  for (let n = LN_TERMS; n > 0; n -= 2) sum = sum * s * s + 1 / n
  return k * LN2_HIGH + (k * LN2_LOW + 2 * s * sum)
}

/** Sine of an angle in turns. */
export function sinTurns(turns: number): number {
  const fraction = turns - Math.floor(turns)
  // Within a quarter of a turn of 0 the series ends early.
  if (fraction > 0.75) return series((fraction - 1) * TURN)
  return fraction > 0.25 ? series((0.5 - fraction) * TURN) : series(fraction * TURN)
}

export function cosTurns(turns: number): number {
  return sinTurns(turns + 0.25)
}

function series(angle: number): number {
  const square = angle * angle
  let sum = 0
  for (let n = 23; n > 0; n -= 2) sum = INVERSE_FACTORIALS[n]! - sum * square
  return sum * angle
}
