/** Opens a hub, or says why it cannot be opened and what to do about it. */
import { resolve } from 'node:path'
import { type Hub, type HubOptions, startHub } from '../hub/hub.ts'
import { EXIT_USAGE } from './exit-codes.ts'

/** Undefined when it cannot start; why has then been said, and the exit code is set. */
export async function openHub(command: string, options: HubOptions): Promise<Hub | undefined> {
  try {
    return await startHub(options)
  } catch (error) {
    console.error(`meetkit ${command}: ${adviceFor(error, options)}`)
    process.exitCode = EXIT_USAGE
    return undefined
  }
}

const ADVICE: Record<string, (options: HubOptions) => string> = {
  EADDRINUSE: ({ port }) =>
    `port ${port} is taken. Stop the program that has it, or choose another with --port.`,
  EADDRNOTAVAIL: ({ host }) =>
    `this machine has no address ${host}. Use --host 0.0.0.0 for all that it has.`,
  ENOTFOUND: ({ host }) => `there is no host ${host}. Use --host 0.0.0.0 or 127.0.0.1.`,
  ENOENT: ({ database }) =>
    `the folder of ${resolve(database)} does not exist. Make it, or choose another --database.`,
  EROFS: ({ database }) =>
    `${resolve(database)} cannot be written. Choose a file elsewhere with --database.`,
}

/** What went wrong and what to do next. */
function adviceFor(error: unknown, options: HubOptions): string {
  if (!(error instanceof Error)) return String(error)
  const { code, syscall }: NodeJS.ErrnoException = error
  if (code === 'EACCES' || code === 'EPERM') return forbidden(syscall === 'listen', options)
  const advice = code === undefined ? undefined : ADVICE[code]
  if (advice !== undefined) return advice(options)
  if (error.name === 'SQLite3Error')
    return (
      `${resolve(options.database)} cannot be used as a database (${error.message}). ` +
      'Choose another file with --database.'
    )
  return error.message
}

function forbidden(toListen: boolean, { port, database }: HubOptions): string {
  return toListen
    ? `not allowed to listen on port ${port}. Choose one from 1024 on with --port.`
    : `not allowed to write ${resolve(database)}. ` +
        'Choose a file in a folder of yours with --database.'
}
