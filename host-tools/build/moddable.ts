/**
 * The tree that Moddable's `mcconfig` builds: JavaScript in the place of TypeScript, file by file.
 * `mcconfig` can compile the TypeScript itself, but starts one compiler for each file.
 */
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { SOURCE_ROOT } from './source-root.ts'

/** Espruino's side of the seam has no use here. */
const LEFT_OUT = /^platform[\\/]espruino([\\/]|$)/

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
  useDefineForClassFields: false,
}

/** Writes `device/` and the manifest below `folder`; returns the number of modules. */
export async function emitModdableTree(folder: string): Promise<number> {
  const from = join(SOURCE_ROOT, 'device')
  const to = join(folder, 'device')
  let modules = 0
  const entries = await readdir(from, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((one) => one.isFile())
    .map((one) => relative(from, join(one.parentPath, one.name)))
  for (const path of paths.sort()) {
    if (LEFT_OUT.test(path) || /\.(d\.ts|md)$/.test(path)) continue
    const target = join(to, path)
    await mkdir(dirname(target), { recursive: true })
    if (path.endsWith('.ts')) {
      const source = await readFile(join(from, path), 'utf8')
      const { outputText } = ts.transpileModule(source, { compilerOptions: OPTIONS })
      await writeFile(target.replace(/ts$/, 'js'), outputText)
      modules++
    } else await cp(join(from, path), target)
  }
  await cp(join(SOURCE_ROOT, 'manifest.json'), join(folder, 'manifest.json'))
  return modules
}
