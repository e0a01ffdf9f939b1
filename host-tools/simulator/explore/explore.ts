/** Looks for a scenario that breaks a promise, in threads, until one is found or time is up. */
import type { Worker } from 'node:worker_threads'
import { startThread } from '../run/thread.ts'
import type { ScenarioSource } from '../scenario/scenario.ts'
import type { ExplorerBirth, Tried } from './explore-main.ts'

export interface Exploration {
  readonly tries: number
  readonly kitSeconds: number
  /** The scenario that broke a promise, if one did. */
  readonly found: Tried | undefined
}

export class Explorer {
  private readonly workers: Worker[]
  private readonly exploration = { tries: 0, kitSeconds: 0, found: undefined as Tried | undefined }
  private end: () => void = () => {}

  /** Seeds `seed`, `seed` + 1, …; with `base` its world and kits. */
  constructor(threads: number, seed: number, base: ScenarioSource | undefined) {
    this.workers = Array.from({ length: threads }, (_, i) => {
      const folder = base?.folder ?? process.cwd()
      const birth: ExplorerBirth = { seed: seed + i, stride: threads, folder, base: base?.file }
      return startThread(new URL('./explore-main.ts', import.meta.url), birth)
    })
  }

  /** `onTry` hears after each scenario what has been done so far. */
  run(limitMs: number, onTry: (so: Exploration) => void): Promise<Exploration> {
    const { exploration } = this
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(limit)
        for (const worker of this.workers) void worker.terminate()
      }
      this.end = () => {
        stop()
        resolve(exploration)
      }
      const limit = setTimeout(() => this.end(), limitMs)
      for (const worker of this.workers) {
        worker.on('error', (error) => {
          stop()
          reject(error)
        })
        worker.on('message', (tried: Tried) => {
          if (exploration.found !== undefined) return
          exploration.tries++
          exploration.kitSeconds += tried.kitSeconds
          onTry(exploration)
          if (tried.found === undefined) return
          exploration.found = tried
          this.end()
        })
      }
    })
  }

  close(): void {
    this.end()
  }
}
