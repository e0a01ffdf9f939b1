/** A real server for simulated kits, as `--target` names it. */
import type { TargetConfig } from '../../../device/config/targets.ts'
import { HttpServer } from './http-server.ts'
import { Broker, MqttServer } from './mqtt-server.ts'
import { type RealServer, type RealServerOptions, reasonOf } from './real-server.ts'

const HUB_PATH = '/api/v1/batches'
/** InfluxDB 1 and 2, perhaps behind a path of a proxy's. */
const INFLUXDB_PATH = /\/(?:api\/v2\/)?write$/

const KNOCK_MS = 5_000

export interface LiveTarget {
  /** What the kits are told to send to. */
  readonly config: TargetConfig
  /** The server as one kit reaches it. */
  server(options: RealServerOptions): RealServer
  close(): Promise<void>
}

/**
 * `authorization`: the header's value for a database. Rejects for an address of another kind, and
 * where nobody answers.
 */
export async function openTarget(address: string, authorization?: string): Promise<LiveTarget> {
  const url = parse(address)
  if (url.protocol === 'mqtt:' || url.protocol === 'mqtts:') {
    const broker = await Broker.connect(url, shown(url))
    return {
      // The kit posts its batches as to a hub; the way from there on is the broker's.
      config: { kind: 'hub', url: `http://broker.meetkit.invalid${HUB_PATH}` },
      server: (options) => new MqttServer(broker, options),
      close: () => broker.close(),
    }
  }
  if (url.username !== '' || url.password !== '')
    throw new Error(
      `--target ${shown(url)}: a password does not belong into an address; a database's ` +
        'Authorization header is taken from MEETKIT_TARGET_AUTHORIZATION',
    )
  await knock(url)
  const config = httpConfig(url, authorization)
  return {
    config,
    server: (options) => new HttpServer(config.kind, options),
    close: async () => {},
  }
}

/** Without what nobody else should read. */
function shown(url: URL): string {
  const copy = new URL(url)
  if (copy.password !== '') copy.password = '***'
  return copy.href
}

/** Any answer will do; rejects when nobody is there. */
async function knock(url: URL): Promise<void> {
  try {
    const signal = AbortSignal.timeout(KNOCK_MS)
    const response = await fetch(url.origin, { redirect: 'manual', signal })
    await response.body?.cancel()
  } catch (error) {
    const reason = reasonOf(error)
    const isAway = /^(E[A-Z]+|UND_ERR_CONNECT_TIMEOUT)$/.test(reason) || /in time$/.test(reason)
    const advice = isAway ? 'nobody answers there; start the server first' : 'speaks no HTTP'
    throw new Error(`--target ${shown(url)}: ${advice} (${reason})`)
  }
}

function parse(address: string): URL {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw new Error(`--target ${address}: not an address such as http://127.0.0.1:8080/`)
  }
  if (!['http:', 'https:', 'mqtt:', 'mqtts:'].includes(url.protocol))
    throw new Error(`--target ${shown(url)}: must begin with http://, https:// or mqtt://`)
  return url
}

function httpConfig(url: URL, authorization: string | undefined): TargetConfig {
  const path = url.pathname.replace(/\/+$/, '')
  const server = new URL(url)
  if (INFLUXDB_PATH.test(path)) {
    server.pathname = path
    // Kits send whole seconds and say so themselves.
    server.searchParams.delete('precision')
    return { kind: 'influxdb', url: server.href, ...(authorization && { authorization }) }
  }
  if (path === '') server.pathname = HUB_PATH
  return { kind: 'hub', url: server.href }
}
