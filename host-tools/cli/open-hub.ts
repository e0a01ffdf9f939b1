/** Opens a hub, or says why it cannot be opened and what to do about it. */
import { resolve } from 'node:path'
import { type Hub, type HubOptions, startHub } from '../hub/hub.ts'
import { EXIT_USAGE } from './exit-codes.ts'
import { say } from './language.ts'

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
    say(
      `port ${port} is taken. Stop the program that has it, or choose another with --port.`,
      `poort ${port} is bezet. Stop het programma dat hem heeft, of kies een andere met --port.`,
    ),
  EADDRNOTAVAIL: ({ host }) =>
    say(
      `this machine has no address ${host}. Use --host 0.0.0.0 for all that it has.`,
      `deze machine heeft geen adres ${host}. Met --host 0.0.0.0 gebruikt u alle die zij heeft.`,
    ),
  ENOTFOUND: ({ host }) =>
    say(
      `there is no host ${host}. Use --host 0.0.0.0 or 127.0.0.1.`,
      `er is geen host ${host}. Gebruik --host 0.0.0.0 of 127.0.0.1.`,
    ),
  ENOENT: ({ database }) =>
    say(
      `the folder of ${resolve(database)} does not exist. Make it, or choose another --database.`,
      `de map van ${resolve(database)} bestaat niet. Maak haar, of kies een andere --database.`,
    ),
  ENOSPC: ({ database }) =>
    say(
      `the disk of ${resolve(database)} is full. Make room on it, or choose another --database.`,
      `de schijf van ${resolve(database)} is vol. Maak ruimte, of kies een andere --database.`,
    ),
  EROFS: ({ database }) =>
    say(
      `${resolve(database)} cannot be written. Choose a file elsewhere with --database.`,
      `${resolve(database)} kan niet worden beschreven. Kies elders een bestand met --database.`,
    ),
}

/** What went wrong and what to do next. */
function adviceFor(error: unknown, options: HubOptions): string {
  if (!(error instanceof Error)) return String(error)
  const { code, syscall }: NodeJS.ErrnoException = error
  if (code === 'EACCES' || code === 'EPERM') return forbidden(syscall === 'listen', options)
  const advice = code === undefined ? undefined : ADVICE[code]
  if (advice !== undefined) return advice(options)
  if (error.name === 'SQLite3Error')
    return say(
      `${resolve(options.database)} cannot be used as a database (${error.message}). ` +
        'Choose another file with --database.',
      `${resolve(options.database)} is als database niet bruikbaar (${error.message}). ` +
        'Kies een ander bestand met --database.',
    )
  return error.message
}

function forbidden(toListen: boolean, { port, database }: HubOptions): string {
  return toListen
    ? say(
        `not allowed to listen on port ${port}. Choose one from 1024 on with --port.`,
        `op poort ${port} luisteren mag niet. Kies er een vanaf 1024 met --port.`,
      )
    : say(
        `not allowed to write ${resolve(database)}. ` +
          'Choose a file in a folder of yours with --database.',
        `${resolve(database)} mag niet worden beschreven. ` +
          'Kies een bestand in een eigen map met --database.',
      )
}
