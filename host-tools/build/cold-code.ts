/**
 * Keeps out of memory what is seldom called. In Espruino a method is in memory for as long as its
 * class is, about six JsVars whether it is called or not. So the methods of a class that no second
 * of measuring needs are put into one method, which makes the one that is wanted for as long as the
 * call lasts:
 *
 *   append(type: number): void {…}   becomes   cold(n: number): any {
 *                                              if (n === 0) return function (type: number) {…} }
 *   this.log.append(1)               becomes   this.log.cold(0).call(this.log, 1)
 *
 * Not as arrow functions: where code is skipped, Espruino's desk build stumbles over their `this`.
 *
 * Making one takes some thousandths of a second on a board, so what is called inside of loops stays
 * as it is, and so do the rooms that every reading goes through. Source maps hold.
 */
import type { Plugin } from '@rollup/wasm-node'
import MagicString from 'magic-string'
import ts from 'typescript'
import { sourceName } from './source-root.ts'

/** What goes byte by byte, and a board's side of the seam. */
const HOT_ROOMS = [
  'device/sensors/frame-line.ts',
  'device/payload/cbor.ts',
  'device/delivery/targets/text-writer.ts',
  'device/platform/',
]
/** What is called for every reading, or by the journal in every turn of the loop. */
const HOT_METHODS = ['add', 'collect', 'tidy', 'reserve', 'aligned', 'sizeOf']
/** Here a loop may go through a whole log; elsewhere through some parts, channels or targets. */
const LONG_LOOPS = ['device/journal/', 'device/payload/']
/** Fewer are not worth the method that holds them. */
const METHODS_MIN = 2

/** A cold method: its place among those of its class. */
type Places = ReadonlyMap<ts.Node, number>

/** `internal`: names of members that nothing outside of the bundle uses. */
export function coldCode(program: ts.Program, internal: readonly string[]): Plugin {
  const checker = program.getTypeChecker()
  const files = program.getSourceFiles().filter(({ fileName }) => isFirmware(fileName))
  const places = coldMethods(files, checker, new Set(internal))
  return {
    name: 'cold-code',
    transform(code, id) {
      const file = files.find(({ fileName }) => fileName === id)
      if (file === undefined || file.text !== code) return null
      const text = new MagicString(code)
      rewrite(file, checker, places, text)
      if (!text.hasChanged()) return null
      return { code: text.toString(), map: text.generateMap({ source: id, hires: true }) }
    },
  }
}

function isFirmware(path: string): boolean {
  return sourceName(path).startsWith('device/') && path.endsWith('.ts') && !path.endsWith('.d.ts')
}

function coldMethods(
  files: readonly ts.SourceFile[],
  checker: ts.TypeChecker,
  internal: ReadonlySet<string>,
): Places {
  const called = calledFreely(files, checker)
  const places = new Map<ts.Node, number>()
  for (const file of files) {
    if (startsWith(file, HOT_ROOMS)) continue
    each(file, (node) => {
      if (!ts.isClassLike(node)) return
      const above = namesFromAbove(node, checker)
      const cold = node.members.filter((member): member is ts.MethodDeclaration => {
        if (!ts.isMethodDeclaration(member) || member.body === undefined) return false
        const name = member.name.getText()
        const isOurs = internal.has(name) || isPrivateMethod(member)
        return isOurs && !HOT_METHODS.includes(name) && !above.has(name) && !called.has(member)
      })
      if (cold.length < METHODS_MIN) return
      for (const [i, method] of cold.entries()) places.set(method, i)
    })
  }
  return places
}

/** Methods that are called in loops, overridden, or used in another way than being called. */
function calledFreely(files: readonly ts.SourceFile[], checker: ts.TypeChecker): Set<ts.Node> {
  const methods = new Set<ts.Node>()
  for (const file of files) {
    const isLong = startsWith(file, LONG_LOOPS)
    each(file, (node) => {
      if (ts.isClassLike(node))
        for (const method of overriddenBy(node, checker)) methods.add(method)
      if (!ts.isPropertyAccessExpression(node)) return
      const method = methodOf(node, checker)
      if (method !== undefined && (!isPlainCall(node) || (isLong && isInLoop(node))))
        methods.add(method)
    })
  }
  return methods
}

