/**
 * Watches one kit from outside: what its journal was asked and what it answered, what time it was
 * told, how long it took to measure after a boot. It believes nothing but what it sees.
 */
import { Kit } from '../../device/kit.ts'
import type { I2C, Network, Platform } from '../../device/platform/io.ts'
import type { FaultyKit } from '../../host-tools/simulator/faults/faulty-kit.ts'
import type { Firmware } from '../../host-tools/simulator/sim-kit.ts'

/** One append; `isDurable` when the journal said so, and not when the power ended the call. */
export interface Append {
  readonly boot: number
  readonly atMs: number
  /** The same moment on the board's clock. */
  readonly ticksMs: number
  readonly log: number
  /** The number that the journal gave, or would have given. */
  readonly number: number
  readonly type: number
  readonly payload: Uint8Array
  isDurable: boolean
}

/** The kit was told that it is `utcMs`, at `ticksMs` of this boot. */
export interface Told {
  readonly boot: number
  readonly log: number
  /** The kit's own number of the boot. */
  readonly bootId: number
  readonly utcMs: number
  readonly ticksMs: number
  /** How long the board lived on, at the least. */
  atMs: number
}

export interface BootSeen {
  readonly boot: number
  readonly atMs: number
  /** When it ended, or Infinity. */
  endMs: number
  recoveryBytes: number
  /** First result of a conversion that left a chip; -1 while none did. */
  firstReadingMs: number
}

/** The hub's number among the kit's targets. */
const HUB = 0
/** A BME280's results are eight bytes, read at once. */
const RESULT_LENGTH = 8

export class Witness {
  readonly appends: Append[] = []
  readonly told: Told[] = []
  readonly boots: BootSeen[] = []
  /** Appends that the journal refused although it had power. */
  refused = 0
  /** Numbers that the kit knows to be at the hub; what its flash had not learned, it forgets. */
  readonly known = new Set<number>()
  private readonly readBytes: () => number
  private readonly isAlive: (boot: number) => boolean
  private readonly nowMs: () => number
  private readonly endedMs: () => number

  constructor(sim: () => FaultyKit) {
    this.readBytes = () => sim().store.readBytes
    this.isAlive = (boot) => sim().alive && sim().boots === boot
    this.nowMs = () => sim().kernel.nowUs / 1000
    this.endedMs = () => sim().endedUs / 1000
  }

  readonly firmware: Firmware = (platform, config) => {
    const last = this.boots[this.boots.length - 1]
    if (last !== undefined) last.endMs = this.endedMs()
    const boot = this.boots.length + 1
    const seen: BootSeen = {
      boot,
      atMs: this.nowMs(),
      endMs: Infinity,
      recoveryBytes: -1,
      firstReadingMs: -1,
    }
    this.boots.push(seen)
    const kit: Kit = new Kit(
      this.watched(platform, seen, () => kit),
      config,
    )
    this.watchRecovery(kit, seen)
    this.watchDelivery(kit)
    this.watchAppends(kit, boot, () => platform.clock.ticks())
    return kit
  }

  private watchRecovery(kit: Kit, seen: BootSeen): void {
    const { journal } = kit
    const recover = journal.recover.bind(journal)
    journal.recover = (...call) => {
      const before = this.readBytes()
      const result = recover(...call)
      seen.recoveryBytes = this.readBytes() - before
      const cursor = journal.cursor(HUB)
      for (const number of this.known) if (number >= cursor) this.known.delete(number)
      return result
    }
  }

  private watchDelivery({ journal }: Kit): void {
    const acknowledge = journal.acknowledge.bind(journal)
    journal.acknowledge = (target, from, to, ...rest) => {
      if (target === HUB) for (let number = from; number < to; number++) this.known.add(number)
      acknowledge(target, from, to, ...rest)
    }
  }

  private watchAppends(kit: Kit, boot: number, ticksMs: () => number): void {
    const { journal } = kit
    const append = journal.append.bind(journal)
    journal.append = (type, payload, length) => {
      const seen = {
        boot,
        atMs: this.nowMs(),
        ticksMs: ticksMs(),
        log: journal.logId,
        number: journal.nextSequence,
        type,
        payload: payload.slice(0, length),
        isDurable: false,
      }
      this.appends.push(seen)
      const number = append(type, payload, length)
      if (!this.isAlive(boot)) return number
      if (number < 0) this.refused++
      else Object.assign(seen, { log: journal.logId, number, isDurable: true })
      return number
    }
  }

  private watched(platform: Platform, seen: BootSeen, kit: () => Kit): Platform {
    return {
      id: platform.id,
      resetCause: platform.resetCause,
      clock: platform.clock,
      flash: platform.flash,
      network: this.watchedNetwork(platform, seen.boot, kit),
      entropy: () => platform.entropy(),
      feedWatchdog: () => platform.feedWatchdog(),
      openSerial: (...call) => platform.openSerial(...call),
      openI2C: (...call) => this.watchedBus(platform.openI2C(...call), seen),
      openOneWire: (...call) => platform.openOneWire(...call),
      openPulses: (...call) => platform.openPulses(...call),
      openBattery: () => platform.openBattery(),
    }
  }

  private watchedBus(bus: I2C, seen: BootSeen): I2C {
    return {
      write: (...call) => bus.write(...call),
      read: (into) => {
        bus.read(into)
        if (into.length === RESULT_LENGTH && seen.firstReadingMs < 0)
          seen.firstReadingMs = this.nowMs()
      },
      close: () => bus.close(),
    }
  }

  private watchedNetwork(platform: Platform, boot: number, kit: () => Kit): Network {
    const { network, clock } = platform
    return {
      connect: (onLink) => network.connect(onLink),
      request: (...call) => network.request(...call),
      requestTime: (onTime) =>
        network.requestTime((utcMs) => {
          const { logId: log, bootId } = kit().journal
          this.told.push({ boot, log, bootId, utcMs, ticksMs: clock.ticks(), atMs: this.nowMs() })
          onTime(utcMs)
        }),
    }
  }
}
