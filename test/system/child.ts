/** Storms in processes of their own: plain Node runs them many times faster than a test runner. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Plant } from '../proof/plants.ts'
import { bundleStorms } from './bundle.ts'
import type { StormResult } from './run-storm.ts'

const LIMIT_MS = 120_000

export interface SeedResult extends StormResult {
  readonly seed: number
}

/** What storms printed as JSON, in the order of their seeds. */
export async function storms(args: readonly string[], plant?: Plant): Promise<SeedResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'meetkit-storms-'))
  try {
    const script = join(folder, 'storms.mjs')
    await writeFile(script, await bundleStorms(plant))
    // Lives too short for a second compilation of the database to pay.
    return await run(['--liftoff-only', script, '--json', ...args])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function run(args: readonly string[]): Promise<SeedResult[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    })
    let out = ''
    let error = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      error += text
    })
    child.on('error', reject)
    child.on('close', (code) => {
      const lines = out.split('\n').filter((line) => line.startsWith('{'))
      // With 1 a promise was broken, and the results say which.
      if (code === 0 || (code === 1 && lines.length > 0 && error === ''))
        resolve(lines.map((line) => JSON.parse(line)))
      else reject(new Error(`storms ended with ${code}: ${error.slice(0, 2_000)}`))
    })
  })
}
