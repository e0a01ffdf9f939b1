/**
 * Reads filters and orders: the subset of OData 4 that SensorThings 1.1 asks for (18-088, 9.3.3).
 * Recursive descent; `or` binds loosest, then `and`, `not`, comparisons, sums, products, sign.
 */
import leven from 'leven'
import type { Arithmetic, Comparison, Expression } from './expression.ts'
import { TextFault } from './fault.ts'
import { durationOf, shapeOf, timeOf } from './literals.ts'
import type { Token } from './tokens.ts'

/** Brackets, calls and signs within each other. */
const DEPTH_MAX = 40
/** Operators and calls of one filter. */
const PARTS_MAX = 200

/** How many values each function takes. */
const FUNCTIONS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  substringof: [2, 2],
  contains: [2, 2],
  startswith: [2, 2],
  endswith: [2, 2],
  length: [1, 1],
  indexof: [2, 2],
  substring: [2, 3],
  tolower: [1, 1],
  toupper: [1, 1],
  trim: [1, 1],
  concat: [2, 2],
  year: [1, 1],
  month: [1, 1],
  day: [1, 1],
  hour: [1, 1],
  minute: [1, 1],
  second: [1, 1],
  date: [1, 1],
  now: [0, 0],
  round: [1, 1],
  floor: [1, 1],
  ceiling: [1, 1],
  'geo.distance': [2, 2],
  'geo.intersects': [2, 2],
  st_within: [2, 2],
  st_intersects: [2, 2],
}

