/** Filters as trees that a test makes, and the text that says the same. */
import fc from 'fast-check'

export type Made =
  | { kind: 'result' }
  | { kind: 'number'; value: number }
  | { kind: 'null' }
  | { kind: 'calculate'; operator: 'add' | 'sub' | 'mul'; left: Made; right: Made }

export type Test =
  | {
      kind: 'compare'
      operator: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
      left: Made
      right: Made
    }
  | { kind: 'logic'; operator: 'and' | 'or'; left: Test; right: Test }
  | { kind: 'not'; of: Test }

const value: fc.Arbitrary<Made> = fc.letrec<{ value: Made }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant({ kind: 'result' as const }),
    fc.integer({ min: 0, max: 40 }).map((value) => ({ kind: 'number' as const, value })),
    fc.constant({ kind: 'null' as const }),
    fc.record({
      kind: fc.constant('calculate' as const),
      operator: fc.constantFrom('add' as const, 'sub' as const, 'mul' as const),
      left: tie('value'),
      right: tie('value'),
    }),
  ),
})).value

export const filters: fc.Arbitrary<Test> = fc.letrec<{ test: Test }>((tie) => ({
  test: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      kind: fc.constant('compare' as const),
      operator: fc.constantFrom('eq' as const, 'ne', 'gt', 'ge', 'lt', 'le'),
      left: value,
      right: value,
    }),
    fc.record({
      kind: fc.constant('logic' as const),
      operator: fc.constantFrom('and' as const, 'or' as const),
      left: tie('test'),
      right: tie('test'),
    }),
    fc.record({ kind: fc.constant('not' as const), of: tie('test') }),
  ),
})).test

/** How tightly each binds: brackets are written only where they are needed. */
const LEVEL = { or: 0, and: 1, not: 2, compare: 3, add: 4, sub: 4, mul: 5 } as const

export function textOf(tree: Test | Made, around = -1): string {
  const [level, text] = written(tree)
  return level < around ? `(${text})` : text
}

function written(tree: Test | Made): [level: number, text: string] {
  switch (tree.kind) {
    case 'result':
      return [9, 'result']
    case 'null':
      return [9, 'null']
    case 'number':
      return [9, String(tree.value)]
    case 'not':
      return [LEVEL.not, `not ${textOf(tree.of, LEVEL.not)}`]
    case 'compare':
      return [LEVEL.compare, operation(tree, LEVEL.compare + 1, LEVEL.compare + 1)]
    default: {
      const level = LEVEL[tree.operator]
      return [level, operation(tree, level, level + 1)]
    }
  }
}

function operation(
  { operator, left, right }: { operator: string; left: Test | Made; right: Test | Made },
  toLeft: number,
  toRight: number,
): string {
  return `${textOf(left, toLeft)} ${operator} ${textOf(right, toRight)}`
}

/** Whether it holds for a result; nothing is known of what is missing, and that is not so. */
export function holds(test: Test, result: number | null): boolean {
  return known(test, result) === true
}

function known(test: Test, result: number | null): boolean | null {
  if (test.kind === 'not') return known(test.of, result) !== true
  if (test.kind === 'logic') {
    const sides = [known(test.left, result), known(test.right, result)]
    const decisive = test.operator === 'or'
    if (sides.includes(decisive)) return decisive
    return sides.includes(null) ? null : !decisive
  }
  const [a, b] = [worth(test.left, result), worth(test.right, result)]
  if (test.operator === 'eq') return a === b
  if (test.operator === 'ne') return a !== b
  if (a === null || b === null) return null
  if (test.operator === 'gt') return a > b
  if (test.operator === 'ge') return a >= b
  return test.operator === 'lt' ? a < b : a <= b
}

function worth(made: Made, result: number | null): number | null {
  if (made.kind === 'result') return result
  if (made.kind === 'null') return null
  if (made.kind === 'number') return made.value
  const [a, b] = [worth(made.left, result), worth(made.right, result)]
  if (a === null || b === null) return null
  if (made.operator === 'add') return a + b
  return made.operator === 'sub' ? a - b : a * b
}
