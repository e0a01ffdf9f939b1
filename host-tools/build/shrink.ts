/**
 * Makes the bundle small where it counts: in JsVars at rest. Code stays in flash, but every module
 * variable, every function and every letter of a name beyond the fourth takes memory.
 */
import type { Plugin } from '@rollup/wasm-node'
import { type CompressOptions, type MinifyOptions, minify } from 'terser'
import { withoutBareReturns } from './bare-return.ts'

/**
 * Only what saves memory and keeps the order of things: constants are put in place, functions used
 * once are put where they are used, declarations come first because Espruino hoists nothing.
 */
const COMPRESS: CompressOptions = {
  defaults: false,
  toplevel: true,
  evaluate: true,
  reduce_vars: true,
  reduce_funcs: true,
  inline: 1,
  unused: true,
  dead_code: true,
  hoist_funs: true,
  join_vars: true,
  keep_infinity: true,
  passes: 3,
}

/** Espruino's short globals: a boot script's own names must not hide them. */
const SHORT_GLOBALS = [
  'E',
  ...['A', 'B', 'C', 'D'].flatMap((port) => [...Array(10).keys()].map((pin) => `${port}${pin}`)),
]
/** Espruino does not parse methods with these names, or has its own. */
const SHORT_WORDS = ['do', 'if', 'in', 'of', 'at', 'is', 'on']

/**
 * `memberNames` are renamed wherever they stand after a dot or as a key; no variable gets one of
 * the names `taken`.
 */
export function shrinkForEspruino(
  memberNames: readonly string[],
  taken: readonly string[],
): Plugin {
  const names = shortNames(new Set([...taken, ...SHORT_GLOBALS, ...SHORT_WORDS]))
  return {
    name: 'shrink-for-espruino',
    renderChunk: async (code) => {
      // Names are still long in the first pass, so that it takes every constant for worth inlining.
      const inlined = await run(code, { compress: COMPRESS, mangle: false })
      const properties = {
        builtins: true,
        regex: new RegExp(`^(${memberNames.join('|')})$`),
        reserved: SHORT_WORDS,
      }
      const { code: small, map } = await run(
        inlined.code,
        {
          compress: false,
          mangle: {
            toplevel: true,
            reserved: SHORT_GLOBALS,
            nth_identifier: { get: (n: number) => names[n]! },
            ...(memberNames.length > 0 ? { properties } : {}),
          },
        },
        inlined.map,
      )
      return { code: withoutBareReturns(small), map }
    },
  }
}

/** Names of one letter, then of two, that are not `taken`. */
function shortNames(taken: ReadonlySet<string>): string[] {
  const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const pairs = letters.flatMap((first) => letters.map((second) => first + second))
  return [...letters, ...pairs].filter((name) => !taken.has(name))
}

async function run(code: string, options: MinifyOptions, before?: string) {
  const result = await minify(code, {
    ...options,
    ecma: 2020,
    toplevel: true,
    format: { comments: false, ascii_only: true },
    sourceMap: before === undefined ? true : { content: before },
  })
  return { code: result.code!, map: result.map as string }
}
