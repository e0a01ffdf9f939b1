/**
 * A broker in a hub's place: each batch is published under the kit's name, and counts as stored
 * when the broker has taken it over (MQTT 3.1.1, QoS 1: PUBACK).
 */
import { decode } from 'cborg'
import { connectAsync, type MqttClient } from 'mqtt'
import { NO_REPLY } from '../../../device/platform/io.ts'
import type { Exchange } from '../network.ts'
import type { RealServer } from './http-server.ts'

const LIMIT_MS = 30_000
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

export class MqttServer implements RealServer {
  pending: Promise<unknown> = Promise.resolve()
  private readonly broker: Broker
  private readonly onArrival: (number: number, timeUs: number) => void
  private readonly turn: () => Promise<void>

  constructor(
    broker: Broker,
    onArrival: (number: number, timeUs: number) => void,
    turn: () => Promise<void>,
  ) {
    this.broker = broker
    this.onArrival = onArrival
    this.turn = turn
  }

  serve(exchange: Exchange): void {
    this.pending = Promise.all([this.pending, this.pass(exchange)])
  }

  private async pass(exchange: Exchange): Promise<void> {
    await this.turn()
    try {
      const { kit, first, records } = decode(exchange.body) as {
        kit: string
        first: number
        records: unknown[]
      }
      const late = new Promise((_done, fail) => {
        setTimeout(() => fail(new Error('no PUBACK')), LIMIT_MS).unref()
      })
      await Promise.race([this.broker.publish(kit, exchange.body), late])
      this.onArrival(exchange.number, exchange.timeUs)
      exchange.reply(200, `{"stored":${first + records.length - 1}}`)
    } catch {
      exchange.reply(NO_REPLY, '')
    }
  }
}
