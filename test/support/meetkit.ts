/** Starts the command line as a shell does, and gives what came out of it. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const BIN = join(__dirname, '../../bin/meetkit.js')
const LIMIT_MS = 60_000

/** Windows sends no signals between processes: there Ctrl-C comes from the console alone. */
export const testSignal = process.platform === 'win32' ? test.skip : test

export interface Outcome {
  readonly code: number | null
  readonly signal: string | null
  readonly out: string
  readonly error: string
}

/** Hears all that has been printed so far; may send a signal, or stop listening to the output. */
type OnOutput = (
  out: string,
  kill: (signal: NodeJS.Signals) => void,
  closeOutput: () => void,
) => void

export function meetkit(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  onOutput: OnOutput = () => {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], {
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', LC_ALL: 'C', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    })
    let out = ''
    let error = ''
    const tell = () =>
      onOutput(
        out + error,
        (signal) => child.kill(signal),
        () => child.stdout.destroy(),
      )
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text
      tell()
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      error += text
      tell()
    })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, out, error }))
  })
}
