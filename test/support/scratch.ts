/** A folder for one file of tests, which takes it away again. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meetkit-test-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What makes a process put its temporary files into `folder`, on every system. */
export function temporaryIn(folder: string): NodeJS.ProcessEnv {
  return { TMPDIR: folder, TEMP: folder, TMP: folder }
}

/** What meetkit left in a folder for temporary files; what tsx caches there is not its own. */
export function leftIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('meetkit-'))
}
