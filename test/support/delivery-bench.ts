/** A delivery with its journal and network, run in virtual time. */
import { decode } from 'cborg'
import { Delivery } from '../../device/delivery/delivery.ts'
import { HubTarget } from '../../device/delivery/targets/hub.ts'
import { Journal } from '../../device/journal/journal.ts'
import { CborWriter } from '../../device/payload/cbor.ts'
import { FlashModel } from '../journal/flash-model.ts'
import { NetworkDouble, type Post } from './network-double.ts'

export interface Batch {
  readonly v: number
  readonly kit: string
  readonly log: number
  readonly boot: number
  readonly uptime: number
  readonly dropped: number
  readonly others?: readonly number[]
  readonly battery?: number
  readonly first: number
  readonly backlog: number
  readonly records: readonly Uint8Array[]
}

export const decodeBatch = (post: Post): Batch => decode(post.body, { strict: true })
export const lastOf = (batch: Batch) => batch.first + batch.records.length - 1

export class DeliveryBench {
  readonly network = new NetworkDouble()
  readonly journal: Journal
  readonly delivery: Delivery
  nowMs = 0
  batteryMv = -1
  /** When each post was sent. */
  readonly sentAtMs: number[] = []
  private entropy = 12345

  constructor(records: number) {
    this.journal = new Journal(new FlashModel({ blocks: 16, blockLength: 4096, writeAlign: 4 }), 1)
    this.journal.recover(99)
    const status = () => ({ id: 'kit-1', uptimeS: 5, batteryMv: this.batteryMv })
    const entropy = () => {
      this.entropy = (this.entropy * 1_103_515_245 + 12_345) % 2 ** 31
      return this.entropy
    }
    const cbor = new CborWriter(1_024)
    const { journal, network } = this
    const target = new HubTarget('http://hub/api', 0, 1, journal, cbor, { status })
    this.delivery = new Delivery(journal, network, target, 0, cbor.bytes, { entropy, wake() {} })
    this.append(records)
  }

  append(count: number, length = 35): void {
    for (let i = 0; i < count; i++) {
      this.journal.append(1, new Uint8Array(length).fill(this.journal.nextSequence), length)
      this.delivery.offer(this.nowMs)
    }
  }

  up(): this {
    this.delivery.link(true, this.nowMs)
    return this
  }

  runTo(ms: number): this {
    while (this.delivery.dueMs <= ms) {
      this.nowMs = Math.max(this.nowMs, this.delivery.dueMs)
      const posts = this.network.posts.length
      this.delivery.run(this.nowMs)
      if (this.network.posts.length > posts) this.sentAtMs.push(this.nowMs)
    }
    this.nowMs = ms
    return this
  }

  /** Runs until one more post was sent, and gives it. */
  nextPost(): Post {
    const posts = this.network.posts
    const before = posts.length
    while (posts.length === before) {
      if (this.delivery.dueMs > this.nowMs + 3_600_000) throw new Error('nothing is sent any more')
      this.runTo(this.delivery.dueMs)
    }
    return posts[before]!
  }
}
