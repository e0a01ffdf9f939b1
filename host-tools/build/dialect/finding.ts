/** What the rules of the dialect find, still in terms of the bundle. */
import type { Node } from 'acorn'

export interface Finding {
  readonly rule: string
  /** What is wrong and what to write instead. */
  readonly message: string
  readonly node: Node
}

export type Report = (rule: string, message: string, node: Node) => void

/** Any node of the tree, with the fields that its type has. */
export type AnyNode = Node & { readonly [field: string]: unknown }

export function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

/** The nodes right below, in the order of the source. */
export function children(node: AnyNode): AnyNode[] {
  const found: AnyNode[] = []
  for (const value of Object.values(node))
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) found.push(one)
  return found
}

/** Calls `visit` for every node below and including `node`; false keeps out of its inside. */
export function walk(node: AnyNode, visit: (node: AnyNode) => boolean | undefined): void {
  if (visit(node) === false) return
  for (const child of children(node)) walk(child, visit)
}

/** The name of an identifier or of a key or member written without brackets; else undefined. */
export function nameOf(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? (node['name'] as string) : undefined
}

/** The name after the dot of a member access; undefined for anything else. */
export function memberName(node: unknown): string | undefined {
  if (!isNode(node) || node.type !== 'MemberExpression' || node['computed']) return undefined
  return nameOf(node['property'])
}

export function isFunction(node: AnyNode): boolean {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  )
}

/** Calls `visit` for every identifier that stands for a variable, not for a key or a member. */
export function walkReferences(node: AnyNode, visit: (reference: AnyNode) => void): void {
  for (const [field, value] of Object.entries(node)) {
    const named = field === 'property' || field === 'key'
    if (field === 'label' || (named && node['computed'] !== true)) continue
    for (const one of Array.isArray(value) ? value : [value]) {
      if (!isNode(one)) continue
      if (one.type === 'Identifier') visit(one)
      else walkReferences(one, visit)
    }
  }
}

/** Variables, functions, classes and parameters that are declared anywhere below, by name. */
export function declaredBelow(node: AnyNode): Set<string> {
  const names = new Set<string>()
  const add = (id: unknown) => {
    const name = nameOf(id)
    if (name !== undefined) names.add(name)
  }
  walk(node, (inner) => {
    if (inner.type === 'VariableDeclarator' || /^(Function|Class)/.test(inner.type))
      add(inner['id'])
    if (Array.isArray(inner['params'])) inner['params'].forEach(add)
    return true
  })
  return names
}
