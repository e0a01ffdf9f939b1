/** Starts the command line as a shell does, and gives what came out of it. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const BIN = join(__dirname, '../../bin/meetkit.js')
const LIMIT_MS = 60_000

export interface Outcome {
  readonly code: number | null
  readonly signal: string | null
  readonly out: string
  readonly error: string
}

/** `onOutput` hears all that has been printed so far and may send the process a signal. */
export function meetkit(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  onOutput: (out: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], {
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    })
    let out = ''
    let error = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text
      onOutput(out + error, (signal) => child.kill(signal))
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      error += text
      onOutput(out + error, (signal) => child.kill(signal))
    })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, out, error }))
  })
}
