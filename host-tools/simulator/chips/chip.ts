/**
 * What makes a simulated chip. `docs/worlds-and-chips.md` shows how to write one in a file of your
 * own. A chip knows its time, the world around it and its bus, and nothing of the kit; all chance
 * comes from `random`. It runs inside of real engines too, so it keeps to the Espruino dialect.
 */
import type { I2CChip } from '../i2c-bus.ts'
import type { Timing } from '../kernel.ts'
import type { OneWireChip } from '../one-wire-line.ts'
import type { PulseChip } from '../pulse-line.ts'
import type { Random } from '../random.ts'
import type { SerialLine } from '../serial-line.ts'
import type { World } from '../world.ts'

/** What a chip is put on when its power comes. */
export interface Bench {
  readonly time: Timing
  readonly world: World
  readonly random: Random
  /** The line of a serial chip's port. */
  openLine(baud: number): SerialLine
  /** Puts an I2C chip on the bus of its port. */
  addToBus(chip: I2CChip): void
  /** Puts a chip on the single wire of its port: a bus, or pulses. Some benches have none. */
  addToOneWire?(chip: OneWireChip): void
  addToPulses?(chip: PulseChip): void
}

/** A chip with power. */
export interface Chip {
  /** Settings that it keeps without power: parts of the unit of its next life. */
  memory?(): object
  /** Something breaks, or is whole again. A chip that cannot have it leaves this out. */
  suffer?(ailment: string, isOn: boolean): void
}

/** How chips of one kind come to be; `unit` is what one unit is like. */
export type ChipModel<Unit> = (bench: Bench, unit: Unit) => Chip

/** One chip of a kit: the firmware's name of the part, the port that it is on, and the unit. */
export interface ChipSetup {
  readonly part: string
  /** Path of the file whose default export is its model; the one that ships if it is not said. */
  readonly model?: string
  readonly port: string
  readonly unit: object
}
