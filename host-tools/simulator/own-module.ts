/** Files of the user's own that a scenario names: layers of a world and models of chips. */
import { type BuildFailure, build } from 'esbuild'
import { SOURCE_ROOT } from '../build/source-root.ts'

/** What such files call this package, wherever they stand. */
const PACKAGE = 'meetkit'

/**
 * The default export, a function, of a TypeScript or JavaScript file; what that imports comes with
 * it. Rejects, with the file's name, where there is none.
 */
export async function importOwn(path: string): Promise<unknown> {
  let module: { default?: unknown }
  try {
    const { outputFiles } = await build({
      entryPoints: [path],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
      alias: { [PACKAGE]: SOURCE_ROOT },
    })
    const code = Buffer.from(outputFiles[0]!.contents).toString('base64')
    module = await import(`data:text/javascript;base64,${code}`)
  } catch (error) {
    throw new Error(`${path}: ${reasonOf(error)}`)
  }
  if (typeof module.default !== 'function')
    throw new Error(`${path}: has no default export that is a function`)
  return module.default
}

/** esbuild tells the place of a mistake apart from its message. */
function reasonOf(error: unknown): string {
  const first = (error as Partial<BuildFailure>).errors?.[0]
  if (first === undefined) return error instanceof Error ? error.message : String(error)
  const place = first.location === null ? '' : `line ${first.location.line}: `
  return `${place}${first.text}`
}
