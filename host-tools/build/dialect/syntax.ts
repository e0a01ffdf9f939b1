/** Syntax that Espruino does not parse, or parses and then does something else. */
import { bareReturns } from '../bare-return.ts'
import {
  type AnyNode,
  declaredBelow,
  isFunction,
  isNode,
  memberName,
  nameOf,
  type Report,
  walk,
  walkReferences,
} from './finding.ts'

type Rule = (node: AnyNode, report: Report) => void

const LOGICAL_ASSIGNMENTS = ['??=', '||=', '&&=']
/** Espruino's own error classes. */
const ERRORS = ['Error', 'SyntaxError', 'TypeError', 'ReferenceError', 'InternalError']
/** Words that Espruino takes for something else where a class member's name should stand. */
const WORDS = `
  break case catch class const continue debugger default delete do else extends false
  finally for function if in instanceof let new null of return static super switch this
  throw true try typeof undefined var void while
`
  .trim()
  .split(/\s+/)
/** Parts of regular expressions that Espruino does not know: it finds no match, or another one. */
const REGEX_PARTS = /\\.|\[(?:\\.|[^\]\\])*\]|(\?|\{\d|\)[*+])/g

const RULES: Readonly<Record<string, Rule>> = {
  AssignmentPattern: (node, report) =>
    report('default-value', 'no default values: test for undefined in the body', node),
  RestElement: (node, report) => report('rest', 'no rest elements: take an array', node),
  SpreadElement: (node, report) =>
    report('spread', 'no spread: use concat, apply or Object.assign', node),
  ArrayPattern: destructuring,
  ObjectPattern: destructuring,
  ChainExpression: (node, report) =>
    report('optional-chaining', 'no `?.`: test for undefined first', node),
  AssignmentExpression: assignment,
  BinaryExpression: (node, report) => {
    if (node['operator'] === '**') exponentiation(node, report)
  },
  Property: computedKey,
  MethodDefinition: member,
  PropertyDefinition: field,
  PrivateIdentifier: (node, report) =>
    report('private-name', 'no #names: use the word private of TypeScript', node),
  FunctionDeclaration: functionKind,
  FunctionExpression: functionKind,
  ArrowFunctionExpression: functionKind,
  AwaitExpression: (node, report) => report('async', 'no await: use callbacks', node),
  YieldExpression: (node, report) => report('generator', 'no generators: use a loop', node),
  LabeledStatement: (node, report) =>
    report('label', 'no labels: put the inner loop into a function', node),
  MetaProperty: (node, report) =>
    report('meta-property', 'no new.target and no import.meta: pass what is needed', node),
  SwitchStatement: switchOrder,
  Literal: literal,
  TaggedTemplateExpression: (node, report) =>
    report('tagged-template', 'no tagged templates: call the function', node),
  StaticBlock: (node, report) =>
    report('static-block', 'no static blocks: set it after the class', node),
  WithStatement: (node, report) => report('with', 'no with: use a variable', node),
  DebuggerStatement: (node, report) =>
    report('debugger', 'the interpreter would stop here: take it out', node),
  ImportExpression: (node, report) => report('import', 'no import(): use require', node),
  ClassDeclaration: errorClass,
  ClassExpression: errorClass,
  ForStatement: (node, report) => loopBinding(node, node['init'], report),
  ForOfStatement: (node, report) => loopBinding(node, node['left'], report),
  ForInStatement: (node, report) => loopBinding(node, node['left'], report),
}

export function checkSyntax(program: AnyNode, report: Report): void {
  walk(program, (node) => {
    RULES[node.type]?.(node, report)
    return true
  })
  for (const node of bareReturns(program))
    report('bare-return', 'no function ends in `return` alone: put a semicolon behind it', node)
}

function destructuring(node: AnyNode, report: Report): void {
  report('destructuring', 'no destructuring: take the parts one by one', node)
}

function exponentiation(node: AnyNode, report: Report): void {
  report('exponentiation', 'no `**`: use Math.pow or a constant', node)
}

