/**
 * A broker in a hub's place: each batch is published under the kit's name, and counts as stored
 * when the broker has taken it over (MQTT 3.1.1, QoS 1: PUBACK).
 */
import { decode } from 'cborg'
import { connectAsync, type MqttClient } from 'mqtt'
import type { Exchange } from '../network.ts'
import { REPLY_LIMIT_MS, RealServer } from './real-server.ts'

const CONNECT_MS = 5_000

export class Broker {
  private readonly client: MqttClient
  private readonly topic: string

  private constructor(client: MqttClient, topic: string) {
    this.client = client
    this.topic = topic
  }

  /** `mqtt://host:1883/topic`; rejects when nobody is there. */
  static async connect(url: string): Promise<Broker> {
    const { pathname } = new URL(url)
    const settings = { connectTimeout: CONNECT_MS, reconnectPeriod: 1_000 }
    // With `false` a first attempt that fails rejects instead of being repeated for ever.
    const client = await connectAsync(url, settings, false).catch((error: Error) => {
      throw new Error(`--target ${url}: ${error.message}; start the broker first`)
    })
    return new Broker(client, pathname.replace(/^\/+|\/+$/g, '') || 'meetkit')
  }

  publish(kit: string, body: Uint8Array): Promise<unknown> {
    return this.client.publishAsync(`${this.topic}/${kit}/batches`, Buffer.from(body), { qos: 1 })
  }

  async close(): Promise<void> {
    await this.client.endAsync(true)
  }
}

export class MqttServer extends RealServer {
  private readonly broker: Broker

  constructor(broker: Broker, ...rest: ConstructorParameters<typeof RealServer>) {
    super(...rest)
    this.broker = broker
  }

  protected async pass(exchange: Exchange): Promise<void> {
    const { kit, first, records } = decode(exchange.body) as {
      kit: string
      first: number
      records: unknown[]
    }
    const late = new Promise((_done, fail) => {
      setTimeout(() => fail(new Error('no PUBACK')), REPLY_LIMIT_MS).unref()
    })
    await Promise.race([this.broker.publish(kit, exchange.body), late])
    this.onArrival(exchange.number, exchange.timeUs)
    exchange.reply(200, `{"stored":${first + records.length - 1}}`)
  }
}
