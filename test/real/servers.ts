/**
 * Real servers as Debian has them, each in a process of its own, on loopback and in a folder of its
 * own. Where one is not installed its tests are skipped aloud; with `CI` set that is a failure.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const PLACES = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin']

/** Tests with a server whose binary, if it is there, `tests` is given. */
export function describeWith(program: string, packageName: string, tests: (path: string) => void) {
  const path = PLACES.map((place) => `${place}/${program}`).find((file) => existsSync(file))
  if (path !== undefined) {
    describe(program, () => tests(path))
    return
  }
  const message = `${program} is not installed (Debian: apt install ${packageName})`
  if (process.env['CI']) throw new Error(`${message}; CI must have it`)
  console.warn(`SKIPPED: ${message}`)
  describe.skip(program, () => tests(''))
}

export class RealServer {
  private readonly child: ChildProcess
  private readonly ended: Promise<unknown>

  private constructor(child: ChildProcess) {
    this.child = child
    this.ended = once(child, 'exit')
  }

  /** Starts it and waits for the line of its log that says that it serves. */
  static async start(path: string, args: readonly string[], serves: RegExp): Promise<RealServer> {
    const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const server = new RealServer(child)
    let log = ''
    const ready = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr] as Readable[])
        createInterface({ input: stream }).on('line', (line) => {
          log += `${line}\n`
          if (serves.test(line)) resolve()
        })
    })
    await Promise.race([
      ready,
      server.ended.then(() => {
        throw new Error(`${path} ended:\n${log}`)
      }),
    ])
    return server
  }

  async stop(): Promise<void> {
    this.child.kill()
    await this.ended
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
