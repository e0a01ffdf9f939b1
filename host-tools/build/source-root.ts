/** Where the sources stand; maps name files relative to it. */
import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const SOURCE_ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The path as maps and messages write it: from the root, with `/`, on every machine the same. */
export function sourceName(path: string): string {
  return relative(SOURCE_ROOT, path).split(sep).join('/')
}
