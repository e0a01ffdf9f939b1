/** Guards the house: who may know whom, what the firmware may know, and how long things may be. */
import ts from 'typescript'
import {
  exportsOf,
  importsOf,
  isEntry,
  lineOf,
  readSources,
  roomOf,
  type Source,
  walk,
} from './support/house.ts'

const LINE_LENGTH_MAX = 100
const FILE_LINES_MAX = 250
const FUNCTION_LINES_MAX = 60

const sources = readSources()
const byPath = new Map(sources.map((source) => [source.path, source]))
const shipped = sources.filter(({ path }) => roomOf(path) !== 'test')
const firmware = sources.filter(({ path }) => roomOf(path) === 'device')

/** `rule` yields what is wrong in one file, by line. */
function findings(
  files: readonly Source[],
  rule: (source: Source) => [number, string][],
): string[] {
  return files.flatMap((source) =>
    rule(source).map(([line, what]) => `${source.path}:${line}: ${what}`),
  )
}

/** Rooms that a room may know, besides itself. */
const MAY_KNOW: Record<string, readonly string[]> = {
  device: [],
  calibration: [],
  'host-tools': ['device', 'calibration'],
  test: ['device', 'calibration', 'host-tools'],
}

test('sources were found', () => {
  expect(firmware.length).toBeGreaterThan(20)
})

test('imports keep to the direction of the house, and name files that exist', () => {
  const wrong = findings(sources, (source) => {
    const room = roomOf(source.path)
    const allowed = [room, ...(MAY_KNOW[room] ?? [])]
    return importsOf(source).flatMap(({ target, line }): [number, string][] => {
      if (target === undefined) return []
      if (!allowed.includes(roomOf(target))) return [[line, `${room} must not know ${target}`]]
      return byPath.has(target) || target.endsWith('.js') ? [] : [[line, `no file ${target}`]]
    })
  })
  expect(wrong).toEqual([])
})

/** Packages whose modules a room may use; transitively, since every file is looked at. */
function packageFault(path: string, specifier: string): string | undefined {
  if (roomOf(path) === 'calibration') return `calibration must not know ${specifier}`
  if (roomOf(path) !== 'device') return undefined
  // An engine's own modules exist only on its boards, and only its adapter may name them.
  if (/^device\/platform\/[^/]+\//.test(path)) return undefined
  return `the firmware must not know ${specifier}`
}

test('the firmware imports nothing from outside of itself, nor does calibration', () => {
  const wrong = findings(sources, (source) =>
    importsOf(source).flatMap(({ target, specifier, line }): [number, string][] => {
      const fault = target === undefined ? packageFault(source.path, specifier) : undefined
      return fault === undefined ? [] : [[line, fault]]
    }),
  )
  expect(wrong).toEqual([])
})

/** Names of Node, the DOM, clocks, chance and promises. */
const FORBIDDEN = new Set(
  (
    'Date Promise console process Buffer require module __dirname window document navigator ' +
    'fetch setTimeout setInterval setImmediate clearTimeout clearInterval ' +
    'queueMicrotask performance crypto globalThis global XMLHttpRequest WebSocket localStorage'
  ).split(' '),
)

function usesOf(source: Source): [number, string][] {
  const uses: [number, string][] = []
  walk(source.tree, (node) => {
    if (ts.isAwaitExpression(node)) uses.push([lineOf(source, node), 'await'])
    if (node.kind === ts.SyntaxKind.AsyncKeyword) uses.push([lineOf(source, node), 'async'])
    if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random')
      uses.push([lineOf(source, node), 'Math.random'])
    if (!ts.isIdentifier(node) || !FORBIDDEN.has(node.text)) return
    const parent = node.parent
    const isMember =
      (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      ('name' in parent && parent.name === node)
    if (!isMember) uses.push([lineOf(source, node), node.text])
  })
  return uses
}

test('the firmware knows no Node, DOM, clock, chance or promise but the seam’s', () => {
  const above = firmware.filter(({ path }) => !/^device\/platform\/[^/]+\//.test(path))
  expect(findings(above, usesOf)).toEqual([])
})

/** A type that the file's own signatures speak of is there for whoever calls them. */
function describesOwnFile(source: Source, name: string): boolean {
  if (!new RegExp(`export (interface|type|class) ${name}\\b`).test(source.text)) return false
  return source.text.split(new RegExp(`\\b${name}\\b`)).length > 2
}

test('every export is used by another file', () => {
  const used = new Set<string>()
  for (const source of sources)
    for (const { target, names } of importsOf(source))
      for (const name of names) used.add(`${target} ${name}`)
  const wrong = findings(
    shipped.filter(({ path }) => !isEntry(path) && !path.endsWith('.d.ts')),
    (source) =>
      exportsOf(source)
        .filter(({ name }) => !used.has(`${source.path} ${name}`) && !used.has(`${source.path} *`))
        .filter(({ name }) => !describesOwnFile(source, name))
        .map(({ name, line }) => [line, `nobody uses ${name}`]),
  )
  expect(wrong).toEqual([])
})

test('no line, file or function is too long', () => {
  const wrong = findings(sources, (source) => {
    const lines = source.text.split('\n')
    const long = lines.flatMap((line, i): [number, string][] =>
      line.length > LINE_LENGTH_MAX ? [[i + 1, `${line.length} characters`]] : [],
    )
    if (lines.length > FILE_LINES_MAX + 1) long.push([lines.length, `${lines.length} lines`])
    if (roomOf(source.path) === 'test') return long
    walk(source.tree, (node) => {
      if (!ts.isFunctionLike(node)) return
      const length = lineOf(source, node.getLastToken() ?? node) - lineOf(source, node) + 1
      if (length > FUNCTION_LINES_MAX)
        long.push([lineOf(source, node), `function of ${length} lines`])
    })
    return long
  })
  expect(wrong).toEqual([])
})

test('nothing is left for later', () => {
  const words = new RegExp(`\\b(${['TO', 'FIX'].join('DO|')}ME|X{3}|HAC${'K'})\\b`)
  const wrong = findings(sources, (source) =>
    source.text
      .split('\n')
      .flatMap((line, i): [number, string][] => (words.test(line) ? [[i + 1, line.trim()]] : [])),
  )
  expect(wrong).toEqual([])
})
