/** Reads a scenario file: YAML, held against the schema, complaints with line and column. */
import { readFileSync, statSync } from 'node:fs'
import * as v from 'valibot'
import { isMap, isScalar, LineCounter, type Node, type ParsedNode, parseDocument } from 'yaml'
import { type Complaint, describe, type Path, ScenarioError } from './complaint.ts'
import { ScenarioFile } from './schema.ts'
import { keysAt } from './schema-keys.ts'

const LENGTH_MAX = 1_000_000
const COMPLAINTS_MAX = 20

export interface ReadScenario {
  readonly file: ScenarioFile
  /** The text as it was read. */
  readonly text: string
  /** Where a value, or the key it has, stands in the text. */
  readonly complain: (path: Path, message: string) => Complaint
}

/** Throws a ScenarioError, or an error that names the file when it cannot be read. */
export function readScenario(path: string): ReadScenario {
  const text = readText(path)
  return parseScenario(path, text)
}

export function parseScenario(name: string, text: string): ReadScenario {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  if (document.errors.length > 0) {
    const complaints = document.errors.slice(0, COMPLAINTS_MAX).map(({ pos, message }) => ({
      ...place(pos[0]),
      message: message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''),
    }))
    throw new ScenarioError(name, complaints)
  }
  const at = (where: Path, isKey: boolean) => place(offsetOf(document.contents, where, isKey))
  const complain = (where: Path, message: string) => ({ ...at(where, false), message })
  const { output, issues } = v.safeParse(ScenarioFile, contentOf(name, document, complain))
  if (issues === undefined) return { file: output, text, complain }
  const complaints = issues.slice(0, COMPLAINTS_MAX).map((issue) => {
    const { path, isKey, message } = describe(issue, (where) => keysAt(output, where))
    const named = path.length > 0 ? `${nameOf(path)}: ${message}` : message
    return { ...at(path, isKey), message: named }
  })
  throw new ScenarioError(name, complaints)
}

function contentOf(
  name: string,
  document: ReturnType<typeof parseDocument>,
  complain: ReadScenario['complain'],
): unknown {
  try {
    return document.toJS()
  } catch (error) {
    // Aliases within aliases, which would not end.
    throw new ScenarioError(name, [complain([], error instanceof Error ? error.message : '')])
  }
}

function readText(path: string): string {
  try {
    if (statSync(path).size > LENGTH_MAX) throw new Error('too long for a scenario')
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : error}`)
  }
}

/** Where the value at `path`, or its key, begins; what is not there has its parent's place. */
function offsetOf(contents: ParsedNode | Node | null, path: Path, isKey: boolean): number {
  let node: unknown = contents
  let offset = contents?.range?.[0] ?? 0
  for (const [depth, key] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key)
      if (pair === undefined) break
      const keyAt = (pair.key as { range?: [number] }).range?.[0]
      if (isKey && depth === path.length - 1) return keyAt ?? offset
      node = pair.value
      offset = (node as { range?: [number] } | null)?.range?.[0] ?? keyAt ?? offset
    } else {
      node = (node as { items?: unknown[] } | null)?.items?.[key as number]
      if (node === undefined) break
      offset = (node as { range?: [number] } | null)?.range?.[0] ?? offset
    }
  }
  return offset
}

/** `kits[0].parts[1].noise` */
function nameOf(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    return text === '' ? key : `${text}.${key}`
  }, '')
}
