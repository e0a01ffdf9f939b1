/** Storms as one script for a process of its own, with a fault planted or without. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { SOURCE_ROOT } from '../../host-tools/build/source-root.ts'
import { planted } from '../proof/bundle.ts'
import type { Plant } from '../proof/plants.ts'

/** What packages that are no ES modules take for granted. */
const BANNER =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

function planting(plant: Plant): Plugin {
  let isPlanted = false
  return {
    name: 'plant',
    setup({ onLoad, onEnd }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (relative(SOURCE_ROOT, path).replaceAll('\\', '/') !== plant.file) return undefined
        isPlanted = true
        return { contents: planted(readFileSync(path, 'utf8'), plant), loader: 'ts' }
      })
      onEnd(() => {
        if (!isPlanted) throw new Error(`plant '${plant.name}': nothing loads ${plant.file}`)
      })
    },
  }
}

/** The database comes with a file of its own, beside which it must stay. */
const DATABASE: Plugin = {
  name: 'database',
  setup({ onResolve }) {
    const path = createRequire(join(SOURCE_ROOT, 'package.json')).resolve('node-sqlite3-wasm')
    onResolve({ filter: /^node-sqlite3-wasm$/ }, () => ({
      path: pathToFileURL(path).href,
      external: true,
    }))
  },
}

/** An ES module; it may stand anywhere. */
export async function bundleStorms(plant?: Plant): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(SOURCE_ROOT, 'test/system/main.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: BANNER },
    plugins: plant === undefined ? [DATABASE] : [DATABASE, planting(plant)],
  })
  return outputFiles[0]!.text
}
