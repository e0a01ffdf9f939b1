/**
 * One XS machine: the worker program of the npm package `@agoric/xsnap`, spoken to directly.
 *
 * Protocol (its `xsnap-worker.c`): netstrings on file descriptors 3 and 4. `e` evaluates a script;
 * while it runs the guest may send `?` messages with `issueCommand`, which the host answers with
 * `/`; it ends with `.` and the meter as JSON, or with `!` and the error. `?` from the host calls
 * the guest's `handleCommand` and ends likewise; unlike a script it leaves nothing in the machine.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** Meter of one evaluation. */
export interface XsMeter {
  /** Computrons: XS's count of byte codes and of work in its built-ins. */
  readonly computrons: number
  /** Slots in use afterwards, garbage included that was not collected yet. */
  readonly slots: number
}

/**
 * Path of the worker: what XSNAP_WORKER names, else that of the optional package, or undefined
 * where there is neither. npm leaves the package out on a Node that it was not declared for.
 */
export function findXsWorker(): string | undefined {
  const named = process.env['XSNAP_WORKER']
  if (named) return existsSync(named) ? named : undefined
  try {
    const home = dirname(createRequire(import.meta.url).resolve('@agoric/xsnap/package.json'))
    const folder = process.platform === 'darwin' ? 'mac' : 'lin'
    const path = join(home, 'xsnap-native/xsnap/build/bin', folder, 'release/xsnap-worker')
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

interface Pending {
  resolve(meter: XsMeter): void
  reject(error: Error): void
}

export class XsWorker {
  private readonly child: ChildProcess
  private readonly toWorker: Writable
  private readonly onMessage: (bytes: Buffer) => void
  private received: Buffer = Buffer.alloc(0)
  private pending: Pending | undefined

  /** `onMessage` gets what the guest sends with `issueCommand`. */
  constructor(path: string, onMessage: (bytes: Buffer) => void) {
    this.onMessage = onMessage
    const stdio = [
      'ignore',
      'inherit',
      'inherit',
      'pipe',
      'pipe',
      'ignore',
      'ignore',
      'pipe',
      'ignore',
    ]
    this.child = spawn(path, ['meetkit'], { stdio: stdio as ('ignore' | 'inherit' | 'pipe')[] })
    this.toWorker = this.child.stdio[3] as Writable
    const fromWorker = this.child.stdio[4] as Readable
    fromWorker.on('data', (chunk: Buffer) => this.receive(chunk))
    this.toWorker.on('error', () => {})
    this.child.on('error', (error) => this.fail(error))
    this.child.on('exit', (code, signal) =>
      this.fail(new Error(`the XS worker ended with ${signal ?? `code ${code}`}`)),
    )
  }

  /** Runs a script to its end; rejects with what it throws. */
  evaluate(script: string): Promise<XsMeter> {
    return this.request(`e${script}`)
  }

  /** Calls the guest's `handleCommand` with the text's bytes; rejects with what it throws. */
  command(text: string): Promise<XsMeter> {
    return this.request(`?${text}`)
  }

  close(): void {
    this.fail(new Error('closed'))
    this.child.kill()
  }

  private request(message: string): Promise<XsMeter> {
    return new Promise((resolve, reject) => {
      this.pending = { resolve, reject }
      this.send(Buffer.from(message))
    })
  }

  private send(message: Buffer): void {
    this.toWorker.write(
      Buffer.concat([Buffer.from(`${message.length}:`), message, Buffer.from(',')]),
    )
  }

  private receive(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk])
    for (;;) {
      const colon = this.received.indexOf(0x3a)
      if (colon < 0) return
      const length = Number(this.received.toString('latin1', 0, colon))
      if (this.received.length < colon + 1 + length + 1) return
      const message = this.received.subarray(colon + 1, colon + 1 + length)
      this.received = this.received.subarray(colon + 1 + length + 1)
      this.take(message)
    }
  }

  private take(message: Buffer): void {
    const kind = String.fromCharCode(message[0] ?? 0)
    if (kind === '?') {
      this.onMessage(message.subarray(1))
      this.send(Buffer.from('/'))
    } else if (kind === '.') {
      const end = message.indexOf(1)
      const meter = JSON.parse(message.toString('latin1', 1, end < 0 ? undefined : end))
      const pending = this.pending
      this.pending = undefined
      pending?.resolve({ computrons: meter.compute, slots: meter.currentHeapCount })
    } else this.fail(new Error(`in XS: ${message.toString('utf8', 1)}`))
  }

  private fail(error: Error): void {
    const pending = this.pending
    this.pending = undefined
    pending?.reject(error)
  }
}
