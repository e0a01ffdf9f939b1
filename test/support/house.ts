/** Reads the project's sources as the tidy test sees them: files, imports, exports, functions. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, sep } from 'node:path'
import ts from 'typescript'

const ROOT = join(__dirname, '../..')
const ROOMS = ['device', 'host-tools', 'test']

export interface Source {
  /** Path from the project's top, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly tree: ts.SourceFile
}

/** Every TypeScript file of the rooms; git is not asked, since a student may have a ZIP. */
export function readSources(): Source[] {
  return ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path) && !path.includes('node_modules'))
      .map((path) => posix.join(room, path.split(sep).join('/')))
      .sort(),
  ).map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8')
    return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) }
  })
}

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  node.forEachChild((child) => walk(child, visit))
}

export function lineOf(source: Source, node: ts.Node): number {
  return source.tree.getLineAndCharacterOfPosition(node.getStart()).line + 1
}

export interface Import {
  readonly specifier: string
  /** Path from the top of a file of ours, or undefined for a package. */
  readonly target: string | undefined
  /** Imported names; `*` where all of the module is taken. */
  readonly names: readonly string[]
  readonly line: number
}

/** Static, dynamic and re-exporting imports. */
export function importsOf(source: Source): Import[] {
  const imports: Import[] = []
  const add = (node: ts.Node, specifier: ts.Expression | undefined, names: string[]) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return
    const ours = specifier.text.startsWith('.')
    const target = ours ? posix.join(posix.dirname(source.path), specifier.text) : undefined
    imports.push({ specifier: specifier.text, target, names, line: lineOf(source, node) })
  }
  walk(source.tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, importedNames(node))
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, reExportedNames(node))
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node, node.argument.literal as ts.Expression, ['*'])
    else if (ts.isCallExpression(node) && isLoading(node.expression))
      add(node, node.arguments[0], ['*'])
  })
  return imports
}

/** `import(...)`, `require(...)`, `require.resolve(...)`, `jest.requireActual(...)`, a URL, ... */
function isLoading(callee: ts.Expression): boolean {
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword ||
    /^(require|jest\.\w+|createRequire)$/.test(callee.getText())
  )
}

function importedNames(node: ts.ImportDeclaration): string[] {
  const clause = node.importClause
  if (clause === undefined) return []
  const bindings = clause.namedBindings
  const names = clause.name === undefined ? [] : ['default']
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) return [...names, '*']
  return [...names, ...(bindings?.elements.map((one) => (one.propertyName ?? one.name).text) ?? [])]
}

function reExportedNames(node: ts.ExportDeclaration): string[] {
  const clause = node.exportClause
  if (clause === undefined || !ts.isNamedExports(clause)) return ['*']
  return clause.elements.map((one) => (one.propertyName ?? one.name).text)
}

/** Names that a file exports by its own declarations. */
export function exportsOf(source: Source): { name: string; line: number }[] {
  const found: { name: string; line: number }[] = []
  for (const statement of source.tree.statements) {
    const marked = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
    if (!marked?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword)) continue
    const isDefault = marked.some((one) => one.kind === ts.SyntaxKind.DefaultKeyword)
    const line = lineOf(source, statement)
    if (isDefault) found.push({ name: 'default', line })
    else if (ts.isVariableStatement(statement))
      for (const one of statement.declarationList.declarations)
        found.push({ name: one.name.getText(), line })
    else if ('name' in statement && statement.name)
      found.push({ name: (statement.name as ts.Identifier).text, line })
  }
  return found
}

/** Names of npm scripts' and bundles' first files: what nobody imports, but something starts. */
export function isEntry(path: string): boolean {
  return /(^|\/)main\.tsx?$|-main\.tsx?$|^device\/index\.ts$|^test\//.test(path)
}

/** The folder that a rule speaks of: `device`, `calibration`, `host-tools` or `test`. */
export function roomOf(path: string): string {
  return path.split('/')[0] ?? dirname(path)
}
