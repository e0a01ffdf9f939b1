/** The hub as a shell starts it, in a process of its own that can be killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const BIN = join(__dirname, '../../bin/meetkit.js')

export interface HubProcess {
  /** Where batches go. */
  readonly batches: URL
  readonly pid: number
  /** Ends it as a power cut would, and resolves when it is gone. */
  kill(): Promise<void>
}

/** Resolves when it listens; rejects with what it said when it ends before. */
export function startHubProcess(database: string): Promise<HubProcess> {
  const args = [BIN, 'hub', '--port', '0', '--json', '--database', database]
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', LC_ALL: 'C' }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return new Promise((resolve, reject) => {
    let [out, error] = ['', '']
    child.stderr.setEncoding('utf8').on('data', (text) => {
      error += text
    })
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text
      if (!out.includes('\n')) return
      resolve(asHub(child, new URL('/api/v1/batches', JSON.parse(out).url), gone))
    })
    void gone.then(() => reject(new Error(`the hub ended: ${error}`)))
  })
}

function asHub(child: ChildProcess, batches: URL, gone: Promise<void>): HubProcess {
  const kill = () => {
    child.kill('SIGKILL')
    return gone
  }
  return { batches, pid: child.pid!, kill }
}
