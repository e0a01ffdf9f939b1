/** Starts a TypeScript file in a thread of its own, whatever runs this one. */
import { Worker } from 'node:worker_threads'

const BOOT = new URL('./thread-boot.js', import.meta.url)

export function startThread(entry: URL, workerData: unknown): Worker {
  return new Worker(BOOT, { workerData, argv: [entry.href] })
}
