/**
 * One kit, put together from a platform and a config.
 *
 * One loop owns everything: tasks say when they want a turn, one alarm wakes the loop at the
 * earliest of these times, and callbacks from the platform only note what happened and ask for a
 * turn. A reading's way: driver, sampler, periods, journal, delivery; nobody reaches back.
 */
import { configFault, type KitConfig } from './config/config.ts'
import { Delivery, type DeliveryHost } from './delivery/delivery.ts'
import type { KitStatus } from './delivery/targets/hub.ts'
import { openTargets, type TargetHost } from './delivery/targets/open.ts'
import { Journal } from './journal/journal.ts'
import { CborWriter } from './payload/cbor.ts'
import { RECORD_AVERAGE, RECORD_BOOT, RECORD_CLOCK, RecordWriter } from './payload/record.ts'
import type { Analog, Platform } from './platform/io.ts'
import { type AverageKeeper, Periods } from './sampling/periods.ts'
import { Sampler } from './sampling/sampler.ts'
import { openSensor } from './sensors/open.ts'
import type { Task } from './task.ts'
import { Timekeeper, type TimeListener } from './time/timekeeper.ts'
import { WallClock } from './time/wall-clock.ts'
import { VERSION } from './version.ts'

/** With its HTTP headers a request fits one TCP segment, and a small board has the memory. */
const BODY_LENGTH_MAX = 1_024
/** The loop comes round at least this often, so that the watchdog is fed. */
const TURN_MS_MAX = 20_000

/** Made here and not in the constructor, whose scope it would keep for good. */
function turnOf(kit: Kit): () => void {
  return () => kit.run()
}

export class Kit implements AverageKeeper, DeliveryHost, TargetHost, TimeListener {
  readonly id: string
  readonly periodS: number
  readonly journal: Journal
  readonly clock = new WallClock()
  private readonly platform: Platform
  private readonly record = new RecordWriter()
  private readonly periods: Periods
  private readonly timekeeper: Timekeeper
  private readonly deliveries: Delivery[] = []
  private readonly tasks: Task[] = []
  private readonly battery: Analog | undefined
  private readonly turn: () => void
  /** News from callbacks, taken in by the next turn. */
  private linkUp = false
  private linkChanged = false
  private heardUtcMs = 0
  private heardAtMs = 0

  /** Throws, with the path of the wrong field, when the config cannot be used. */
  constructor(platform: Platform, config: KitConfig) {
    const fault = configFault(config)
    if (fault !== '') throw new Error(fault)
    this.platform = platform
    this.id = platform.id
    this.periodS = config.periodS
    this.turn = turnOf(this)
    const samplers: Sampler[] = []
    for (let i = 0; i < config.sensors.length; i++)
      samplers.push(new Sampler(openSensor(platform, config.sensors[i]!)))
    this.battery = platform.openBattery()
    this.journal = new Journal(platform.flash, config.targets.length)
    this.periods = new Periods(samplers, this.clock, this.record, config.periodS, this)
    this.timekeeper = new Timekeeper(platform.network, this)
    this.tasks.push(this.periods)
    for (let i = 0; i < samplers.length; i++) this.tasks.push(samplers[i]!)
    this.tasks.push(this.timekeeper)
    const { journal, deliveries } = this
    const scratch = new CborWriter(BODY_LENGTH_MAX)
    const targets = openTargets(config.targets, scratch, this)
    for (let i = 0; i < targets.length; i++) {
      const [target, body] = [targets[i]!, scratch.bytes]
      deliveries.push(new Delivery(journal, platform.network, target, i, body, this))
      this.tasks.push(deliveries[i]!)
    }
  }

  /** Recovers the log, enters this boot in it, and begins to measure, with or without network. */
  start(): void {
    const platform = this.platform
    const nowMs = platform.clock.ticks()
    this.journal.recover(platform.entropy())
    this.journal.bootId++
    this.periods.bootId = this.journal.bootId
    this.record.boot(this.journal.bootId, platform.resetCause, VERSION)
    this.keep(RECORD_BOOT)
    this.periods.begin(nowMs)
    platform.network.connect((up) => {
      this.linkUp = up
      this.linkChanged = true
      this.wake()
    })
    this.run()
  }

  /** One turn: takes in the news, lets every task run that is due, sets the alarm for the next. */
  run(): void {
    const nowMs = this.platform.clock.ticks()
    this.takeNews(nowMs)
    const tasks = this.tasks
    for (let i = 0; i < tasks.length; i++) {
      const task = tasks[i]!
      if (task.dueMs <= nowMs) task.run(nowMs)
    }
    // A callback that came during this turn asked for another; the alarm set below replaces it.
    let nextMs = this.linkChanged || this.heardUtcMs > 0 ? nowMs : nowMs + TURN_MS_MAX
    for (let i = 0; i < tasks.length; i++) {
      const dueMs = tasks[i]!.dueMs
      if (dueMs < nextMs) nextMs = dueMs
    }
    this.journal.tidy()
    this.platform.feedWatchdog()
    this.platform.clock.alarm(nextMs > nowMs ? nextMs - nowMs : 0, this.turn)
  }

  wake(): void {
    this.platform.clock.alarm(0, this.turn)
  }

  entropy(): number {
    return this.platform.entropy()
  }

  status(nowMs: number): KitStatus {
    return {
      id: this.id,
      uptimeS: Math.floor(nowMs / 1000),
      batteryMv: this.battery === undefined ? -1 : this.battery.readMillivolts(),
    }
  }

  keepAverage(): void {
    this.keep(RECORD_AVERAGE)
  }

  timeHeard(utcMs: number): void {
    this.heardUtcMs = utcMs
    this.heardAtMs = this.platform.clock.ticks()
    this.wake()
  }

  private takeNews(nowMs: number): void {
    if (this.linkChanged) {
      this.linkChanged = false
      this.timekeeper.link(this.linkUp, nowMs)
      for (let i = 0; i < this.deliveries.length; i++) this.deliveries[i]!.link(this.linkUp, nowMs)
    }
    if (this.heardUtcMs > 0) {
      const utcMs = this.heardUtcMs
      const ticksMs = this.heardAtMs
      this.heardUtcMs = 0
      this.clock.set(utcMs, ticksMs)
      this.periods.clockChanged(nowMs)
      this.record.clock(this.journal.bootId, ticksMs, utcMs)
      this.keep(RECORD_CLOCK)
      this.timekeeper.settled(nowMs)
    }
  }

  /** Makes the payload in `record` durable. */
  private keep(type: number): void {
    this.journal.append(type, this.record.bytes, this.record.length)
    const nowMs = this.platform.clock.ticks()
    for (let i = 0; i < this.deliveries.length; i++) this.deliveries[i]!.offer(nowMs)
  }
}
