/** The page's files, bundled in memory when first asked for: nothing is left on disk. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const WEB = new URL('../web/', import.meta.url)

export interface Asset {
  readonly contentType: string
  /** Rejects when the page's source does not build. */
  readonly text: () => Promise<string>
}

/** Assets by path. */
export type Page = ReadonlyMap<string, Asset>

/** Nothing is built before somebody looks: a hub that starts has kits waiting for it. */
export function openPage(): Page {
  let built: Promise<{ js: string; css: string }> | undefined
  const bundle = () => {
    built ??= bundlePage().catch((error) => {
      built = undefined
      throw error
    })
    return built
  }
  return new Map<string, Asset>([
    ['/', { contentType: 'text/html; charset=utf-8', text: () => readWeb('index.html') }],
    ['/icon.svg', { contentType: 'image/svg+xml', text: () => readWeb('icon.svg') }],
    [
      '/page.js',
      { contentType: 'text/javascript; charset=utf-8', text: async () => (await bundle()).js },
    ],
    [
      '/page.css',
      { contentType: 'text/css; charset=utf-8', text: async () => (await bundle()).css },
    ],
  ])
}

async function bundlePage(): Promise<{ js: string; css: string }> {
  const { outputFiles } = await build({
    entryPoints: [
      { in: fileURLToPath(new URL('main.tsx', WEB)), out: 'page' },
      { in: fileURLToPath(new URL('style.css', WEB)), out: 'page' },
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

function readWeb(name: string): Promise<string> {
  return readFile(new URL(name, WEB), 'utf8')
}