const COMPARISONS: readonly string[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le']
const SUMS: readonly string[] = ['add', 'sub']
const PRODUCTS: readonly string[] = ['mul', 'div', 'mod']

/** Walks over the tokens of one option. */
export class Reader {
  readonly option: string
  readonly text: string
  private readonly tokens: readonly Token[]
  private next = 0
  private depth = 0
  private parts = 0

  constructor(option: string, text: string, tokens: readonly Token[]) {
    this.option = option
    this.text = text
    this.tokens = tokens
  }

  peek(): Token {
    return this.tokens[this.next]!
  }

  take(): Token {
    const token = this.peek()
    if (token.kind !== 'end') this.next++
    return token
  }

  /** Whether the next token is this sign or word; it is taken then. */
  takeIf(kind: 'sign' | 'name', text: string): boolean {
    const token = this.peek()
    if (token.kind !== kind || token.text !== text) return false
    this.next++
    return true
  }

  expectSign(text: string): void {
    if (!this.takeIf('sign', text)) this.fail(`${text} is expected`)
  }

  expectEnd(): void {
    if (this.peek().kind !== 'end') this.fail('this is one too many')
  }

  fail(reason: string, at = this.peek().at): never {
    throw new TextFault(this.option, this.text, at, reason)
  }

  expression(): Expression {
    return this.nested(() => this.logic('or', () => this.logic('and', () => this.negation())))
  }

  /** One or more names with slashes between. */
  path(): { names: string[]; at: number } {
    const { at } = this.peek()
    const names: string[] = []
    do {
      const token = this.take()
      if (token.kind !== 'name') this.fail('a name is expected', token.at)
      names.push(token.text)
    } while (this.takeIf('sign', '/'))
    return { names, at }
  }

  private nested<T>(work: () => T): T {
    if (++this.depth > DEPTH_MAX) this.fail(`more than ${DEPTH_MAX} levels within each other`)
    const result = work()
    this.depth--
    return result
  }

  private count(at: number): void {
    if (++this.parts > PARTS_MAX) this.fail(`more than ${PARTS_MAX} operators and calls`, at)
  }

  /** The operator that follows, if it is one of these. */
  private operator(names: readonly string[]): Token | undefined {
    const token = this.peek()
    if (token.kind !== 'name' || !names.includes(token.text)) return undefined
    this.count(token.at)
    return this.take()
  }

  private logic(operator: 'and' | 'or', operand: () => Expression): Expression {
    let left = operand()
    for (let token = this.operator([operator]); token; token = this.operator([operator]))
      left = { kind: 'logic', operator, at: token.at, left, right: operand() }
    return left
  }

  private negation(): Expression {
    const token = this.operator(['not'])
    if (token === undefined) return this.comparison()
    return this.nested(() => ({ kind: 'not', at: token.at, of: this.negation() }))
  }

  private comparison(): Expression {
    const left = this.calculation(SUMS)
    const token = this.operator(COMPARISONS)
    if (token === undefined) return left
    const operator = token.text as Comparison
    return { kind: 'compare', operator, at: token.at, left, right: this.calculation(SUMS) }
  }

  private calculation(operators: readonly string[]): Expression {
    const operand = () => (operators === SUMS ? this.calculation(PRODUCTS) : this.signed())
    let left = operand()
    for (let token = this.operator(operators); token; token = this.operator(operators)) {
      const operator = token.text as Arithmetic
      left = { kind: 'calculate', operator, at: token.at, left, right: operand() }
    }
    return left
  }

  private signed(): Expression {
    const { at } = this.peek()
    if (!this.takeIf('sign', '-')) return this.primary()
    this.count(at)
    return this.nested(() => ({ kind: 'minus', at, of: this.signed() }))
  }

  private primary(): Expression {
    const token = this.peek()
    const { at, text } = token
    if (token.kind === 'name') return this.named()
    if (token.kind === 'sign' && text === '(') {
      this.take()
      const inner = this.expression()
      this.expectSign(')')
      return inner
    }
    if (token.kind === 'text' || token.kind === 'number') {
      this.take()
      return { kind: 'value', at, value: token.kind === 'text' ? text : Number(text) }
    }
    if (token.kind !== 'time') this.fail('a value, a name or ( is expected')
    const seconds = timeOf(text)
    if (seconds === undefined) this.fail('this is no time that exists, from 1970 on')
    this.take()
    return { kind: 'time', at, seconds }
  }

  private named(): Expression {
    const token = this.peek()
    const { at, text } = token
    const after = this.tokens[this.next + 1]
    if (after?.kind === 'sign' && after.text === '(' && after.at === token.end) return this.call()
    if (after?.kind === 'text' && after.at === token.end) return this.prefixed(text, at)
    if (text === 'null' || text === 'true' || text === 'false') {
      this.take()
      return { kind: 'value', at, value: text === 'null' ? null : text === 'true' }
    }
    const path = this.path()
    return { kind: 'path', at: path.at, names: path.names }
  }

  /** A literal that says before its quote what it is. */
  private prefixed(word: string, at: number): Expression {
    if (word !== 'geography' && word !== 'geometry' && word !== 'duration')
      this.fail(`${word} cannot stand before a quote`)
    this.take()
    const { text } = this.peek()
    if (word === 'duration') {
      const seconds = durationOf(text)
      if (seconds === undefined) this.fail("a duration such as duration'P1DT12H' is expected")
      this.take()
      return { kind: 'duration', at, seconds }
    }
    const shape = shapeOf(text)
    if (shape === undefined)
      this.fail('POINT(longitude latitude), or POLYGON((…)) of at most 100 corners, is expected')
    this.take()
    return { kind: 'shape', at, shape }
  }

  private call(): Expression {
    const { text: name, at } = this.take()
    const bounds = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
    if (bounds === undefined) this.fail(`no function ${name} is known here${near(name)}`, at)
    this.count(at)
    this.expectSign('(')
    const given: Expression[] = []
    if (!this.takeIf('sign', ')')) {
      do given.push(this.expression())
      while (this.takeIf('sign', ','))
      this.expectSign(')')
    }
    const [least, most] = bounds
    if (given.length < least || given.length > most)
      this.fail(`${name} takes ${least === most ? least : `${least} to ${most}`} values`, at)
    return { kind: 'call', name, at, given }
  }
}

/** The known word that was probably meant. */
function near(name: string): string {
  const best = Object.keys(FUNCTIONS).sort((a, b) => leven(a, name) - leven(b, name))[0]!
  return leven(best, name) <= 3 ? `; ${best}?` : ''
}
