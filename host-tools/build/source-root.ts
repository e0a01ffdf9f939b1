/** Where the sources stand; maps name files relative to it. */
import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const SOURCE_ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The path as maps, lists and messages write it: from the root, with `/`, the same on every machine. */
export function sourceName(path: string): string {
  return relative(SOURCE_ROOT, path).split(sep).join('/')
}
