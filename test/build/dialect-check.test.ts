import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleForEspruino } from '../../host-tools/build/bundle.ts'
import { checkDialect } from '../../host-tools/build/dialect-check.ts'

/** Code, and the rule that must speak. */
const VIOLATIONS: readonly [string, string][] = [
  ['function f(a = 1) { return a }', 'default-value'],
  ['function f(...a) { return a }', 'rest'],
  ['f(...a)', 'spread'],
  ['x = [...a]', 'spread'],
  ['x = { ...a }', 'spread'],
  ['let { a } = b', 'destructuring'],
  ['let [a] = b', 'destructuring'],
  ['const f = ({ a }) => a', 'destructuring'],
  ['x = a?.b', 'optional-chaining'],
  ['a ??= 1', 'logical-assignment'],
  ['a ||= 1', 'logical-assignment'],
  ['a &&= 1', 'logical-assignment'],
  ['x = a ** 2', 'exponentiation'],
  ['a **= 2', 'exponentiation'],
  ['x = { [k]: 1 }', 'computed-key'],
  ['class A { [k]() {} }', 'computed-key'],
  ['async function f() {}', 'async'],
  ['const f = async () => { await a }', 'async'],
  ['function* g() { yield 1 }', 'generator'],
  ['class A { #a = 1 }', 'private-name'],
  ['a: for (;;) break a', 'label'],
  ['function F() { return new.target }', 'meta-property'],
  ['switch (a) { default: b(); break; case 1: c() }', 'default-not-last'],
  ['x = 1n', 'bigint'],
  ['x = f`a`', 'tagged-template'],
  ['class A { static { f() } }', 'static-block'],
  ['class A { a; }', 'field-without-value'],
  ['class A { a = () => this.b }', 'this-in-field'],
  ['class A { delete() {} }', 'word-as-member'],
  ['with (a) b()', 'with'],
  ['function f(a) { if (a) return }', 'bare-return'],
  ['const f = (a) => { for (;;) if (a) b(); else return }', 'bare-return'],
  ['class A { m() { f(); return } }', 'bare-return'],
  ['debugger', 'debugger'],
  ['x = "ÿ"', 'not-ascii'],
  ['import("a")', 'import'],
  ['/ab?c/.test(x)', 'regular-expression'],
  ['/a{2}/.test(x)', 'regular-expression'],
  ['/(ab)+/.test(x)', 'regular-expression'],
  ['/a(?=b)/.test(x)', 'regular-expression'],
  ['/\\bab/.test(x)', 'regular-expression'],
  ['class E extends Error { constructor(m) { super(m); this.message = m } }', 'error-class'],
  ['class E extends TypeError {}', 'error-class'],
  ['for (let i = 0; i < 3; i++) later(() => i)', 'loop-binding'],
  ['for (const a of b) later(function () { return a })', 'loop-binding'],
  ['const a = f(); function f() {}', 'use-before-definition'],
  ['function f() { g(); function g() {} }', 'use-before-definition'],
  ['function f() { return a } const b = f(); const a = 1', 'use-before-definition'],
  ['class A { constructor() { f() } } new A(); function f() {}', 'use-before-definition'],
  ['a = 1; var a', 'use-before-definition'],
  ['class A extends B {} class B {}', 'use-before-definition'],
  ['x = new Map()', 'missing-global'],
  ['x = Symbol.iterator', 'missing-global'],
  ['throw new RangeError("a")', 'missing-global'],
  ['queueMicrotask(f)', 'missing-global'],
  ['x = new TextEncoder()', 'missing-global'],
  ['x = Number.isInteger(a)', 'missing-static'],
  ['x = Number.MAX_SAFE_INTEGER', 'missing-static'],
  ['x = Math.imul(a, b)', 'missing-static'],
  ['x = Math.trunc(a)', 'missing-static'],
  ['x = Array.from(a)', 'missing-static'],
  ['x = Uint8Array.from(a)', 'missing-static'],
  ['Object.freeze(a)', 'missing-static'],
  ['x = a.at(-1)', 'missing-method'],
  ['x = a.flat()', 'missing-method'],
  ['for (const i of a.keys()) f(i)', 'missing-method'],
  ['x = a.findLast(f)', 'missing-method'],
  ['x = bytes.buffer.slice(2)', 'missing-method'],
  ['const a = [1].lastIndexOf(1)', 'missing-method'],
  ['const a = new Uint8Array(4); f(a.slice(1))', 'typed-slice'],
  [
    'class A { constructor() { this.a = new Uint8Array(4) } f() { return this.a.slice(1) } }',
    'typed-slice',
  ],
  ['const a = []; a.length = 0', 'array-length'],
  ['class A { constructor() { this.a = [] } f() { this.a.length = 0 } }', 'array-length'],
  ['x = Math.round(a)', 'rounding'],
  ['x = a.toFixed(1)', 'rounding'],
  ['a.sort((b, c) => b.d - c.d)', 'sort'],
  ['let = = 1', 'syntax'],
]

test.each(VIOLATIONS)('%s', (code, rule) => {
  expect(checkDialect(code).map((finding) => finding.rule)).toContain(rule)
})

const LEGAL: readonly string[] = [
  'class A { constructor(a) { this.a = a } get b() { return this.a } static c() { return 1 } }',
  'class B { a = 1; static b = 2 } class C extends B { f() { return super.f() } }',
  'class E extends Error { constructor(m) { this.message = m } }',
  'const f = (a) => a ?? 1; for (const v of [1, 2]) f(v)',
  'switch (a) { case 1: b(); break; default: c() }',
  'try { f() } catch { g() } finally { h() }',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code
  'x = `a${b}c` + 1_000',
  '/^[a-z]+\\d*(x|y)$/i.exec(a)',
  'function f() { return g() } function g() { return 1 } const a = f()',
  'const f = () => a; const a = 1; f()',
  'for (let i = 0; i < 3; i++) { const j = i; later(() => j) }',
  'for (const a of b) c.find((d) => d === a)',
  'for (const t of b) later((t) => t + x.t)',
  'class W { constructor() { this.length = 0 } at(i) { this.length = i } } w.at(1)',
  'function f() { const t = new Uint8Array(1) } function g(t) { return t.slice(1) }',
  'x = Object.entries(a); y = Object.keys(a); z = "abc".slice(1)',
  'const o = { delete: 1, values: [] }; f(o.delete, o.values)',
  'const f = function g(n) { return n ? g(n - 1) : 0 }',
  'class Map {} x = new Map()',
]

test.each(LEGAL)('legal: %s', (code) => {
  expect(checkDialect(code)).toEqual([])
})

test('a finding names the TypeScript line, through lowering and minifying', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'meetkit-dialect-'))
  try {
    const lines = [
      'interface Shape { side: number }',
      '',
      'const names = ["a"]',
      'export function area(shape: Shape, scale: number = 2): string {',
      '  const { side } = shape',
      '  const known = new Map<string, number>()',
      '  known.set(names[0]!, side ** scale)',
      '  return String(known.get("a"))',
      '}',
    ]
    await writeFile(join(folder, 'shape.ts'), lines.join('\n'))
    const entry = join(folder, 'entry.ts')
    await writeFile(entry, "export { area } from './shape.ts'\n")
    const { code, map } = await bundleForEspruino(entry)
    const findings = checkDialect(code, map)
    // Default value, destructuring and power are lowered; the library is not.
    expect(findings.map(({ rule, line }) => ({ rule, line }))).toEqual([
      { rule: 'missing-global', line: 6 },
    ])
    expect(findings[0]!.file).toMatch(/shape\.ts$/)
    expect(findings[0]!.message).toContain('Map')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
