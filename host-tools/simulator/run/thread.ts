/** Starts a TypeScript file in a thread of its own, whatever runs this one. */
import { Worker } from 'node:worker_threads'

export function startThread(entry: URL, workerData: unknown): Worker {
  const tsx = import.meta.resolve('tsx/esm/api')
  const script = `import { register } from ${JSON.stringify(tsx)}
register()
await import(${JSON.stringify(entry.href)})`
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`), { workerData })
}
