/** Numbers of IEEE 754 single precision, in integers alone. */

/** NaN, an infinity, or beyond 2^23. */
export const NO_NUMBER = -0x8000_0000

const EXPONENT_OF_2_23 = 150
const HIDDEN_BIT = 0x80_0000

/**
 * The number whose bits are the words `high` and `low`, times `scale` (1 to 127), rounded to the
 * nearest integer, halves away from zero.
 */
export function scaledFloat(high: number, low: number, scale: number): number {
  const exponent = (high >> 7) & 0xff
  if (exponent >= EXPONENT_OF_2_23) return NO_NUMBER
  // Below 2^31, so that shifts keep it whole; it is twice the number after this many of them.
  const scaled = (HIDDEN_BIT | ((high & 0x7f) << 16) | low) * scale
  const shift = EXPONENT_OF_2_23 - 1 - exponent
  const rounded = shift > 31 ? 0 : ((scaled >> shift) + 1) >> 1
  return rounded > 0 && high > 0x7fff ? -rounded : rounded
}
