/** The page's files, bundled in memory when the hub starts: nothing is left on disk. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const WEB = new URL('../web/', import.meta.url)

export interface Asset {
  readonly contentType: string
  readonly text: string
}

/** Assets by path. */
export type Page = ReadonlyMap<string, Asset>

const CONTENT_TYPES: Record<string, string> = {
  '/page.js': 'text/javascript; charset=utf-8',
  '/page.css': 'text/css; charset=utf-8',
}

/** Rejects when the page's source does not build. */
export async function bundlePage(): Promise<Page> {
  const [html, icon] = await Promise.all([readWeb('index.html'), readWeb('icon.svg')])
  const result = await build({
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
  const page = new Map<string, Asset>([
    ['/', { contentType: 'text/html; charset=utf-8', text: html }],
    ['/icon.svg', { contentType: 'image/svg+xml', text: icon }],
  ])
  for (const file of result.outputFiles) {
    const path = file.path.endsWith('.css') ? '/page.css' : '/page.js'
    page.set(path, { contentType: CONTENT_TYPES[path]!, text: file.text })
  }
  return page
}

function readWeb(name: string): Promise<string> {
  return readFile(new URL(name, WEB), 'utf8')
}
