/** A real MQTT broker in a thread of its own. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export interface Published {
  readonly topic: string
  readonly payload: Uint8Array
  readonly qos: number
  readonly retain: boolean
}

type Message = ({ kind: 'published' } & Published) | { kind: 'listening'; port: number }

export class Broker {
  readonly published: Published[] = []
  /** Called for each message, with how many came before. */
  onPublished: (number: number) => void = () => {}
  port = 0
  private readonly thread: Worker

  private constructor(port: number) {
    const main = new URL('./broker-main.js', import.meta.url)
    this.thread = new Worker(main, { workerData: { port } })
    this.thread.on('message', (message: Message) => {
      if (message.kind === 'listening') this.port = message.port
      else this.onPublished(this.published.push(message) - 1)
    })
  }

  /** Listens on loopback; 0 picks a free port. */
  static async start(port = 0): Promise<Broker> {
    const broker = new Broker(port)
    await once(broker.thread, 'message')
    return broker
  }

  /** Breaks every connection off; who comes again is let in. */
  hangUp(): void {
    this.thread.postMessage('hang up')
  }

  async close(): Promise<void> {
    await this.thread.terminate()
  }
}