function startsWith({ fileName }: ts.SourceFile, rooms: readonly string[]): boolean {
  return rooms.some((room) => sourceName(fileName).startsWith(room))
}

function isPrivateMethod({ modifiers }: ts.MethodDeclaration): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) ?? false
}

function typesAbove(node: ts.ClassLikeDeclaration, checker: ts.TypeChecker): ts.Type[] {
  const clauses = (node.heritageClauses ?? []).flatMap(({ types }) => [...types])
  return clauses.map((type) => checker.getTypeAtLocation(type))
}

/** Members that an interface or a base class asks for: who calls them need not know the class. */
function namesFromAbove(node: ts.ClassLikeDeclaration, checker: ts.TypeChecker): Set<string> {
  const properties = typesAbove(node, checker).flatMap((type) => checker.getPropertiesOfType(type))
  return new Set(properties.map(({ name }) => name))
}

function overriddenBy(node: ts.ClassLikeDeclaration, checker: ts.TypeChecker): ts.Node[] {
  const own = new Set(node.members.map((member) => member.name?.getText()))
  const properties = typesAbove(node, checker).flatMap((type) => checker.getPropertiesOfType(type))
  return properties.flatMap(({ name, declarations = [] }) => (own.has(name) ? declarations : []))
}

function methodOf(
  node: ts.PropertyAccessExpression,
  checker: ts.TypeChecker,
): ts.MethodDeclaration | undefined {
  const declaration = checker.getSymbolAtLocation(node.name)?.valueDeclaration
  return declaration && ts.isMethodDeclaration(declaration) ? declaration : undefined
}

/** The receiver will stand there twice. */
function isPlainCall(node: ts.PropertyAccessExpression): boolean {
  const call = node.parent
  if (!ts.isCallExpression(call) || call.expression !== node) return false
  if (node.questionDotToken || call.questionDotToken) return false
  let receiver: ts.Expression = node.expression
  while (ts.isPropertyAccessExpression(receiver)) receiver = receiver.expression
  return ts.isIdentifier(receiver) || receiver.kind === ts.SyntaxKind.ThisKeyword
}

function isInLoop(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent)
    if (ts.isIterationStatement(at, false)) return true
  return false
}

function each(node: ts.Node, take: (node: ts.Node) => void): void {
  take(node)
  ts.forEachChild(node, (child) => each(child, take))
}

function rewrite(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  places: Places,
  text: MagicString,
): void {
  each(file, (node) => {
    if (ts.isClassLike(node)) gather(node, places, text)
    if (!ts.isPropertyAccessExpression(node)) return
    const method = methodOf(node, checker)
    const place = method && places.get(method)
    if (place === undefined) return
    const call = node.parent as ts.CallExpression
    const receiver = node.expression.getText() + (call.arguments.length > 0 ? ', ' : '')
    text.update(node.name.getStart(), node.name.end, `cold(${place}).call`)
    text.appendLeft(call.arguments.pos, receiver)
  })
}

/** Puts the cold methods of a class behind the last one, all into `cold`. */
function gather(node: ts.ClassLikeDeclaration, places: Places, text: MagicString): void {
  const cold = node.members.filter((member) => places.has(member)) as ts.MethodDeclaration[]
  const last = node.members.at(-1)
  if (cold.length === 0 || last === undefined) return
  text.appendLeft(node.end - 1, '  cold(n: number): any {\n')
  for (const method of cold) {
    const from = method.name.end
    text.remove(method.getFullStart(), from)
    text.appendRight(from, `    if (n === ${places.get(method)}) return function`)
    text.appendLeft(method.end, '\n')
    text.move(from, method.end, node.end - 1)
  }
  text.appendRight(node.end - 1, '  }\n')
}
