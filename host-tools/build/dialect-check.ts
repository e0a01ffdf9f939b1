/**
 * Holds a finished bundle against what Espruino really runs, and names the TypeScript line of
 * everything else. The rules were measured on the interpreter, 2v29.
 */
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { parse } from 'acorn'
import type { BundleMap } from './bundle.ts'
import type { AnyNode, Finding } from './dialect/finding.ts'
import { checkLibrary } from './dialect/library.ts'
import { checkOrder } from './dialect/order.ts'
import { checkSyntax } from './dialect/syntax.ts'

export interface DialectFinding {
  readonly rule: string
  /** What is wrong and what to write instead. */
  readonly message: string
  /** Path of the TypeScript file from the repository's root, or `bundle` when no map is given. */
  readonly file: string
  /** From 1. */
  readonly line: number
}

/** Everything in `code` that Espruino would not run as JavaScript does, in the bundle's order. */
export function checkDialect(code: string, map?: BundleMap): DialectFinding[] {
  const findings: Finding[] = []
  const trace = map && new TraceMap(map)
  const report = (rule: string, message: string, node: Finding['node']) => {
    findings.push({ rule, message, node })
  }
  let program: AnyNode
  try {
    const options = { ecmaVersion: 'latest', sourceType: 'script', locations: true } as const
    program = parse(code, options) as unknown as AnyNode
  } catch (error) {
    const { loc, message } = error as SyntaxError & { loc: { line: number; column: number } }
    return [{ rule: 'syntax', message, ...locate(loc, trace) }]
  }
  checkSyntax(program, report)
  checkLibrary(program, report)
  checkOrder(program, report)
  findings.sort((a, b) => a.node.start - b.node.start || (a.rule < b.rule ? -1 : 1))
  return [
    ...foreignLetters(code, trace),
    ...findings.map(({ rule, message, node }) => {
      return { rule, message, ...locate(node.loc!.start, trace) }
    }),
  ]
}

/** Most boards' builds know no Unicode: they read each byte of such a letter as one of its own. */
function foreignLetters(code: string, trace: TraceMap | undefined): DialectFinding[] {
  return code.split('\n').flatMap((text, i) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
    const column = text.search(/[^\x00-\x7f]/)
    if (column < 0) return []
    const message = 'no letters beyond ASCII: write an escape such as \\xff'
    return [{ rule: 'not-ascii', message, ...locate({ line: i + 1, column }, trace) }]
  })
}

/** One line a finding: place, rule, advice. */
export function describeFinding(finding: DialectFinding): string {
  return `${finding.file}:${finding.line}: ${finding.rule}: ${finding.message}`
}

function locate(place: { line: number; column: number }, trace: TraceMap | undefined) {
  const original = trace && originalPositionFor(trace, place)
  if (original?.source) return { file: original.source, line: original.line }
  return { file: 'bundle', line: place.line }
}
