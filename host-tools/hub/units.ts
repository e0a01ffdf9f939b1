/** From stored steps to numbers with a unit. */

/** Exact: the quotient of an integer and a power of ten prints as the decimal that it is. */
export function stepsToUnits(steps: number, decimals: number): number {
  return steps / 10 ** decimals
}

/** A unit in plain letters, for programs that guess the encoding of a file wrongly. */
export function plainUnit(unit: string): string {
  return unit.replace('µ', 'u').replace('³', '3').replace('°', 'deg')
}
