/**
 * Use before definition. Espruino hoists nothing: a function, class or variable is there from its
 * line on. Bodies of functions are taken to run when all around them is defined, except where they
 * are called earlier by name.
 */
import { type AnyNode, children, isFunction, isNode, nameOf, type Report, walk } from './finding.ts'

interface Scope {
  readonly outer: Scope | undefined
  /** Names that the scope declares anywhere. */
  readonly names: Set<string>
  readonly defined: Set<string>
  /** Functions and classes by name, to follow calls. */
  readonly bodies: Map<string, AnyNode>
}

export function checkOrder(program: AnyNode, report: Report): void {
  new OrderCheck(report).run(program)
}

class OrderCheck {
  private readonly report: Report
  private readonly told = new Set<AnyNode>()
  private readonly following = new Set<AnyNode>()
  private later: { node: AnyNode; scope: Scope }[] = []

  constructor(report: Report) {
    this.report = report
  }

  run(program: AnyNode): void {
    this.inside(program, openScope(program, undefined))
    for (let next = this.later.shift(); next !== undefined; next = this.later.shift())
      this.call(next.node, next.scope)
  }

  /** Walks the children of a node in their order. */
  private inside(node: AnyNode, scope: Scope): void {
    for (const child of children(node)) this.visit(child, scope)
  }

  private visit(node: AnyNode, scope: Scope): void {
    if (isFunction(node)) this.meetFunction(node, scope)
    else if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression')
      this.meetClass(node, scope)
    else if (node.type === 'VariableDeclarator') this.declare(node, scope)
    else if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      this.inside(node, scope)
      this.follow(node, scope)
    } else if (node.type === 'MemberExpression' || node.type === 'Property') {
      for (const field of ['object', 'property', 'key', 'value']) {
        const child = node[field]
        if (isNode(child) && (node['computed'] || (field !== 'property' && field !== 'key')))
          this.visit(child, scope)
      }
    } else if (node.type === 'Identifier') this.use(node, scope)
    else if (opensScope(node)) this.inside(node, openScope(node, scope))
    else if (!/^(Break|Continue)/.test(node.type)) this.inside(node, scope)
  }

  private use(node: AnyNode, scope: Scope): void {
    const name = node['name'] as string
    const owner = findScope(name, scope)
    if (owner === undefined || owner.defined.has(name) || this.told.has(node)) return
    this.told.add(node)
    this.report('use-before-definition', `\`${name}\` is defined further down: move it up`, node)
  }

  private declare(node: AnyNode, scope: Scope): void {
    if (isNode(node['init'])) this.visit(node['init'], scope)
    const name = nameOf(node['id'])
    if (name === undefined) return
    findScope(name, scope)?.defined.add(name)
    if (isNode(node['init'])) findScope(name, scope)?.bodies.set(name, node['init'])
  }

  private meetFunction(node: AnyNode, scope: Scope): void {
    const name = nameOf(node['id'])
    if (node.type === 'FunctionDeclaration' && name !== undefined) {
      scope.defined.add(name)
      scope.bodies.set(name, node)
    }
    this.later.push({ node, scope })
  }

  private meetClass(node: AnyNode, scope: Scope): void {
    if (isNode(node['superClass'])) this.visit(node['superClass'], scope)
    const members = (node['body'] as AnyNode)['body'] as AnyNode[]
    for (const member of members) {
      const value = member['value']
      if (!isNode(value)) continue
      if (member.type === 'PropertyDefinition' && member['static']) this.visit(value, scope)
      else this.later.push({ node: value, scope })
    }
    const name = nameOf(node['id'])
    if (name === undefined) return
    scope.defined.add(name)
    scope.bodies.set(name, node)
  }

  /** A call of a named function runs its body now, with what is defined now. */
  private follow(node: AnyNode, scope: Scope): void {
    const callee = node['callee'] as AnyNode
    const name = nameOf(callee)
    const owner = name === undefined ? undefined : findScope(name, scope)
    const body = isFunction(callee) ? callee : owner?.bodies.get(name!)
    if (body === undefined || this.following.has(body)) return
    this.following.add(body)
    const around = owner ?? scope
    if (isFunction(body)) this.call(body, around)
    else if (node.type === 'NewExpression' && /^Class/.test(body.type))
      for (const member of (body['body'] as AnyNode)['body'] as AnyNode[])
        if (member['kind'] === 'constructor') this.call(member['value'] as AnyNode, around)
    this.following.delete(body)
  }

  private call(node: AnyNode, outer: Scope): void {
    if (!isFunction(node)) {
      this.visit(node, outer)
      return
    }
    const scope = openScope(node, outer)
    for (const parameter of node['params'] as AnyNode[]) {
      const name = nameOf(parameter)
      if (name !== undefined) scope.defined.add(name)
    }
    const own = nameOf(node['id'])
    if (own !== undefined && node.type === 'FunctionExpression') scope.defined.add(own)
    const body = node['body'] as AnyNode
    if (body.type === 'BlockStatement') this.inside(body, scope)
    else this.visit(body, scope)
  }
}

function findScope(name: string, scope: Scope): Scope | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer)
    if (at.names.has(name)) return at
  return undefined
}

function opensScope(node: AnyNode): boolean {
  return /^(BlockStatement|For(In|Of)?Statement|SwitchStatement|CatchClause)$/.test(node.type)
}

/** The scope of a program, function, block or loop, with all names that it will ever have. */
function openScope(node: AnyNode, outer: Scope | undefined): Scope {
  const scope: Scope = { outer, names: new Set(), defined: new Set(), bodies: new Map() }
  const add = (id: unknown) => {
    const name = nameOf(id)
    if (name !== undefined) scope.names.add(name)
    return name
  }
  if (isFunction(node)) {
    for (const parameter of node['params'] as AnyNode[]) add(parameter)
    if (node.type === 'FunctionExpression') add(node['id'])
  }
  if (node.type === 'CatchClause') {
    const name = add(node['param'])
    if (name !== undefined) scope.defined.add(name)
  }
  const top = isFunction(node) ? (node['body'] as AnyNode) : node
  walk(top, (inner) => {
    if (inner === top) return true
    if (inner.type === 'FunctionDeclaration' || inner.type === 'ClassDeclaration') add(inner['id'])
    if (isFunction(inner) || /^Class/.test(inner.type)) return false
    if (inner.type === 'VariableDeclaration')
      for (const one of inner['declarations'] as AnyNode[]) {
        const name = add(one['id'])
        const given = /^For(In|Of)/.test(node.type) && inner === node['left']
        if (name !== undefined && given) scope.defined.add(name)
      }
    return !opensScope(inner)
  })
  return scope
}
