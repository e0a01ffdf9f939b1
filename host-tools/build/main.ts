/**
 * `npm run build:device`: everything that a board takes, in `build/`.
 *   espruino/meetkit.js   module with the kit, for `require` from Storage
 *   espruino/board.js     boot code: kit and board in one script
 *   modules/meetkit.js    ES module for XS and Node
 *   moddable/             tree for Moddable's mcconfig
 * Exit code 1 when a bundle leaves Espruino's dialect. `--json` prints one object for machines.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { bundleForEspruino, bundleForModules } from './bundle.ts'
import { checkDialect, type DialectFinding, describeFinding } from './dialect-check.ts'
import { emitModdableTree } from './moddable.ts'
import { SOURCE_ROOT } from './source-root.ts'

const BUILD = join(SOURCE_ROOT, 'build')
const KIT = join(SOURCE_ROOT, 'device/index.ts')
const BOARD = join(SOURCE_ROOT, 'device/platform/espruino/main.ts')

interface BuiltFile {
  /** Below `build/`. */
  readonly file: string
  readonly bytes: number
}

const findings: DialectFinding[] = []

async function write(file: string, text: string): Promise<BuiltFile> {
  const path = join(BUILD, file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  return { file, bytes: Buffer.byteLength(text) }
}

async function espruino(file: string, entryPath: string): Promise<BuiltFile> {
  const { code, map } = await bundleForEspruino(entryPath)
  for (const finding of checkDialect(code, map)) {
    const known = findings.some((one) => describeFinding(one) === describeFinding(finding))
    if (!known) findings.push(finding)
  }
  await write(`${file}.map`, `${JSON.stringify(map)}\n`)
  return write(file, code)
}

for (const folder of ['espruino', 'modules', 'moddable'])
  await rm(join(BUILD, folder), { recursive: true, force: true })
const files = [
  await espruino('espruino/meetkit.js', KIT),
  await espruino('espruino/board.js', BOARD),
  await write('modules/meetkit.js', await bundleForModules(KIT)),
]
const moddableModules = await emitModdableTree(join(BUILD, 'moddable'))

if (process.argv.includes('--json'))
  console.log(JSON.stringify({ files, moddableModules, findings }))
else {
  for (const { file, bytes } of files)
    console.log(`${`build/${file}`.padEnd(32)}${String(bytes).padStart(8)} bytes`)
  console.log(`${'build/moddable/'.padEnd(32)}${String(moddableModules).padStart(8)} modules`)
  for (const finding of findings) console.error(describeFinding(finding))
}
process.exitCode = findings.length > 0 ? 1 : 0
