/** A kit's journal and targets without its sensors, through boots, in virtual time. */
import type { TargetConfig } from '../../device/config/targets.ts'
import { Delivery } from '../../device/delivery/delivery.ts'
import { openTargets } from '../../device/delivery/targets/open.ts'
import { Journal } from '../../device/journal/journal.ts'
import { CborWriter } from '../../device/payload/cbor.ts'
import {
  RECORD_AVERAGE,
  RECORD_BOOT,
  RECORD_CLOCK,
  RecordWriter,
} from '../../device/payload/record.ts'
import { WallClock } from '../../device/time/wall-clock.ts'
import { FlashModel } from '../journal/flash-model.ts'
import { NetworkDouble, type Post } from './network-double.ts'

export const PERIOD_S = 300
/** Noon of New Year's Eve 2025. */
export const NOON_S = Date.UTC(2025, 11, 31, 12) / 1000

export interface Channel {
  readonly quantity: number
  readonly part: number
  readonly mean: number
  readonly count?: number
}

/** One SDS011 and one BME280; `n` tells averages apart by their PM2.5. */
export function kitChannels(n: number): Channel[] {
  return [
    { quantity: 1, part: 1, mean: n },
    { quantity: 2, part: 1, mean: 2_000 + n },
    { quantity: 3, part: 2, mean: -105 },
    { quantity: 4, part: 2, mean: 8_050 },
    { quantity: 5, part: 2, mean: 101_325 },
  ]
}

export class TargetBench {
  readonly network = new NetworkDouble()
  /** UTC in ms of the whole bench, and of this boot's beginning. */
  utcMs = NOON_S * 1000
  journal: Journal
  deliveries: Delivery[] = []
  clock = new WallClock()
  /** Averages that were appended. */
  averages = 0
  private bootMs = 0
  private linkUp = false
  private readonly flash: FlashModel
  private readonly configs: readonly TargetConfig[]
  private readonly record = new RecordWriter()
  private chance = 1

  constructor(configs: readonly TargetConfig[], blocks = 8) {
    this.configs = configs
    this.flash = new FlashModel({ blocks, blockLength: 4096, writeAlign: 4 })
    this.journal = new Journal(this.flash, configs.length)
    this.boot()
  }

  ticksMs(): number {
    return this.utcMs - this.bootMs
  }

  /** Power fails and comes back: only the flash remembers. */
  boot(): this {
    this.bootMs = this.utcMs
    this.clock = new WallClock()
    const journal = new Journal(this.flash, this.configs.length)
    this.journal = journal
    journal.recover(99)
    journal.bootId++
    this.record.boot(journal.bootId, 0, 100)
    this.deliveries = []
    this.linkUp = false
    this.append(RECORD_BOOT)
    const cbor = new CborWriter(1_024)
    const status = () => ({ id: 'kit-1', uptimeS: 5, batteryMv: -1 })
    const host = { journal, clock: this.clock, periodS: PERIOD_S, id: 'kit-1', status }
    const entropy = () => {
      this.chance = (this.chance * 16_807) % 2_147_483_647
      return this.chance
    }
    this.deliveries = openTargets(this.configs, cbor, host).map(
      (target, i) =>
        new Delivery(journal, this.network, target, i, cbor.bytes, { entropy, wake() {} }),
    )
    return this
  }

  up(): this {
    return this.link(true)
  }

  link(up: boolean): this {
    this.linkUp = up
    for (const delivery of this.deliveries) delivery.link(this.linkUp, this.ticksMs())
    return this
  }

  /** The time becomes known, as it is. */
  learnTime(): this {
    this.clock.set(this.utcMs, this.ticksMs())
    this.record.clock(this.journal.bootId, this.ticksMs(), this.utcMs)
    this.append(RECORD_CLOCK)
    return this
  }

  /** A period passes and its average is stored. */
  average(channels: readonly Channel[] = kitChannels(++this.averages)): this {
    this.pass(PERIOD_S)
    return this.close(channels)
  }

  /** The average of the period that ends now. */
  close(channels: readonly Channel[]): this {
    const endS = Math.floor((this.clock.known ? this.utcMs : this.ticksMs()) / 1000)
    const startS = Math.max(0, endS - PERIOD_S)
    this.record.beginAverage(this.journal.bootId, this.clock.known, startS, endS - startS)
    for (const { quantity, part, mean, count = 300 } of channels) {
      this.record.channel(quantity, part, count === 0 ? 32 : 0, 300, count, 0)
      if (count > 0) this.record.statistics(mean, mean - 1, mean + 2, 1)
    }
    this.append(RECORD_AVERAGE)
    return this
  }

  /** Lets time pass, with all turns that become due in it. */
  pass(seconds: number): this {
    const endMs = this.utcMs + seconds * 1000
    for (let turns = 0; ; turns++) {
      if (turns > 100_000) throw new Error('delivery spins')
      const dueMs = Math.min(...this.deliveries.map((one) => one.dueMs)) + this.bootMs
      if (dueMs > endMs) break
      this.utcMs = Math.max(this.utcMs, dueMs)
      for (const one of this.deliveries) if (one.dueMs <= this.ticksMs()) one.run(this.ticksMs())
    }
    this.utcMs = endMs
    return this
  }

  /** Lets time pass until one more request was sent, and gives it. */
  next(withinS = 3_600): Post {
    const posts = this.network.posts
    const before = posts.length
    for (let passed = 0; posts.length === before; passed++) {
      if (passed > withinS) throw new Error('nothing is sent any more')
      this.pass(1)
    }
    return posts[before]!
  }

  /** Averages that wait for this target. */
  pending(target: number): number {
    let count = 0
    const journal = this.journal
    for (let at = journal.cursor(target); journal.find(this.configs.length, at); ) {
      if (journal.found.type === RECORD_AVERAGE) count++
      at = journal.found.sequence + 1
    }
    return count
  }

  private append(type: number): void {
    this.journal.append(type, this.record.bytes, this.record.length)
    for (const delivery of this.deliveries) delivery.offer(this.ticksMs())
  }
}

export const bodyOf = (post: Post) => Buffer.from(post.body).toString('latin1')

/** A kit that knows the time and has one average, begun at noon. */
export function benchOf(config: TargetConfig): TargetBench {
  return new TargetBench([config]).learnTime().average().up()
}

/** What became of the bench's only average. */
export function fateOf(kit: TargetBench): string {
  if (kit.pending(0) > 0) return 'kept'
  return kit.journal.dropped(0) === 0 ? 'stored' : 'given up'
}
