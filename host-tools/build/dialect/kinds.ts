/** What an expression holds, as far as it can be told from how its name is first set. */
import { type AnyNode, isFunction, isNode, memberName, nameOf, walk } from './finding.ts'

type Kind = 'array' | 'typed' | 'buffer'

export const TYPED_ARRAYS = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
]

export class Kinds {
  private readonly members = new Map<string, Kind>()
  /** By use: minified names mean something else in every function. */
  private readonly variables = new Map<AnyNode, Kind>()

  constructor(program: AnyNode) {
    this.enter(program, new Map())
  }

  of(node: AnyNode): Kind | undefined {
    const member = memberName(node)
    if (member === 'buffer') return 'buffer'
    if (member !== undefined) return this.members.get(member)
    return kindOfNew(node) ?? this.variables.get(node)
  }

  /** `outer`: what is known of the variables around this function or program. */
  private enter(root: AnyNode, outer: ReadonlyMap<string, Kind | undefined>): void {
    const known = new Map(outer)
    for (const parameter of (root['params'] as AnyNode[] | undefined) ?? [])
      known.delete(nameOf(parameter) ?? '')
    walk(root, (node) => {
      if (node !== root && isFunction(node)) return false
      if (node.type === 'VariableDeclarator') {
        const name = nameOf(node['id'])
        const kind = kindOfNew(node['init'])
        if (name !== undefined && kind !== undefined) known.set(name, kind)
        else if (name !== undefined) known.delete(name)
      }
      this.noteMember(node)
      return true
    })
    walk(root, (node) => {
      if (node !== root && isFunction(node)) {
        this.enter(node, known)
        return false
      }
      const kind = known.get(nameOf(node) ?? '')
      if (kind !== undefined) this.variables.set(node, kind)
      return true
    })
  }

  private noteMember(node: AnyNode): void {
    const [target, value] =
      node.type === 'AssignmentExpression'
        ? [memberName(node['left']), node['right']]
        : /^Property/.test(node.type)
          ? [nameOf(node['key']), node['value']]
          : []
    const kind = kindOfNew(value)
    if (target !== undefined && kind !== undefined) this.members.set(target, kind)
  }
}

function kindOfNew(value: unknown): Kind | undefined {
  if (!isNode(value)) return undefined
  if (value.type === 'ArrayExpression') return 'array'
  if (value.type !== 'NewExpression') return undefined
  const made = nameOf(value['callee']) ?? ''
  if (made === 'Array') return 'array'
  if (made === 'ArrayBuffer') return 'buffer'
  return TYPED_ARRAYS.includes(made) ? 'typed' : undefined
}
