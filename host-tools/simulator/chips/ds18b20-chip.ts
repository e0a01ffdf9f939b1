/**
 * DS18B20 as its datasheet ("DS18B20", REV 042208) describes it, with power at VDD: presence,
 * Skip ROM, Read ROM and Match ROM, and the functions on its scratchpad. It is deaf to anything
 * else until the next reset. A conversion takes 750 ms at 12 bits and half of that for each bit
 * less.
 */
import { TEMPERATURE_CODE } from '../../../device/quantity-codes.ts'
import type { Timing } from '../kernel.ts'
import type { OneWireChip } from '../one-wire-line.ts'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'
import type { ChipModel } from './chip.ts'

const CONVERT_12_US = 750_000
/** Family code, and the rest of a serial number that no two need to differ in here. */
const ROM = [0x28, 0x61, 0x64, 0x0b, 0x5c, 0x1f, 0x2a]
/** Usual alarm triggers, as chips come. */
const TH = 0x4b
const TL = 0x46

/** What the chip waits for. */
const DEAF = 0
const ROM_COMMAND = 1
const FUNCTION = 2
const SETTINGS = 3
const MATCH = 4
/** What it says in read slots. */
const NOTHING = 0
const CONVERSION = 1
const BYTES = 2

/** Offset and noise in 0.01 °C; `bits` as an earlier user left them in its EEPROM. */
export interface Ds18b20Unit {
  readonly temperatureOffset: number
  readonly noise: number
  readonly bits: number
}

/** "CRC Generation": the shift register of the datasheet's figure, bit by bit. */
function putCrc(bytes: number[], length: number): void {
  let register = 0
  for (let i = 0; i < length * 8; i++) {
    const feedback = (register ^ (bytes[i >> 3]! >> (i & 7))) & 1
    register = (register >> 1) ^ (feedback === 1 ? 0x8c : 0)
  }
  bytes[length] = register
}

export class Ds18b20Chip implements OneWireChip {
  private readonly kernel: Timing
  private readonly world: World
  private readonly random: Random
  private readonly unit: Ds18b20Unit
  private readonly scratchpad: number[]
  private readonly rom = ROM.slice()
  private awaits = DEAF
  private count = 0
  private says = NOTHING
  private out: readonly number[] = []
  private readyUs = -1

  constructor(kernel: Timing, world: World, random: Random, unit: Ds18b20Unit) {
    this.kernel = kernel
    this.world = world
    this.random = random
    this.unit = unit
    this.scratchpad = [0x50, 0x05, TH, TL, ((unit.bits - 9) << 5) | 0x1f, 0xff, 0x0c, 0x10, 0]
    putCrc(this.scratchpad, 8)
    putCrc(this.rom, 7)
  }

  onReset(): boolean {
    this.settle()
    this.awaits = ROM_COMMAND
    this.says = NOTHING
    return true
  }

  onWrite(byte: number): void {
    this.settle()
    const awaits = this.awaits
    if (awaits === SETTINGS) this.set(byte)
    else if (awaits === MATCH) this.match(byte)
    else {
      this.awaits = DEAF
      if (awaits === ROM_COMMAND) this.address(byte)
      else if (awaits === FUNCTION) this.perform(byte)
    }
  }

  onRead(): number {
    this.settle()
    if (this.says === CONVERSION) return this.readyUs < 0 ? 0xff : 0x00
    if (this.says === NOTHING || this.count >= this.out.length) return 0xff
    return this.out[this.count++]!
  }

  private address(command: number): void {
    if (command === 0xcc) this.awaits = FUNCTION
    else if (command === 0x33) {
      this.say(this.rom)
      this.awaits = FUNCTION
    } else if (command === 0x55) {
      this.awaits = MATCH
      this.count = 0
    }
  }

  private match(byte: number): void {
    if (byte !== this.rom[this.count++]) this.awaits = DEAF
    else if (this.count === this.rom.length) this.awaits = FUNCTION
  }

  private perform(command: number): void {
    this.says = NOTHING
    if (command === 0x44) {
      const less = 12 - this.bits()
      this.readyUs = this.kernel.nowUs + (CONVERT_12_US >> less)
      this.says = CONVERSION
    } else if (command === 0xbe) this.say(this.scratchpad)
    else if (command === 0x4e) {
      this.awaits = SETTINGS
      this.count = 0
    }
  }

  private say(bytes: readonly number[]): void {
    this.out = bytes.slice()
    this.count = 0
    this.says = BYTES
  }

  private bits(): number {
    return 9 + ((this.scratchpad[4]! >> 5) & 3)
  }

  /** Write Scratchpad: TH, TL and, with its fixed bits, the configuration. */
  private set(byte: number): void {
    const at = 2 + this.count++
    this.scratchpad[at] = at === 4 ? (byte & 0x60) | 0x1f : byte
    putCrc(this.scratchpad, 8)
    if (at === 4) this.awaits = DEAF
  }

  private settle(): void {
    if (this.readyUs < 0 || this.kernel.nowUs < this.readyUs) return
    const timeMs = Math.floor(this.readyUs / 1000)
    this.readyUs = -1
    const unit = this.unit
    const centi =
      this.world.value(TEMPERATURE_CODE, timeMs, 2000) +
      unit.temperatureOffset +
      this.random.between(-unit.noise, unit.noise)
    const word = Math.floor((centi * 16) / 100 + 0.5)
    const bounded = word < -880 ? -880 : word > 2000 ? 2000 : word
    const less = 12 - this.bits()
    const told = (bounded >> less) << less
    this.scratchpad[0] = told & 0xff
    this.scratchpad[1] = (told >> 8) & 0xff
    this.scratchpad[6] = 0x10 - (told & 0x0f)
    putCrc(this.scratchpad, 8)
  }
}

/** A DS18B20 on its bus. */
export const ds18b20Model: ChipModel<Ds18b20Unit> = (bench, unit) => {
  if (bench.addToOneWire === undefined) throw new Error('no 1-Wire bus here')
  bench.addToOneWire(new Ds18b20Chip(bench.time, bench.world, bench.random, unit))
  return {}
}
