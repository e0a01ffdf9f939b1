/** The hub: takes what the kits send, keeps it, shows it. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { NOTHING_KNOWN, readAbout } from './about/about.ts'
import { createApp } from './app.ts'
import { Intake } from './intake.ts'
import { Live } from './live.ts'
import { openPage } from './page.ts'
import { Sql } from './store/database.ts'

/** A kit that takes longer than this for one request has lost its link. */
const REQUEST_MS_MAX = 30_000

export interface HubOptions {
  /** 0 picks a free port. */
  readonly port: number
  /** File of the database, made when it does not exist; `:memory:` keeps nothing. */
  readonly database: string
  /** File that tells of kits and campaigns; see `docs/open-data.md`. */
  readonly about?: string
  /** Address to listen on; the default is reached from this machine only. */
  readonly host?: string
  /** Milliseconds since 1970. A simulation has its own. */
  readonly now?: () => number
  /** Milliseconds of a clock that never steps; paces the kits. A test has a faster one. */
  readonly clock?: () => number
  /**
   * Whether a batch must be on the disk before it is acknowledged; the default. Without, a power
   * cut of the hub's machine may cost the latest batches, which no kit sends again.
   */
  readonly durable?: boolean
}

export interface Hub {
  readonly url: string
  readonly port: number
  /** Ends all connections and closes the file. May be called twice. */
  close(): Promise<void>
}

/** Listening when it resolves. Rejects when the port is taken or the file cannot be used. */
export async function startHub(options: HubOptions): Promise<Hub> {
  const about = options.about === undefined ? NOTHING_KNOWN : readAbout(options.about)
  const sql = new Sql(options.database, options.durable ?? true)
  const intake = new Intake(sql, options.clock)
  const live = new Live()
  const now = options.now ?? Date.now
  const app = createApp({ sql, live, intake, page: openPage(), about, now })
  const host = options.host ?? '127.0.0.1'
  let closing: Promise<void> | undefined
  try {
    const { server, port } = await listen(app.fetch, host, options.port)
    const close = async () => {
      live.close()
      await closeServer(server)
      intake.close()
      sql.close()
    }
    const url = `http://${nameOf(host)}:${port}/`
    return { url, port, close: () => (closing ??= close()) }
  } catch (error) {
    live.close()
    sql.close()
    throw error
  }
}

type Fetch = ReturnType<typeof createApp>['fetch']

function listen(
  fetch: Fetch,
  hostname: string,
  port: number,
): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const serverOptions = { requestTimeout: REQUEST_MS_MAX }
    const server = serve(
      { fetch, hostname, port, serverOptions, overrideGlobalObjects: false },
      () => resolve({ server, port: (server.address() as AddressInfo).port }),
    ) as Server
    server.once('error', reject)
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** An address that a browser can open. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
