/**
 * A broker in a hub's place: each batch is published under the kit's name, and counts as stored
 * when the broker has taken it over (MQTT 3.1.1, QoS 1: PUBACK).
 */
import { decode } from 'cborg'
import { connectAsync, type MqttClient } from 'mqtt'
import type { Exchange } from '../network.ts'
import { REPLY_LIMIT_MS, RealServer, type RealServerOptions } from './real-server.ts'

const CONNECT_MS = 5_000

export class Broker {
  private readonly client: MqttClient
  private readonly topic: string

  private constructor(client: MqttClient, topic: string) {
    this.client = client
    this.topic = topic
  }

  /** `mqtt://host:1883/topic`; rejects, naming it as `shown`, when it cannot be used. */
  static async connect(url: URL, shown: string): Promise<Broker> {
    const topic = topicOf(url, shown)
    const settings = { connectTimeout: CONNECT_MS, reconnectPeriod: 1_000 }
    // With `false` a first attempt that fails rejects instead of being repeated for ever.
    const client = await connectAsync(url.href, settings, false).catch((error: unknown) => {
      const { code, message } = error as Error & { code?: unknown }
      const isAway = typeof code === 'string' || /timeout/.test(message)
      throw new Error(`--target ${shown}: ${message}${isAway ? '; start the broker first' : ''}`)
    })
    return new Broker(client, topic)
  }

  publish(kit: string, body: Uint8Array): Promise<unknown> {
    return this.client.publishAsync(`${this.topic}/${kit}/batches`, Buffer.from(body), { qos: 1 })
  }

  async close(): Promise<void> {
    await this.client.endAsync(true)
  }
}

/** Nothing that a broker would take for a pattern (MQTT 3.1.1, 4.7.1). */
function topicOf({ pathname }: URL, shown: string): string {
  const topic = decodeURIComponent(pathname.replace(/^\/+|\/+$/g, '')) || 'meetkit'
  if (/[+#\0]/.test(topic)) throw new Error(`--target ${shown}: a topic has no + and no #`)
  return topic
}

export class MqttServer extends RealServer {
  private readonly broker: Broker

  constructor(broker: Broker, options: RealServerOptions) {
    super(options)
    this.broker = broker
  }

  protected async pass(exchange: Exchange): Promise<void> {
    const { kit, first, records } = decode(exchange.body) as {
      kit: string
      first: number
      records: unknown[]
    }
    this.signal.throwIfAborted()
    await this.inTime(this.broker.publish(kit, exchange.body))
    this.onArrival(exchange.number, exchange.timeUs)
    exchange.reply(200, `{"stored":${first + records.length - 1}}`)
  }

  private inTime(publication: Promise<unknown>): Promise<unknown> {
    let stop = () => {}
    const late = new Promise((_done, fail) => {
      stop = () => fail(new Error('no PUBACK'))
    })
    const limit = setTimeout(stop, REPLY_LIMIT_MS).unref()
    this.signal.addEventListener('abort', stop)
    return Promise.race([publication, late]).finally(() => {
      clearTimeout(limit)
      this.signal.removeEventListener('abort', stop)
    })
  }
}
