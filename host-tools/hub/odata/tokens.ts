/** The text of an option, cut into words, literals and signs. */
import { TextFault } from './fault.ts'

/** Longest text of an option. */
const TEXT_MAX = 4_000

export type TokenKind = 'name' | 'text' | 'number' | 'time' | 'sign' | 'end'

export interface Token {
  readonly kind: TokenKind
  /** A sign or name as it stands; of a text, what is between the quotes. */
  readonly text: string
  /** Where it begins and ends in the option's text. */
  readonly at: number
  readonly end: number
}

const SPACE = /[ \t\r\n]*/y
const NAME = /[@$A-Za-z_][A-Za-z0-9_.@$]*/y
/** A quote within is written twice. */
const TEXT = /'((?:[^']|'')*)'/y
const CLOCK = 'T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d{2}:?\\d{2})?'
const TIME = new RegExp(`\\d{4}-\\d{2}-\\d{2}(?:${CLOCK})?(?![A-Za-z0-9])`, 'y')
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?(?![A-Za-z0-9_])/y
const SIGN = /[(),/;=*-]/y

/** Throws TextFault. The last token is of kind `end`. */
export function tokensOf(option: string, text: string): Token[] {
  if (text.length > TEXT_MAX)
    throw new TextFault(option, text, TEXT_MAX, `longer than ${TEXT_MAX} characters`)
  const tokens: Token[] = []
  let at = matchAt(SPACE, text, 0)![0].length
  while (at < text.length) {
    const token = tokenAt(option, text, at)
    tokens.push(token)
    at = token.end + matchAt(SPACE, text, token.end)![0].length
  }
  tokens.push({ kind: 'end', text: '', at: text.length, end: text.length })
  return tokens
}

function tokenAt(option: string, text: string, at: number): Token {
  const quoted = matchAt(TEXT, text, at)
  if (quoted !== null)
    return {
      kind: 'text',
      text: quoted[1]!.replaceAll("''", "'"),
      at,
      end: at + quoted[0].length,
    }
  const kinds: readonly [TokenKind, RegExp][] = [
    ['name', NAME],
    ['time', TIME],
    ['number', NUMBER],
    ['sign', SIGN],
  ]
  for (const [kind, pattern] of kinds) {
    const found = matchAt(pattern, text, at)
    if (found !== null) return { kind, text: found[0], at, end: at + found[0].length }
  }
  if (text[at] === "'") throw new TextFault(option, text, at, 'this quote is never closed')
  throw new TextFault(option, text, at, 'this cannot stand here')
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
