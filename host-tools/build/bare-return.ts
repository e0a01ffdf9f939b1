/**
 * A function that ends in the bare word `return`, with nothing behind it, throws in Espruino: the
 * text of its body is at an end where the interpreter looks for a value or a semicolon (2v29).
 */
import { parse } from 'acorn'
import { type AnyNode, isNode, walk } from './dialect/finding.ts'

const WORD = 'return'
/** Does nothing, and is as long, so that the source map stays true. */
const NOTHING = 'void 0'

/** Every such `return` in the program. */
export function bareReturns(program: AnyNode): AnyNode[] {
  const found: AnyNode[] = []
  walk(program, (node) => {
    const body = node['body']
    if (!node.type.includes('Function') || !isNode(body) || body.type !== 'BlockStatement')
      return true
    const last = lastStatement((body['body'] as AnyNode[]).at(-1))
    if (last?.type === 'ReturnStatement' && last.end - last.start === WORD.length) found.push(last)
    return true
  })
  return found
}

/** The statement that ends where `node` does: inside of an `if` or a loop without braces. */
function lastStatement(node: AnyNode | undefined): AnyNode | undefined {
  const inner = node?.['alternate'] ?? node?.['consequent'] ?? node?.['body']
  const isStatement = /^(If|For|ForIn|ForOf|While|Labeled)Statement$/.test(node?.type ?? '')
  return isStatement && isNode(inner) ? lastStatement(inner) : node
}

/** `code` without them; of the same length. */
export function withoutBareReturns(code: string): string {
  let out = code
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'script' })
  for (const { start, end } of bareReturns(program as unknown as AnyNode))
    out = out.slice(0, start) + NOTHING + out.slice(end)
  return out
}
