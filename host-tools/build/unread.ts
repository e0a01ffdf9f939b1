/**
 * Leaves out what a table says for others: names, units and accuracies are for simulator, docs and
 * pages, and would only fill a board's memory. What is left out becomes blanks, so that every
 * other character keeps its place for the source map.
 */
import ts from 'typescript'

/** Blanks the given keys of object literals where their value is a plain constant. */
export function blankUnread(source: string, unread: readonly string[]): string {
  const file = ts.createSourceFile('unread.ts', source, ts.ScriptTarget.ES2022)
  let text = source
  const blank = (from: number, to: number) => {
    text = text.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, ' ') + text.slice(to)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node))
      for (const property of node.properties) {
        if (!isLeftOut(property, unread)) continue
        const comma = /^\s*,/.exec(source.slice(property.end))
        blank(property.getStart(file), property.end + (comma?.[0].length ?? 0))
      }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return text
}

function isLeftOut(property: ts.ObjectLiteralElementLike, unread: readonly string[]): boolean {
  const name = property.name
  if (name === undefined || !ts.isIdentifier(name) || !unread.includes(name.text)) return false
  if (ts.isShorthandPropertyAssignment(property)) return true
  return ts.isPropertyAssignment(property) && isConstant(property.initializer)
}

function isConstant(value: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(value)) return ts.isNumericLiteral(value.operand)
  return ts.isLiteralExpression(value) || ts.isIdentifier(value)
}
