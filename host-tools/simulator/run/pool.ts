/** Runs kits in threads: each takes the next few when it is done with the last. */
import type { Worker } from 'node:worker_threads'
import { EngineRefusal } from '../engines/engine.ts'
import type { Part } from './result.ts'
import { startThread } from './thread.ts'
import type { WorkerBirth } from './worker-main.ts'

type Message =
  | { readonly done: number }
  | { readonly error: string; readonly isRefusal: boolean }
  | { readonly part: Part }

/** A list is so long that its thread need not ask often, and short enough that all end together. */
const LIST_MAX = 16

function errorOf({ error, isRefusal }: Extract<Message, { error: string }>): Error {
  return isRefusal ? new EngineRefusal(error) : new Error(error)
}

export class Pool {
  private readonly workers: Worker[]
  private readonly waiting: number[]
  private readonly listLength: number
  private readonly parts: Part[] = []
  private isClosed = false

  constructor(birth: WorkerBirth, threads: number, numbers: readonly number[]) {
    this.waiting = [...numbers].reverse()
    this.listLength = Math.max(1, Math.min(LIST_MAX, Math.floor(numbers.length / threads / 8)))
    this.workers = Array.from({ length: threads }, () =>
      startThread(new URL('./worker-main.ts', import.meta.url), birth),
    )
  }

  /** `onDone` hears how many kits were finished. Rejects with the first thing that goes wrong. */
  run(onDone: (count: number) => void): Promise<Part[]> {
    return new Promise((resolve, reject) => {
      for (const worker of this.workers) {
        worker.on('message', (message: Message) => {
          if ('error' in message) reject(errorOf(message))
          else if ('part' in message) this.parts.push(message.part)
          else {
            onDone(message.done)
            worker.postMessage(this.next())
          }
        })
        worker.on('error', reject)
        worker.on('exit', () => {
          if (this.isClosed) reject(new Error('closed'))
          else if (this.parts.length === this.workers.length) resolve(this.parts)
        })
      }
    })
  }

  close(): void {
    this.isClosed = true
    for (const worker of this.workers) void worker.terminate()
  }

  private next(): readonly number[] | 'end' {
    if (this.waiting.length === 0) return 'end'
    return this.waiting.splice(-this.listLength).reverse()
  }
}
