/**
 * Which member names are the firmware's own business, so that a bundle may shorten them.
 *
 * A name belongs to the world outside, everywhere, as soon as it stands in one place that the
 * bundle does not hold both ends of: the seam and the config, what an export shows, the language's
 * library, and whatever TypeScript knows nothing of (such as parsed JSON).
 */
import ts from 'typescript'
import { sourceName } from './source-root.ts'

/** Interfaces in these folders describe what comes from outside of a bundle. */
const OUTWARD = ['device/platform/', 'device/config/']

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts'],
  types: [],
  strict: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
}

export interface MemberNames {
  /** Members declared in `device/` that nothing outside of the bundle uses; sorted. */
  readonly internal: string[]
  /** Those of them that the bundle itself only ever sets. */
  readonly unread: string[]
  /** The entry with all that it imports. */
  readonly program: ts.Program
}

/** The entry with all that it imports, for the type checker. */
export function programOf(entryPath: string): ts.Program {
  return ts.createProgram([entryPath], OPTIONS)
}

/** By entry: sources do not change while they are bundled, and to read types takes a while. */
const known = new Map<string, MemberNames>()

export function memberNames(entryPath: string): MemberNames {
  const names = known.get(entryPath) ?? namesOf(entryPath)
  known.set(entryPath, names)
  return names
}

function namesOf(entryPath: string): MemberNames {
  const program = programOf(entryPath)
  const checker = program.getTypeChecker()
  const own = new Set<string>()
  const foreign = new Set<string>(['constructor'])
  const read = new Set<string>()
  for (const file of program.getSourceFiles()) {
    if (!isFirmware(file)) continue
    collect(file, checker, own, foreign)
    collectReads(file, read)
  }
  const entry = program.getSourceFile(entryPath)
  const symbol = entry && checker.getSymbolAtLocation(entry)
  if (symbol) {
    const seen = new Set<ts.Type>()
    for (const exported of checker.getExportsOfModule(symbol))
      show(checker.getTypeOfSymbol(exported), checker, foreign, seen)
  }
  const internal = [...own].filter((name) => !foreign.has(name)).sort()
  return { internal, unread: internal.filter((name) => !read.has(name)), program }
}

function collect(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  own: Set<string>,
  foreign: Set<string>,
): void {
  const outward = OUTWARD.some((folder) => sourceName(file.fileName).startsWith(folder))
  const visit = (node: ts.Node): void => {
    if (ts.isClassElement(node) && node.name && ts.isIdentifier(node.name)) own.add(node.name.text)
    else if (ts.isTypeElement(node) && node.name && ts.isIdentifier(node.name))
      (outward ? foreign : own).add(node.name.text)
    else if (ts.isPropertyAccessExpression(node)) {
      if (!isOurs(checker.getSymbolAtLocation(node.name))) foreign.add(node.name.text)
    } else if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression))
      foreign.add(node.argumentExpression.text)
    else if (ts.isObjectLiteralExpression(node)) keys(node, checker, foreign)
    ts.forEachChild(node, visit)
  }
  visit(file)
}

/** What stands after a dot, except to be set, and what is taken out by destructuring. */
function collectReads(file: ts.SourceFile, read: Set<string>): void {
  const visit = (node: ts.Node): void => {
    if (ts.isBindingElement(node)) read.add((node.propertyName ?? node.name).getText(file))
    else if (ts.isPropertyAccessExpression(node)) {
      const parent = node.parent
      const isSet =
        ts.isBinaryExpression(parent) &&
        parent.left === node &&
        parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
      if (!isSet) read.add(node.name.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
}

/** Keys of a literal that is handed to the library or to something of unknown type. */
function keys(node: ts.ObjectLiteralExpression, checker: ts.TypeChecker, foreign: Set<string>) {
  const type = checker.getContextualType(node)
  if (type === undefined) return
  for (const property of node.properties) {
    if (property.name === undefined || !ts.isIdentifier(property.name)) continue
    const name = property.name.text
    if (!isOurs(checker.getPropertyOfType(checker.getApparentType(type), name))) foreign.add(name)
  }
}

/** All that can be reached from a value of this type without private members. */
function show(type: ts.Type, checker: ts.TypeChecker, foreign: Set<string>, seen: Set<ts.Type>) {
  if (seen.has(type)) return
  seen.add(type)
  const again = (next: ts.Type) => show(next, checker, foreign, seen)
  if (type.isUnionOrIntersection()) type.types.forEach(again)
  for (const kind of [ts.SignatureKind.Call, ts.SignatureKind.Construct])
    for (const signature of checker.getSignaturesOfType(type, kind)) {
      again(signature.getReturnType())
      for (const parameter of signature.getParameters()) again(checker.getTypeOfSymbol(parameter))
    }
  for (const property of type.getProperties()) {
    if (!isOurs(property) || isPrivate(property)) continue
    foreign.add(property.name)
    again(checker.getTypeOfSymbol(property))
  }
}

function isOurs(symbol: ts.Symbol | undefined): boolean {
  const declarations = symbol?.declarations ?? []
  return declarations.length > 0 && declarations.every((one) => isFirmware(one.getSourceFile()))
}

export function isPrivate(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some(
    (one) => (ts.getCombinedModifierFlags(one) & ts.ModifierFlags.Private) !== 0,
  )
}

function isFirmware(file: ts.SourceFile): boolean {
  return !file.isDeclarationFile && sourceName(file.fileName).startsWith('device/')
}
