/** A real server for simulated kits, as `--target` names it. */
import type { TargetConfig } from '../../../device/config/targets.ts'
import { HttpServer } from './http-server.ts'
import { Broker, MqttServer } from './mqtt-server.ts'
import type { RealServer } from './real-server.ts'

const HUB_PATH = '/api/v1/batches'
/** InfluxDB 1 and 2. */
const INFLUXDB_PATHS = ['/write', '/api/v2/write']

const KNOCK_MS = 5_000

type OnArrival = (number: number, timeUs: number) => void

export interface LiveTarget {
  /** What the kits are told to send to. */
  readonly config: TargetConfig
  /** The server as one kit reaches it. */
  server(onArrival: OnArrival, turn: () => Promise<void>): RealServer
  close(): Promise<void>
}

/**
 * `authorization`: the header's value for a database. Rejects for an address of another kind, and
 * where nobody answers.
 */
export async function openTarget(address: string, authorization?: string): Promise<LiveTarget> {
  const url = parse(address)
  if (url.protocol === 'mqtt:' || url.protocol === 'mqtts:') {
    const broker = await Broker.connect(address)
    return {
      // The kit posts its batches as to a hub; the way from there on is the broker's.
      config: { kind: 'hub', url: `http://broker.meetkit.invalid${HUB_PATH}` },
      server: (onArrival, turn) => new MqttServer(broker, onArrival, turn),
      close: () => broker.close(),
    }
  }
  await knock(url)
  return {
    config: httpConfig(url, authorization),
    server: (onArrival, turn) => new HttpServer(onArrival, turn),
    close: async () => {},
  }
}

/** Any answer will do; rejects when nobody is there. */
async function knock(url: URL): Promise<void> {
  try {
    await fetch(url.origin, { signal: AbortSignal.timeout(KNOCK_MS) })
  } catch {
    throw new Error(`--target ${url.href}: nobody answers there; start the server first`)
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
    throw new Error(`--target ${address}: must begin with http://, https:// or mqtt://`)
  return url
}

function httpConfig(url: URL, authorization: string | undefined): TargetConfig {
  if (INFLUXDB_PATHS.includes(url.pathname))
    return { kind: 'influxdb', url: url.href, ...(authorization && { authorization }) }
  const path = url.pathname === '/' ? HUB_PATH : url.pathname
  return { kind: 'hub', url: new URL(path, url).href }
}
