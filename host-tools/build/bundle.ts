/** One file out of many: the firmware as a board's Storage, XS and Node load it. */
import { isAbsolute, join } from 'node:path'
import { type OutputOptions, type Plugin, rollup } from '@rollup/wasm-node'
import { transform } from '@swc/core'
import { chipModels, namesInOwn, ownImports } from './chip-models.ts'
import { coldCode } from './cold-code.ts'
import { deferred } from './deferred.ts'
import { lowerForEspruino } from './lower.ts'
import { memberNames } from './member-names.ts'
import { privateNames } from './private-names.ts'
import { shrinkForEspruino } from './shrink.ts'
import { SOURCE_ROOT, sourceName } from './source-root.ts'
import { blankUnread } from './unread.ts'

/** A source map, version 3, without the sources' text. */
export interface BundleMap {
  readonly version: 3
  readonly file: string
  readonly names: string[]
  readonly sources: string[]
  readonly mappings: string
}

export interface EspruinoBundle {
  readonly code: string
  readonly map: BundleMap
}

export interface EspruinoOptions {
  /**
   * Members that nothing outside of the bundle uses get names of one or two letters, and are left
   * out of tables where nothing inside reads them either. By default for entries in `device/`.
   * Otherwise only names of private members get short.
   */
  readonly slimMembers?: boolean
  /** Names that the script must not use, because another one beside it does. */
  readonly reserved?: readonly string[]
  /** Of a simulator: the chip models that it needs; all that ship if it is not said. */
  readonly models?: readonly string[]
}

/**
 * A script that Espruino runs, lowered and small. Exports are set on `exports`: it may be stored as
 * a module for `require`, and an entry without exports also as boot code.
 * Throws for an entry, an import or a syntax that cannot be resolved or parsed.
 */
export async function bundleForEspruino(
  entryPath: string,
  options: EspruinoOptions = {},
): Promise<EspruinoBundle> {
  const firmware = sourceName(entryPath).startsWith('device/')
  const slim = options.slimMembers ?? firmware
  const { internal, unread, program } = slim
    ? memberNames(entryPath)
    : { internal: privateNames(entryPath), unread: [] }
  const foreign = namesInOwn(options.models ?? [])
  const shortened = internal.filter((name) => !foreign.has(name))
  const strip = stripTypes(unread)
  const plugins =
    firmware && program !== undefined
      ? savingMemory([coldCode(program, internal), strip])
      : [...modelsOf(options.models), strip]
  const chunk = await flatten(entryPath, plugins, {
    format: 'cjs',
    exports: 'named',
    esModule: false,
    strict: false,
    externalLiveBindings: false,
    freeze: false,
    generatedCode: { constBindings: true, objectShorthand: true, symbols: false },
    plugins: [lowerForEspruino(), shrinkForEspruino(shortened, options.reserved ?? [])],
  })
  const { names: mapNames, sources, mappings } = chunk.map!
  return {
    code: chunk.code,
    map: { version: 3, file: 'meetkit.js', names: mapNames, sources, mappings },
  }
}

/**
 * An ES module for XS and Node: types stripped, nothing else changed. `models` as in the options
 * above. Throws as above.
 */
export async function bundleForModules(
  entryPath: string,
  models?: readonly string[],
): Promise<string> {
  const plugins = [...modelsOf(models), stripTypes([])]
  const chunk = await flatten(entryPath, plugins, { format: 'es' })
  return chunk.code
}

/** What `steps` make of a module is put off where it can be. */
function savingMemory(steps: readonly Plugin[]): Plugin[] {
  return [deferred(steps), ...steps]
}

function modelsOf(models: readonly string[] | undefined): Plugin[] {
  return [...(models === undefined ? [] : [chipModels(models)]), ownImports()]
}

async function flatten(entryPath: string, plugins: readonly Plugin[], output: OutputOptions) {
  const input = isAbsolute(entryPath) ? entryPath : join(SOURCE_ROOT, entryPath)
  const bundle = await rollup({
    input,
    plugins: [...plugins],
    treeshake: { propertyReadSideEffects: false },
    onwarn: (warning) => {
      throw new Error(`${sourceName(input)}: ${warning.message}`)
    },
  })
  try {
    const { output: chunks } = await bundle.generate({
      ...output,
      file: join(SOURCE_ROOT, 'meetkit.js'),
      sourcemap: output.format === 'cjs',
      sourcemapExcludeSources: true,
    })
    return chunks[0]
  } finally {
    await bundle.close()
  }
}

/** Fields are set in the constructor: Espruino has no fields without a value. */
function stripTypes(unread: readonly string[]): Plugin {
  return {
    name: 'strip-types',
    transform: (code, id) =>
      transform(unread.length > 0 ? blankUnread(code, unread) : code, {
        filename: id,
        configFile: false,
        swcrc: false,
        sourceMaps: true,
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2022',
          transform: { verbatimModuleSyntax: true, useDefineForClassFields: false },
        },
      }),
  }
}
