/**
 * Keeps code out of memory until it is called. In Espruino every function and every method that
 * has come into being costs JsVars, used or not. So what only one module and its imports need, the
 * targets beside the hub, is put into that module's one exported function; and each class there
 * into a function of its own, which makes it when it is first needed:
 *
 *   export class A extends B {…}   becomes   let A_; export function A() {
 *     if (A_ === undefined) { const AB = B(); A_ = class extends AB {…} } return A_ }
 *   new A(…)                       becomes   new (A())(…)
 *
 * That is what Espruino parses. Maps hold, since lines stay as they are.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Plugin, rollup } from '@rollup/wasm-node'
import { SOURCE_ROOT, sourceName } from './source-root.ts'

/** The module, its exported function, and what belongs to it alone. */
const ENTRY = 'device/delivery/targets/others.ts'
const OPENER = 'openOthers'
const FOLDER = 'device/delivery/targets/'
const BESIDES = ['device/payload/average-reader.ts']
const OUTSIDE = ['device/delivery/targets/open.ts', 'device/delivery/targets/hub.ts']

/** `stripTypes` is the step that comes before. */
export function deferOthers(stripTypes: Plugin): Plugin {
  return {
    name: 'defer-others',
    async load(id) {
      if (sourceName(id) !== ENTRY) return null
      const bundle = await rollup({
        input: id,
        plugins: [stripTypes, deferClasses()],
        external: (specifier, importer) =>
          importer !== undefined && !isInside(sourceName(join(importer, '..', specifier))),
      })
      const { output } = await bundle.generate({
        file: join(SOURCE_ROOT, FOLDER, 'others.js'),
        format: 'es',
        sourcemap: true,
      })
      await bundle.close()
      return { code: wrap(output[0].code), map: output[0].map }
    },
  }
}

/** Imports stay outside; they stand in the first lines. */
function wrap(code: string): string {
  const head = /^(?:import [^;]*;\n)*/.exec(code)![0]
  const body = code.slice(head.length)
  const inside = body.replace(`export { ${OPENER} };`, `return ${OPENER}(a, b, c); }`)
  if (inside === body) throw new Error(`${ENTRY} must export ${OPENER} and nothing else`)
  return (
    head.replace(/\n$/, ` export function ${OPENER}(a, b, c) {\n`) +
    inside
      .replace(`function ${OPENER}`, 'function open')
      .replace(`return ${OPENER}(`, 'return open(')
  )
}

function isInside(path: string): boolean {
  return BESIDES.includes(path) || (path.startsWith(FOLDER) && !OUTSIDE.includes(path))
}

function deferClasses(): Plugin {
  const uses = new RegExp(`\\bnew (${classes().join('|')})\\(`, 'g')
  return {
    name: 'defer-classes',
    // The formatter ends a class, and nothing inside of it, with a brace at a line's beginning.
    transform: (code) => ({
      code: code
        .replace(uses, 'new ($1())(')
        .replace(
          /^export class (\w+)(?: extends (\w+))? (\{[\s\S]*?^\})/gm,
          (_, name, base, body) => {
            const parent = base ? `const ${name}B = ${base}(); ` : ''
            const made = `${name}_ = class${base ? ` extends ${name}B` : ''} ${body}`
            const maker = `if (${name}_ === undefined) { ${parent}${made} } return ${name}_`
            return `let ${name}_; export function ${name}() { ${maker} }`
          },
        ),
      map: null,
    }),
  }
}

function classes(): string[] {
  const inFolder = readdirSync(join(SOURCE_ROOT, FOLDER)).map((name) => FOLDER + name)
  return [...inFolder, ...BESIDES].filter(isInside).flatMap((path) => {
    const text = readFileSync(join(SOURCE_ROOT, path), 'utf8')
    return [...text.matchAll(/^export (?:abstract )?class (\w+)/gm)].map(([, name]) => name!)
  })
}
