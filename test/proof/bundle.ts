/**
 * The prover and the journal as one script for a thread: plain Node runs it several times faster
 * than a test runner's own context does. A plant is put into a source on its way, so that the
 * firmware knows nothing of it.
 */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { SOURCE_ROOT } from '../../host-tools/build/source-root.ts'
import type { Plant } from './plants.ts'

/** Fails loudly if the text to be replaced is not there exactly once. */
export function planted(source: string, { name, find, replace }: Plant): string {
  const parts = source.split(find)
  if (parts.length !== 2)
    throw new Error(`plant '${name}': its text stands ${parts.length - 1} times in the source`)
  return parts.join(replace)
}

function planting(plant: Plant, onPlanted: () => void): Plugin {
  return {
    name: 'plant',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]device[\\/].*\.ts$/ }, ({ path }) => {
        if (relative(SOURCE_ROOT, path).replaceAll('\\', '/') !== plant.file) return undefined
        onPlanted()
        return { contents: planted(readFileSync(path, 'utf8'), plant), loader: 'ts' }
      })
    },
  }
}

/** The text of `worker.ts` with all that it needs, and with the plant, if there is one. */
export async function bundleWorker(plant?: Plant): Promise<string> {
  let isPlanted = plant === undefined
  const { outputFiles } = await build({
    entryPoints: [join(SOURCE_ROOT, 'test/proof/worker.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    plugins:
      plant === undefined
        ? []
        : [
            planting(plant, () => {
              isPlanted = true
            }),
          ],
  })
  if (!isPlanted) throw new Error(`plant '${plant!.name}': nothing loads ${plant!.file}`)
  return outputFiles[0]!.text
}
