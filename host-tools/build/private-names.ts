/** Names that stand only for TypeScript-private members, so that a bundle may shorten them. */
import ts from 'typescript'
import { isPrivate, programOf } from './member-names.ts'

/**
 * Sorted. A name is left out as soon as it stands in one place for anything else: a public member,
 * a key, a member of the library. That holds also where another bundle shares all public names.
 */
export function privateNames(entryPath: string): string[] {
  const program = programOf(entryPath)
  const checker = program.getTypeChecker()
  const inside = new Set<string>()
  const outside = new Set<string>(['constructor'])
  const visit = (node: ts.Node): void => {
    const name = nameOf(node)
    if (name !== undefined) {
      const symbol = checker.getSymbolAtLocation(name)
      const hidden = symbol !== undefined && isPrivate(symbol)
      ;(hidden ? inside : outside).add(name.text)
    }
    ts.forEachChild(node, visit)
  }
  for (const file of program.getSourceFiles()) if (!file.isDeclarationFile) visit(file)
  return [...inside].filter((name) => !outside.has(name)).sort()
}

/** The member's name that this node declares, sets as a key, takes out or stands after a dot. */
function nameOf(node: ts.Node): ts.Identifier | ts.StringLiteral | undefined {
  const named =
    ts.isClassElement(node) || ts.isTypeElement(node) || ts.isObjectLiteralElement(node)
      ? node.name
      : ts.isPropertyAccessExpression(node)
        ? node.name
        : ts.isBindingElement(node)
          ? (node.propertyName ?? node.name)
          : undefined
  return named && (ts.isIdentifier(named) || ts.isStringLiteral(named)) ? named : undefined
}
