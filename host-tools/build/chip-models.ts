/**
 * Leaves in a simulator's bundle the models of the chips that a kit has, and puts in those of the
 * user's: in a small engine each model takes memory that the firmware needs.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from '@rollup/wasm-node'
import { SOURCE_ROOT, sourceName } from './source-root.ts'

const TABLE = 'host-tools/simulator/chips/models.ts'
/** `  SDS011: sds011Model,` or `  'MH-Z19': mhz19Model,` */
const ENTRY = /^ {2}'?([\w-]+)'?: \w+,$/

/** `models`: names of parts, or absolute paths of files whose default export is a model. */
export function chipModels(models: readonly string[]): Plugin {
  return {
    name: 'chip-models',
    transform: {
      order: 'pre',
      handler: (code, id) =>
        sourceName(id) === TABLE ? { code: withModels(code, models), map: null } : null,
    },
  }
}

/** What the user's files import of this package, wherever they stand. */
export function ownImports(): Plugin {
  return {
    name: 'own-imports',
    resolveId: (source) =>
      source.startsWith('meetkit/') ? join(SOURCE_ROOT, source.slice('meetkit/'.length)) : null,
  }
}

const isOwn = (model: string) => model.includes('/') || model.includes('\\')

/** Names in the user's files: what they call a member is not ours to shorten. */
export function namesInOwn(models: readonly string[]): ReadonlySet<string> {
  return new Set(
    models.filter(isOwn).flatMap((path) => readFileSync(path, 'utf8').match(/[\w$]+/g) ?? []),
  )
}

function withModels(code: string, models: readonly string[]): string {
  const own = models.filter(isOwn)
  const imports = own.map((path, i) => `import own${i} from ${JSON.stringify(path)}`)
  const entries = own.map((path, i) => `  ${JSON.stringify(path)}: own${i},`)
  const lines = code.split('\n').filter((line) => {
    const part = ENTRY.exec(line)?.[1]
    return part === undefined || models.includes(part)
  })
  const end = lines.lastIndexOf('}')
  return [...imports, ...lines.slice(0, end), ...entries, ...lines.slice(end)].join('\n')
}
