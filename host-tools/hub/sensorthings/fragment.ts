/**
 * Pieces of SQL with the values that belong to them. A text becomes a piece only from our own
 * source, through the tag `sql`; what a request brings can only go in as a bound value.
 */
import type { SQLiteValue } from 'node-sqlite3-wasm'

export interface Fragment {
  readonly text: string
  readonly values: readonly SQLiteValue[]
}

/** A piece of our own text, with other pieces in it. */
export function sql(texts: TemplateStringsArray, ...pieces: readonly Fragment[]): Fragment {
  const values: SQLiteValue[] = []
  let text = texts[0]!
  pieces.forEach((piece, i) => {
    text += piece.text + texts[i + 1]!
    values.push(...piece.values)
  })
  return { text, values }
}

export function bound(value: SQLiteValue): Fragment {
  return { text: '?', values: [value] }
}

/** `separator` is ours. */
export function joined(pieces: readonly Fragment[], separator: string): Fragment {
  return {
    text: pieces.map(({ text }) => text).join(separator),
    values: pieces.flatMap(({ values }) => values),
  }
}

/** A column or constant of our own tables: `text` must never come from a request. */
export function own(text: string): Fragment {
  return { text, values: [] }
}
