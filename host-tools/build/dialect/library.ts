/** What the library of Espruino lacks or does otherwise. */
import {
  type AnyNode,
  declaredBelow,
  isNode,
  memberName,
  nameOf,
  type Report,
  walk,
  walkReferences,
} from './finding.ts'
import { Kinds, TYPED_ARRAYS } from './kinds.ts'

const words = (text: string): string[] => text.trim().split(/\s+/)

const MISSING_GLOBALS = words(`
  Map Set WeakMap WeakSet WeakRef Symbol Proxy Reflect BigInt BigInt64Array BigUint64Array
  TextEncoder TextDecoder queueMicrotask structuredClone setImmediate RangeError URIError
  EvalError AggregateError Intl Atomics SharedArrayBuffer FinalizationRegistry Iterator URL
  URLSearchParams fetch performance escape unescape
`)

const MISSING_STATICS: Readonly<Record<string, string[]>> = {
  Number: words(`
  isFinite isInteger isSafeInteger isNaN parseFloat parseInt MAX_SAFE_INTEGER
  MIN_SAFE_INTEGER EPSILON
`),
  Math: words(`
  acosh asinh atanh cbrt clz32 cosh expm1 fround hypot imul log10 log1p log2 sinh tanh trunc
`),
  Object: words(`
  freeze isFrozen seal isSealed preventExtensions isExtensible is hasOwn groupBy
  getOwnPropertySymbols
`),
  Array: words('from of fromAsync'),
  String: words('fromCodePoint raw'),
  ArrayBuffer: words('isView'),
  Promise: words('allSettled any race withResolvers'),
  Date: words('UTC'),
}
const MISSING_TYPED_STATICS = words('from of BYTES_PER_ELEMENT')

/** Methods that nothing in Espruino has; a class of the bundle may have its own of that name. */
const MISSING_METHODS = words(`
  at copyWithin entries findLast findLastIndex flat flatMap keys lastIndexOf reduceRight
  toReversed toSorted toSpliced values codePointAt localeCompare matchAll normalize search
  toLocaleLowerCase toLocaleUpperCase toLocaleString trimEnd trimStart isWellFormed
  toPrecision toExponential getBigInt64 getBigUint64 setBigInt64 setBigUint64 isPrototypeOf
  propertyIsEnumerable setUTCDate setUTCFullYear setUTCHours toDateString toTimeString
  finally
`)
/** Strings have this one, arrays and typed arrays do not. */
const STRING_ONLY = ['lastIndexOf']

export function checkLibrary(program: AnyNode, report: Report): void {
  const variables = declaredBelow(program)
  const methods = methodNames(program)
  const kinds = new Kinds(program)
  walkReferences(program, (node) => {
    const name = nameOf(node)!
    if (MISSING_GLOBALS.includes(name) && !variables.has(name))
      report('missing-global', `Espruino has no ${name}`, node)
  })
  walk(program, (node) => {
    if (node.type === 'MemberExpression') missingStatic(node, variables, report)
    else if (node.type === 'CallExpression') call(node, methods, kinds, report)
    else if (node.type === 'AssignmentExpression') lengthAssignment(node, kinds, report)
    return true
  })
}

function methodNames(program: AnyNode): Set<string> {
  const names = new Set<string>()
  walk(program, (node) => {
    const name = nameOf(node['key'])
    if (name !== undefined && (node.type === 'MethodDefinition' || node['method'])) names.add(name)
    return true
  })
  return names
}

function missingStatic(node: AnyNode, variables: Set<string>, report: Report): void {
  const name = memberName(node)
  const owner = nameOf(node['object'])
  if (name === undefined || owner === undefined || variables.has(owner)) return
  const missing = TYPED_ARRAYS.includes(owner) ? MISSING_TYPED_STATICS : MISSING_STATICS[owner]
  if (missing?.includes(name)) report('missing-static', `Espruino has no ${owner}.${name}`, node)
}

function call(node: AnyNode, methods: Set<string>, kinds: Kinds, report: Report): void {
  const callee = node['callee']
  const name = memberName(callee)
  if (name === undefined) return
  const object = (callee as AnyNode)['object'] as AnyNode
  const owner = nameOf(object) ?? ''
  const kind = kinds.of(object)
  if (name === 'slice' && kind === 'typed')
    report('typed-slice', 'slice gives a plain Array here: use subarray', node)
  else if (name === 'slice' && kind === 'buffer')
    report('missing-method', 'Espruino has no slice of an ArrayBuffer: copy with set', node)
  else if (name === 'toFixed' || (name === 'round' && owner === 'Math'))
    report('rounding', `${name} rounds halves otherwise here: use Math.floor(x + 0.5)`, node)
  else if (name === 'sort' && (node['arguments'] as AnyNode[]).length > 0)
    report('sort', 'sort is not stable: put the elements in place one by one', node)
  else if (MISSING_METHODS.includes(name) && !methods.has(name)) {
    if (STRING_ONLY.includes(name) && kind === undefined) return
    if (owner !== 'Object') report('missing-method', `Espruino has no method ${name}`, node)
  }
}

function lengthAssignment(node: AnyNode, kinds: Kinds, report: Report): void {
  const left = node['left']
  if (memberName(left) !== 'length') return
  const object = (left as AnyNode)['object']
  if (isNode(object) && kinds.of(object) === 'array')
    report('array-length', 'the length of an array cannot be set: use splice', node)
}
