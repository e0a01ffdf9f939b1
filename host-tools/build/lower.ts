/** Lowers to the syntax that Espruino parses, and no further: ES5 is larger and needs Symbol. */
import type { Plugin } from '@rollup/wasm-node'
import { transform } from '@swc/core'

/** What Espruino lacks, as SWC's names; `dialect-check.ts` finds what is not on this list. */
const TRANSFORMS = [
  'transform-destructuring',
  'transform-parameters',
  'transform-spread',
  'transform-object-rest-spread',
  'transform-optional-chaining',
  'transform-logical-assignment-operators',
  'transform-exponentiation-operator',
  'transform-computed-properties',
]

export function lowerForEspruino(): Plugin {
  return {
    name: 'lower-for-espruino',
    renderChunk: (code) =>
      transform(code, {
        configFile: false,
        swcrc: false,
        isModule: false,
        sourceMaps: true,
        env: { targets: { node: '20' }, loose: true, include: TRANSFORMS },
        jsc: {
          parser: { syntax: 'ecmascript' },
          assumptions: {
            iterableIsArray: true,
            setPublicClassFields: true,
            setSpreadProperties: true,
            objectRestNoSymbols: true,
            pureGetters: true,
          },
        },
      }),
  }
}
