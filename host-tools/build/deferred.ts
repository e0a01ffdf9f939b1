/**
 * Keeps code out of memory until it is called. In Espruino every function, every method and every
 * table that has come into being costs JsVars, used or not. So what only some kits need, a driver,
 * a bus or the targets beside the hub, is put with all that it imports for itself into its module's
 * one exported function. Maps hold, since lines stay as they are.
 *
 * Of the targets a kit has a few, so each class there is put into a function of its own besides,
 * which makes it when it is first needed:
 *
 *   export class A extends B {…}   becomes   let A_; export function A() {
 *     if (A_ === undefined) { const AB = B(); A_ = class extends AB {…} } return A_ }
 *   new A(…)                       becomes   new (A())(…)
 *
 * That is what Espruino parses.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Plugin, rollup } from '@rollup/wasm-node'
import { SOURCE_ROOT, sourceName } from './source-root.ts'

interface Deferral {
  readonly entry: string
  /** The exported function that stays, of three parameters at the most. */
  readonly opener: string
  /** What goes into it, where nothing else imports it; else it would be there twice. */
  readonly isInside: (path: string) => boolean
  /** Whether classes come one by one. */
  readonly byClass: boolean
}

/** Names and tables of which each needs a little. */
const TABLES = ['quantities', 'quantity-codes', 'sensors/codes'].map((name) => `device/${name}.ts`)

const TARGETS = 'device/delivery/targets/'
const OTHERS: Deferral = {
  entry: `${TARGETS}others.ts`,
  opener: 'openOthers',
  isInside: (path) =>
    path === 'device/payload/average-reader.ts' ||
    TABLES.includes(path) ||
    (path.startsWith(TARGETS) && !['open.ts', 'hub.ts'].includes(path.slice(TARGETS.length))),
  byClass: true,
}

/** What of a board only some kits use. */
const WIRES = [
  ['one-wire.ts', 'openWire'],
  ['pulses.ts', 'openPulseWire'],
].map(([file, opener]): Deferral => {
  const entry = `device/platform/espruino/${file}`
  return { entry, opener: opener!, isInside: () => false, byClass: false }
})

const SENSORS = 'device/sensors/'
/** What the sampler reads as well. */
const OF_ALL_DRIVERS = ['open.ts', 'driver.ts']

/** Every file there with one exported function `open…` is a driver. */
function drivers(): Deferral[] {
  return sourcesIn(SENSORS).flatMap((path) => {
    if (OF_ALL_DRIVERS.includes(path.slice(SENSORS.length))) return []
    const opener = /^export function (open\w+)/m.exec(textOf(path))?.[1]
    return opener === undefined
      ? []
      : [{ entry: path, opener, isInside: isOfOneDriver, byClass: false }]
  })
}

function isOfOneDriver(path: string): boolean {
  if (TABLES.includes(path) || path === 'device/sampling/energy-mean.ts') return true
  return path.startsWith(SENSORS) && !OF_ALL_DRIVERS.includes(path.slice(SENSORS.length))
}

/** `steps` are what happens to every module. */
export function deferred(steps: readonly Plugin[]): Plugin {
  const deferrals = new Map([OTHERS, ...WIRES, ...drivers()].map((one) => [one.entry, one]))
  return {
    name: 'deferred',
    load(id) {
      const deferral = deferrals.get(sourceName(id))
      return deferral === undefined ? null : flatten(id, deferral, steps)
    },
  }
}

async function flatten(id: string, deferral: Deferral, steps: readonly Plugin[]) {
  const classes = deferral.byClass ? [deferClasses(deferral)] : []
  const bundle = await rollup({
    input: id,
    plugins: [...steps, ...classes],
    external: (specifier, importer) =>
      importer !== undefined && !deferral.isInside(sourceName(join(importer, '..', specifier))),
  })
  const { output } = await bundle.generate({
    file: join(id, '..', 'deferred.js'),
    format: 'es',
    sourcemap: true,
  })
  await bundle.close()
  return { code: wrap(output[0].code, deferral), map: output[0].map }
}

/**
 * Imports stay outside; they stand in the first lines. What a module exports besides its opener is
 * for tests and tools.
 */
function wrap(code: string, { entry, opener }: Deferral): string {
  const head = /^(?:import [^;]*;\n)*/.exec(code)![0]
  const body = code.slice(head.length)
  const inside = body.replace(/^export \{[^}]*\};$/m, 'return open(a, b, c); }')
  if (!body.includes(`function ${opener}(`) || inside === body)
    throw new Error(`${entry} must export ${opener}`)
  const beginning = `export function ${opener}(a, b, c) {`
  return (
    (head === '' ? `${beginning} ` : head.replace(/\n$/, ` ${beginning}\n`)) +
    inside.replace(`function ${opener}`, 'function open')
  )
}

function deferClasses(deferral: Deferral): Plugin {
  const uses = new RegExp(`\\bnew (${classes(deferral).join('|')})\\(`, 'g')
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

function classes({ isInside }: Deferral): string[] {
  const paths = [...sourcesIn(TARGETS), ...sourcesIn('device/payload/')]
  return paths.filter(isInside).flatMap((path) => {
    return [...textOf(path).matchAll(/^export (?:abstract )?class (\w+)/gm)].map(
      ([, name]) => name!,
    )
  })
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(SOURCE_ROOT, folder)).map((name) => folder + name)
}

function textOf(path: string): string {
  return readFileSync(join(SOURCE_ROOT, path), 'utf8')
}
