/** A page's script and styles, bundled in memory: nothing is left on disk. */
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export interface PageBundle {
  readonly js: string
  readonly css: string
}

/** Rejects when a source does not build. */
export async function bundlePage(script: URL, styles: URL): Promise<PageBundle> {
  const { outputFiles } = await build({
    entryPoints: [
      { in: fileURLToPath(script), out: 'page' },
      { in: fileURLToPath(styles), out: 'page' },
    ],
    outdir: '/',
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: ['es2022', 'safari16'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  })
  const ending = (name: string) => outputFiles.find(({ path }) => path.endsWith(name))!.text
  return { js: ending('.js'), css: ending('.css') }
}