function assignment(node: AnyNode, report: Report): void {
  const operator = node['operator'] as string
  if (operator === '**=') exponentiation(node, report)
  if (LOGICAL_ASSIGNMENTS.includes(operator))
    report('logical-assignment', `no \`${operator}\`: write the if`, node)
}

function computedKey(node: AnyNode, report: Report): void {
  if (node['computed'] && node['key'])
    report('computed-key', 'no computed keys: assign with brackets afterwards', node)
}

function member(node: AnyNode, report: Report): void {
  computedKey(node, report)
  const name = nameOf(node['key'])
  if (name !== undefined && WORDS.includes(name))
    report('word-as-member', `no class member may be called ${name}: choose another name`, node)
}

function field(node: AnyNode, report: Report): void {
  member(node, report)
  if (!isNode(node['value'])) {
    report('field-without-value', 'no field without a value: assign undefined', node)
    return
  }
  walk(node['value'], (inner) => {
    if (inner.type === 'ArrowFunctionExpression' && mentionsThis(inner))
      report('this-in-field', '`this` is lost in a field: assign it in the constructor', inner)
    return !isFunction(inner)
  })
}

function mentionsThis(node: AnyNode): boolean {
  let found = false
  walk(node, (inner) => {
    if (inner.type === 'ThisExpression') found = true
    return inner === node || inner.type !== 'FunctionExpression'
  })
  return found
}

function functionKind(node: AnyNode, report: Report): void {
  if (node['async']) report('async', 'no async functions: use callbacks', node)
  if (node['generator']) report('generator', 'no generators: use a loop', node)
}

function switchOrder(node: AnyNode, report: Report): void {
  const cases = node['cases'] as AnyNode[]
  const at = cases.findIndex((one) => one['test'] === null)
  if (at >= 0 && at < cases.length - 1)
    report('default-not-last', 'default must be the last case of a switch', cases[at]!)
}

function literal(node: AnyNode, report: Report): void {
  if (typeof node['bigint'] === 'string')
    report('bigint', 'no BigInt: numbers are exact up to 2^53', node)
  const regex = node['regex'] as { pattern: string; flags: string } | undefined
  if (regex === undefined) return
  const wrong =
    [...regex.pattern.matchAll(REGEX_PARTS)].some((part) => part[1] !== undefined) ||
    /\\[bB1-9kpP]/.test(regex.pattern) ||
    /[dsuvy]/.test(regex.flags)
  if (wrong)
    report(
      'regular-expression',
      'no `?`, `{n}`, `\\b`, look-around, references or repeated groups: parse by hand',
      node,
    )
}

/** The constructor of a built-in error takes no part in `super`, and sets no message. */
function errorClass(node: AnyNode, report: Report): void {
  if (!ERRORS.includes(nameOf(node['superClass']) ?? '')) return
  let sets = false
  walk(node['body'] as AnyNode, (inner) => {
    if (inner.type === 'CallExpression' && (inner['callee'] as AnyNode).type === 'Super')
      report('error-class', 'super() of an Error fails: leave it out and set the message', inner)
    if (inner.type === 'AssignmentExpression' && memberName(inner['left']) === 'message')
      sets = true
    return true
  })
  if (!sets) report('error-class', 'the message stays undefined: assign it yourself', node)
}

/** These call the function before the turn is over. */
const CALLS_AT_ONCE = /^(every|filter|find|findIndex|forEach|map|reduce|some|sort)$/

/** A loop has one binding for all its turns: what is made inside sees the last value. */
function loopBinding(node: AnyNode, init: unknown, report: Report): void {
  if (!isNode(init) || init.type !== 'VariableDeclaration' || init['kind'] === 'var') return
  const names = (init['declarations'] as AnyNode[]).map((one) => nameOf(one['id']))
  walk(node['body'] as AnyNode, (inner) => {
    if (inner.type === 'CallExpression' && CALLS_AT_ONCE.test(memberName(inner['callee']) ?? ''))
      return false
    if (!isFunction(inner)) return true
    const hidden = declaredBelow(inner)
    walkReferences(inner, (use) => {
      const name = nameOf(use)!
      if (names.includes(name) && !hidden.has(name))
        report('loop-binding', 'all turns share this variable: copy it inside the body', use)
    })
    return false
  })
}
