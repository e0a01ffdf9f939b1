/** The page's files, bundled in memory when first asked for: nothing is left on disk. */
import { readFile } from 'node:fs/promises'
import { bundlePage, type PageBundle } from '../web/bundle.ts'

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
  let built: Promise<PageBundle> | undefined
  const bundle = () => {
    built ??= bundlePage(new URL('main.tsx', WEB), new URL('style.css', WEB)).catch((error) => {
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

function readWeb(name: string): Promise<string> {
  return readFile(new URL(name, WEB), 'utf8')
}
