/** `meetkit hub`: receives what kits send, keeps it, shows it, until Ctrl-C. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import pc from 'picocolors'
import { type Hub, startHub } from '../hub/hub.ts'
import { EXIT_FAILURE } from './exit-codes.ts'
import { whole } from './options.ts'

interface HubCommandOptions {
  readonly port: number
  readonly host: string
  readonly database: string
  readonly json?: boolean
}

export function addHubCommand(program: Command): void {
  program
    .command('hub')
    .description('Receive what kits send, keep it in one file, and show it on a page.')
    .option('--port <n>', 'port to listen on; 0: any free one', whole(0, 65_535), 8080)
    .option('--host <address>', 'address to listen on; 0.0.0.0: the whole network', '127.0.0.1')
    .option('--database <file>', 'where everything is kept', 'meetkit.sqlite')
    .option('--json', 'one line of JSON when the hub is ready, and nothing else')
    .action(runHub)
}

async function runHub(options: HubCommandOptions): Promise<void> {
  const hub = await start(options)
  if (hub === undefined) return
  const interrupted = untilInterrupted()
  if (options.json)
    console.log(
      JSON.stringify({ url: hub.url, port: hub.port, database: resolve(options.database) }),
    )
  else announce(hub, options)
  await interrupted
  await hub.close()
  if (!options.json) console.log('\nClosed. Everything received is in the file.')
}

/** Undefined when it cannot start; why, and what to do, has then been said. */
async function start(options: HubCommandOptions): Promise<Hub | undefined> {
  try {
    return await startHub(options)
  } catch (error) {
    console.error(`meetkit hub: ${adviceFor(error, options)}`)
    process.exitCode = EXIT_FAILURE
    return undefined
  }
}

function announce(hub: Hub, options: HubCommandOptions): void {
  console.log(`The hub is open at ${pc.cyan(pc.underline(hub.url))}`)
  console.log(`Kits post to ${pc.cyan(`${hub.url}api/v1/batches`)}`)
  if (options.host === '127.0.0.1')
    console.log(pc.dim('Only this machine can reach it; for kits: --host 0.0.0.0'))
  console.log(`Records are kept in ${resolve(options.database)}. Ctrl-C ends.`)
}

/** SIGTERM is how a service manager asks. */
function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}

const ADVICE: Record<string, (options: HubCommandOptions) => string> = {
  EADDRINUSE: ({ port }) =>
    `port ${port} is taken. Stop the program that has it, or choose another with --port.`,
  EACCES: ({ port, database }) =>
    `not allowed to listen on port ${port} or to write ${resolve(database)}. ` +
    'Choose a port from 1024 on with --port, or a file in a folder of yours with --database.',
  EADDRNOTAVAIL: ({ host }) =>
    `this machine has no address ${host}. Use --host 0.0.0.0 for all that it has.`,
  ENOTFOUND: ({ host }) => `there is no host ${host}. Use --host 0.0.0.0 or 127.0.0.1.`,
  ENOENT: ({ database }) =>
    `the folder of ${resolve(database)} does not exist. Make it, or choose another --database.`,
  EROFS: ({ database }) =>
    `${resolve(database)} cannot be written. Choose a file elsewhere with --database.`,
}

/** What went wrong and what to do next. */
function adviceFor(error: unknown, options: HubCommandOptions): string {
  if (!(error instanceof Error)) return String(error)
  const advice = 'code' in error ? ADVICE[String(error.code)] : undefined
  if (advice !== undefined) return advice(options)
  if (error.name === 'SQLite3Error')
    return (
      `${resolve(options.database)} cannot be used as a database (${error.message}). ` +
      'Choose another file with --database.'
    )
  return error.message
}
