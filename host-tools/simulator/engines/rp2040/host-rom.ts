/**
 * A boot ROM whose functions the host does, in the place of the chip's own: tables as the RP2040
 * datasheet (2.8.2.1, 2.8.3) describes them, and behind each entry a break. An image that was
 * made with the Pico SDK calls nothing else of the ROM, and needs no copy of the chip's.
 */
import type { RP2040 } from 'rp2040js'
import type { FlashChip } from './flash-chip.ts'
import { Numbers } from './rom-math.ts'

const ROM_LENGTH = 16_384
const VERSION = 3
const FUNCTIONS = 'P3 R3 L3 T3 MS S4 MC C4 IF EX RE RP FC CX'.split(' ')
const LOOK_UP = FUNCTIONS.length
const FIRST_SINGLE = LOOK_UP + 1
/** Entries of a floating-point table. */
const TABLE_ENTRIES = 32
const FIRST_DOUBLE = FIRST_SINGLE + TABLE_ENTRIES
const STUBS = FIRST_DOUBLE + TABLE_ENTRIES
const STUBS_AT = 0x100
const STUB_LENGTH = 4
const FUNCTION_TABLE_AT = 0x400
const DATA_TABLE_AT = 0x480
const SINGLES_AT = 0x500
const DOUBLES_AT = 0x600
const BREAK = 0xbe00
const BX_LR = 0x4770
const STACK = 0x20041f00
/** What a floating-point function and a byte of a copy take, roughly. */
const MATH_CYCLES = 90
const COPY_CYCLES = 0.5

function stub(number: number): number {
  return (STUBS_AT + number * STUB_LENGTH) | 1
}

function code(name: string): number {
  return name.charCodeAt(0) | (name.charCodeAt(1) << 8)
}

function image(): Uint32Array {
  const words = new Uint32Array(ROM_LENGTH / 4)
  const halves = new Uint16Array(words.buffer)
  words[0] = STACK
  words[1] = stub(LOOK_UP)
  halves[8] = code('Mu')
  halves[9] = 1 | (VERSION << 8)
  halves[10] = FUNCTION_TABLE_AT
  halves[11] = DATA_TABLE_AT
  halves[12] = stub(LOOK_UP)
  for (let i = 0; i < STUBS; i++) {
    halves[STUBS_AT / 2 + 2 * i] = BREAK + i
    halves[STUBS_AT / 2 + 2 * i + 1] = BX_LR
  }
  halves.set(
    FUNCTIONS.flatMap((name, i) => [code(name), stub(i)]),
    FUNCTION_TABLE_AT / 2,
  )
  halves.set([code('SF'), SINGLES_AT, code('SD'), DOUBLES_AT], DATA_TABLE_AT / 2)
  halves[SINGLES_AT / 2 - 1] = TABLE_ENTRIES
  for (let i = 0; i < TABLE_ENTRIES; i++) {
    words[SINGLES_AT / 4 + i] = stub(FIRST_SINGLE + i)
    words[DOUBLES_AT / 4 + i] = stub(FIRST_DOUBLE + i)
  }
  return words
}

export class HostRom {
  private readonly chip: RP2040
  private readonly flash: FlashChip
  private readonly singles: Numbers
  private readonly doubles: Numbers

  /** Puts itself into the chip. */
  constructor(chip: RP2040, flash: FlashChip) {
    this.chip = chip
    this.flash = flash
    this.singles = new Numbers(chip.core.registers, false)
    this.doubles = new Numbers(chip.core.registers, true)
    chip.loadBootrom(image())
  }

  /** Does what the function of this break does; false where the break is no function's. */
  call(number: number): boolean {
    const { core } = this.chip
    if (core.PC >= ROM_LENGTH) return false
    if (number >= FIRST_SINGLE) {
      core.cycles += MATH_CYCLES
      if (number >= FIRST_DOUBLE) return this.doubles.call((number - FIRST_DOUBLE) * 4)
      return this.singles.call((number - FIRST_SINGLE) * 4)
    }
    const name = FUNCTIONS[number] ?? ''
    if (number === LOOK_UP) this.lookUp()
    else if (name.endsWith('3')) this.countBits(name)
    else this.move(name)
    return true
  }

  private lookUp(): void {
    const { chip } = this
    const r = chip.core.registers
    const wanted = r[1]! & 0xffff
    let at = r[0]!
    while (chip.readUint16(at) !== wanted && chip.readUint16(at) !== 0) at += 4
    r[0] = chip.readUint16(at) === wanted ? chip.readUint16(at + 2) : 0
  }

  private countBits(name: string): void {
    const r = this.chip.core.registers
    const value = r[0]!
    const bits = [...value.toString(2)]
    if (name === 'P3') r[0] = bits.filter((bit) => bit === '1').length
    if (name === 'R3') r[0] = Number.parseInt(bits.reverse().join('').padEnd(32, '0'), 2)
    if (name === 'L3') r[0] = Math.clz32(value)
    if (name === 'T3') r[0] = value === 0 ? 32 : 31 - Math.clz32(value & -value)
  }

  private move(name: string): void {
    const { chip, flash } = this
    const [r0, r1, r2] = chip.core.registers as unknown as [number, number, number]
    if (name === 'MS' || name === 'S4') {
      for (let i = 0; i < r2; i++) chip.writeUint8(r0 + i, r1 & 0xff)
      chip.core.cycles += Math.ceil(r2 * COPY_CYCLES)
    } else if (name === 'MC' || name === 'C4') {
      for (let i = 0; i < r2; i++) chip.writeUint8(r0 + i, chip.readUint8(r1 + i))
      chip.core.cycles += Math.ceil(r2 * COPY_CYCLES)
    } else if (name === 'RE') flash.erase(r0, r1)
    else if (name === 'RP')
      flash.program(
        r0,
        Uint8Array.from({ length: r2 }, (_, i) => chip.readUint8(r1 + i)),
      )
  }
}
