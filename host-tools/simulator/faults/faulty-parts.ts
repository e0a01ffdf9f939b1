/** Parts of which some are broken, or badly wired, as the kit's faults say. */
import type { Chip } from '../chips/chip.ts'
import type { I2CChip } from '../i2c-bus.ts'
import { Timer, type Timing } from '../kernel.ts'
import type { OneWireChip } from '../one-wire-line.ts'
import type { PulseChip } from '../pulse-line.ts'
import { Random } from '../random.ts'
import { SerialLine } from '../serial-line.ts'
import { type KitSetup, Parts } from '../sim-kit.ts'
import type { World } from '../world.ts'
import type { PartFault } from './kit-faults.ts'
import { LooseContact } from './loose-contact.ts'

/** Streams of draws of part faults begin here, one for each. */
const WIRES = 200
const SECOND_US = 1_000_000
/** Bytes that a line takes at once: the longest frame of any chip fits. */
const BYTES_MAX = 128

/** One fault with its draws; they go on when the board restarts. */
export class Ailment {
  readonly fault: PartFault
  private readonly random: Random
  private readonly contact: LooseContact

  constructor(fault: PartFault, setup: KitSetup, number: number) {
    this.fault = fault
    this.random = new Random(setup.seed, setup.number, WIRES + number)
    this.contact = new LooseContact(this.random, fault.openPerMille ?? 0, fault.burstMs ?? 0)
  }

  isOn(timeUs: number): boolean {
    const { fromS, toS } = this.fault
    return timeUs >= fromS * SECOND_US && timeUs < toS * SECOND_US
  }

  /** Whether what is sent at this moment, a byte or a transaction, is lost on the wire. */
  loses(timeUs: number): boolean {
    if (!this.isOn(timeUs)) return false
    switch (this.fault.kind) {
      case 'swapped-wires':
        return true
      case 'loose-wire':
        return this.contact.isOpenAt(timeUs)
      case 'i2c-nack':
        return this.random.next() % 1000 < (this.fault.nackPerMille ?? 0)
      default:
        return false
    }
  }
}

export function ailmentsOf(setup: KitSetup): readonly Ailment[] {
  return (setup.faults?.parts ?? []).map((fault, number) => new Ailment(fault, setup, number))
}

/** A serial line that loses bytes, in either direction. */
class LossyLine extends SerialLine {
  private readonly time: Timing
  private readonly ailments: readonly Ailment[]
  private readonly kept = new Uint8Array(BYTES_MAX)

  constructor(time: Timing, baud: number, ailments: readonly Ailment[]) {
    super(time, baud)
    this.time = time
    this.ailments = ailments
  }

  override transmit(bytes: Uint8Array, length: number): void {
    super.transmit(this.kept, this.keep(bytes, length))
  }

  override write(bytes: Uint8Array): void {
    super.write(this.kept.subarray(0, this.keep(bytes, bytes.length)))
  }

  private keep(bytes: Uint8Array, length: number): number {
    let kept = 0
    for (let i = 0; i < length && kept < BYTES_MAX; i++) {
      const timeUs = this.time.nowUs + i * this.byteUs
      if (!this.ailments.some((one) => one.loses(timeUs))) this.kept[kept++] = bytes[i]!
    }
    return kept
  }
}

/** An I2C chip whose wires lose whole transactions. */
class LossyChip implements I2CChip {
  readonly address: number
  private readonly chip: I2CChip
  private readonly time: Timing
  private readonly ailments: readonly Ailment[]

  constructor(chip: I2CChip, time: Timing, ailments: readonly Ailment[]) {
    this.address = chip.address
    this.chip = chip
    this.time = time
    this.ailments = ailments
  }

  onWrite(bytes: Uint8Array): boolean {
    return this.arrives() && this.chip.onWrite(bytes)
  }

  onRead(into: Uint8Array): boolean {
    return this.arrives() && this.chip.onRead(into)
  }

  private arrives(): boolean {
    return !this.ailments.some((one) => one.loses(this.time.nowUs))
  }
}

/** A chip on a 1-Wire bus whose wire is open at times. */
class LossyOneWireChip implements OneWireChip {
  private readonly chip: OneWireChip
  private readonly time: Timing
  private readonly ailments: readonly Ailment[]

  constructor(chip: OneWireChip, time: Timing, ailments: readonly Ailment[]) {
    this.chip = chip
    this.time = time
    this.ailments = ailments
  }

  onReset(): boolean {
    return this.arrives() && this.chip.onReset()
  }

  onWrite(byte: number): void {
    if (this.arrives()) this.chip.onWrite(byte)
  }

  onRead(): number {
    return this.arrives() ? this.chip.onRead() : 0xff
  }

  private arrives(): boolean {
    return !this.ailments.some((one) => one.loses(this.time.nowUs))
  }
}

/** A chip that hears no start pulse while its wire is open. */
class LossyPulseChip implements PulseChip {
  private readonly chip: PulseChip
  private readonly time: Timing
  private readonly ailments: readonly Ailment[]

  constructor(chip: PulseChip, time: Timing, ailments: readonly Ailment[]) {
    this.chip = chip
    this.time = time
    this.ailments = ailments
  }

  onStart(lowUs: number, levels: Uint16Array): number {
    if (this.ailments.some((one) => one.loses(this.time.nowUs))) return 0
    return this.chip.onStart(lowUs, levels)
  }
}

export class FaultyParts extends Parts {
  constructor(
    setup: KitSetup,
    time: Timing,
    world: World,
    random: readonly Random[],
    ailments: readonly Ailment[],
  ) {
    const of = (part: string) => ailments.filter(({ fault }) => fault.part === part)
    super(setup, time, world, random, {
      line: (part, baud) => {
        const own = of(part)
        return own.length > 0 ? new LossyLine(time, baud, own) : new SerialLine(time, baud)
      },
      chip: (part, chip) => {
        const own = of(part)
        return own.length > 0 ? new LossyChip(chip, time, own) : chip
      },
      oneWireChip: (part, chip) => {
        const own = of(part)
        return own.length > 0 ? new LossyOneWireChip(chip, time, own) : chip
      },
      pulseChip: (part, chip) => {
        const own = of(part)
        return own.length > 0 ? new LossyPulseChip(chip, time, own) : chip
      },
    })
    this.chips.forEach((chip, i) => {
      for (const ailment of ailments)
        if (ailment.fault.part === setup.chips[i]!.part) awaitAilment(ailment, chip, time)
    })
  }
}

/** A chip's own troubles begin and end by themselves. */
function awaitAilment(ailment: Ailment, chip: Chip, time: Timing): void {
  const { kind, fromS, toS } = ailment.fault
  const suffer = () => chip.suffer?.(kind, ailment.isOn(time.nowUs))
  suffer()
  for (const atS of [fromS, toS])
    if (atS * SECOND_US > time.nowUs && atS < Infinity) time.set(new Timer(suffer), atS * SECOND_US)
}
