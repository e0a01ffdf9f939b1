/** `meetkit hub`: receives what kits send, keeps it, shows it, until Ctrl-C. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import pc from 'picocolors'
import type { Hub } from '../hub/hub.ts'
import { EXIT_INTERRUPTED } from './exit-codes.ts'
import { untilInterrupted } from './interruption.ts'
import { say } from './language.ts'
import { whole } from './options.ts'

interface HubCommandOptions {
  readonly port: number
  readonly host: string
  readonly database: string
  readonly about?: string
  readonly json?: boolean
}

export function addHubCommand(program: Command): void {
  program
    .command('hub')
    .description('Receive what kits send, keep it in one file, and show it on a page.')
    .option('--port <n>', 'port to listen on; 0: any free one', whole(0, 65_535), 8080)
    .option('--host <address>', 'address to listen on; 0.0.0.0: the whole network', '127.0.0.1')
    .option('--database <file>', 'where everything is kept', 'meetkit.sqlite')
    .option('--about <file>', 'what is known of kits and campaigns, for open data (YAML)')
    .option('--json', 'one line of JSON when the hub is ready, and nothing else')
    .action(runHub)
}

async function runHub(options: HubCommandOptions): Promise<void> {
  const { openHub } = await import('./open-hub.ts')
  const interrupted = untilInterrupted(EXIT_INTERRUPTED)
  const hub = await openHub('hub', options)
  if (hub === undefined) return
  if (options.json)
    console.log(
      JSON.stringify({ url: hub.url, port: hub.port, database: resolve(options.database) }),
    )
  else announce(hub, options)
  await interrupted
  await hub.close()
  if (!options.json)
    console.log(
      say(
        '\nClosed. Everything received is in the file.',
        '\nGesloten. Alles wat binnenkwam staat in het bestand.',
      ),
    )
}

function announce(hub: Hub, options: HubCommandOptions): void {
  const url = pc.cyan(pc.underline(hub.url))
  const way = pc.cyan(`${hub.url}api/v1/batches`)
  const file = resolve(options.database)
  console.log(say(`The hub is open at ${url}`, `De hub is open op ${url}`))
  console.log(say(`Kits post to ${way}`, `Kits sturen naar ${way}`))
  if (options.host === '127.0.0.1')
    console.log(
      pc.dim(
        say(
          'Only this machine can reach it; for kits: --host 0.0.0.0',
          'Alleen deze machine kan erbij; voor kits: --host 0.0.0.0',
        ),
      ),
    )
  console.log(
    say(`Records are kept in ${file}. Ctrl-C ends.`, `De metingen komen in ${file}. Ctrl-C stopt.`),
  )
}
