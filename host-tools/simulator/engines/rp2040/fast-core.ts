/**
 * Does the everyday instructions of the emulated core in its place, with the same registers, flags
 * and cycles; all others, exceptions and input/output stay with it. A firmware runs twice as fast.
 */
import type { RP2040 } from 'rp2040js'
import { FastAlu } from './fast-alu.ts'
import * as op from './opcodes.ts'

const FLASH_MASK = 0xffffff
const ROM_LENGTH = 16_384
const RAM_START = 0x20000000
const SP = 13
const LR = 14
const PC = 15
/** `Mode_Handler` of the emulator. */
const HANDLER = 1

export class FastCore extends FastAlu {
  private readonly kinds = op.instructions()
  private readonly rom16: Uint16Array
  private readonly rom32: Uint32Array
  private readonly ram8: Uint8Array
  private readonly ram16: Uint16Array
  private readonly ram32: Uint32Array
  private readonly ramEnd: number
  private readonly flash8: Uint8Array
  private readonly flash16: Uint16Array
  private readonly flash32: Uint32Array

  constructor(chip: RP2040) {
    super(chip.core)
    this.rom16 = new Uint16Array(chip.bootrom.buffer)
    this.rom32 = chip.bootrom
    this.ram8 = chip.sram
    this.ram16 = new Uint16Array(chip.sram.buffer)
    this.ram32 = new Uint32Array(chip.sram.buffer)
    this.ramEnd = RAM_START + chip.sram.length
    this.flash8 = chip.flash
    this.flash16 = chip.flash16
    this.flash32 = new Uint32Array(chip.flash.buffer)
  }

  /** Runs until the core's cycles reach `bound.limit`, which may change, or the core waits. */
  run(bound: { readonly limit: number }): void {
    const { core } = this
    while (core.cycles < bound.limit && !core.waiting) {
      // An exception is the emulator's business; it does one instruction with it.
      if (!core.interruptsUpdated) core.cycles += this.steps(bound.limit - core.cycles)
      if (core.cycles < bound.limit) core.executeInstruction()
    }
  }

  /** Everyday instructions, one after the other; returns the cycles that they took. */
  private steps(cycles: number): number {
    const { flash16, kinds, r, ram16, ramEnd, rom16 } = this
    let left = cycles
    this.takeFlags()
    while (left > 0) {
      const pc = r[PC]!
      let code = 0xffff
      if (pc >>> 24 === 0x10) code = flash16[(pc & FLASH_MASK) >>> 1]!
      else if (pc >>> 0 < ROM_LENGTH) code = rom16[pc >>> 1]!
      else if (pc >= RAM_START && pc < ramEnd) code = ram16[(pc - RAM_START) >>> 1]!
      const kind = kinds[code]!
      r[PC] = pc + 2
      let took = 0
      if (kind >= op.PUSH) took = this.stack(kind, code)
      else if (kind >= op.LDR_PC) took = this.memory(kind, code, pc)
      else if (kind >= op.B_IF) took = this.branch(kind, code, pc)
      else if (kind >= op.AND) took = this.logic(kind, code)
      else if (kind !== op.OTHER) took = this.arithmetic(kind, code)
      if (took === 0) {
        r[PC] = pc
        break
      }
      left -= took
    }
    this.giveFlags()
    return cycles - left
  }

  private branch(kind: number, code: number, pc: number): number {
    const { r } = this
    if (kind === op.B_IF) {
      if (!this.holds((code >>> 8) & 15)) return 1
      r[PC] = pc + 4 + ((code << 24) >> 23)
      return 2
    }
    if (kind === op.B) {
      r[PC] = pc + 4 + ((code << 21) >> 20)
      return 2
    }
    const isRom = pc >>> 0 < ROM_LENGTH
    if (pc >>> 24 !== 0x10 && !isRom) return 0
    const next = isRom ? this.rom16[(pc >>> 1) + 1]! : this.flash16[((pc & FLASH_MASK) >>> 1) + 1]!
    if ((next & 0xd000) !== 0xd000) return 0
    const sign = (code >>> 10) & 1
    const first = 1 - (sign ^ ((next >>> 13) & 1))
    const second = 1 - (sign ^ ((next >>> 11) & 1))
    const rest = (first << 23) | (second << 22) | ((code & 0x3ff) << 12) | ((next & 0x7ff) << 1)
    r[LR] = (pc + 4) | 1
    r[PC] = pc + 4 + (rest | (sign ? 0xff000000 : 0))
    return 3
  }

  private holds(condition: number): boolean {
    const { nz, c, v } = this
    switch (condition) {
      case 0:
        return nz === 0
      case 1:
        return nz !== 0
      case 2:
        return c === 1
      case 3:
        return c === 0
      case 4:
        return nz < 0
      case 5:
        return nz >= 0
      case 6:
        return v < 0
      case 7:
        return v >= 0
      case 8:
        return c === 1 && nz !== 0
      case 9:
        return c === 0 || nz === 0
      case 10:
        return nz < 0 === v < 0
      case 11:
        return nz < 0 !== v < 0
      case 12:
        return nz !== 0 && nz < 0 === v < 0
      default:
        return nz === 0 || nz < 0 !== v < 0
    }
  }

  private memory(kind: number, code: number, pc: number): number {
    const { r } = this
    const five = (code >>> 6) & 31
    const low = code & 7
    const place = (code >>> 8) & 7
    const base = r[(code >>> 3) & 7]!
    switch (kind) {
      case op.LDR_PC:
        return this.load(place, ((pc + 4) & ~3) + ((code & 0xff) << 2), 4)
      case op.LDR_SP:
        return this.load(place, r[SP]! + ((code & 0xff) << 2), 4)
      case op.LDR_REG:
        return this.load(low, base + r[five & 7]!, 4)
      case op.LDR_5:
        return this.load(low, base + (five << 2), 4)
      case op.LDRB_REG:
        return this.load(low, base + r[five & 7]!, 1)
      case op.LDRB_5:
        return this.load(low, base + five, 1)
      case op.LDRH_REG:
        return this.load(low, base + r[five & 7]!, 2)
      case op.LDRH_5:
        return this.load(low, base + (five << 1), 2)
      case op.STR_SP:
        return this.store(r[place]!, r[SP]! + ((code & 0xff) << 2), 4)
      case op.STR_REG:
        return this.store(r[low]!, base + r[five & 7]!, 4)
      case op.STR_5:
        return this.store(r[low]!, base + (five << 2), 4)
      case op.STRB_REG:
        return this.store(r[low]!, base + r[five & 7]!, 1)
      case op.STRB_5:
        return this.store(r[low]!, base + five, 1)
      case op.STRH_REG:
        return this.store(r[low]!, base + r[five & 7]!, 2)
      default:
        return this.store(r[low]!, base + (five << 1), 2)
    }
  }

  private load(into: number, sum: number, width: number): number {
    const address = sum >>> 0
    if ((address & (width - 1)) !== 0) return 0
    const { r } = this
    if (address >= RAM_START && address < this.ramEnd) {
      const at = address - RAM_START
      if (width === 4) r[into] = this.ram32[at >>> 2]!
      else r[into] = width === 1 ? this.ram8[at]! : this.ram16[at >>> 1]!
    } else if (address >>> 24 === 0x10) {
      const at = address & FLASH_MASK
      if (width === 4) r[into] = this.flash32[at >>> 2]!
      else r[into] = width === 1 ? this.flash8[at]! : this.flash16[at >>> 1]!
    } else if (address < ROM_LENGTH && width === 4) r[into] = this.rom32[address >>> 2]!
    else return 0
    return 2
  }

  private store(value: number, sum: number, width: number): number {
    const address = sum >>> 0
    if (address < RAM_START || address >= this.ramEnd || (address & (width - 1)) !== 0) return 0
    const at = address - RAM_START
    if (width === 4) this.ram32[at >>> 2] = value
    else if (width === 1) this.ram8[at] = value
    else this.ram16[at >>> 1] = value
    return 2
  }

  private stack(kind: number, code: number): number {
    const { core, r, ram32 } = this
    const extra = (code >>> 8) & 1
    let count = extra
    for (let bits = code & 0xff; bits > 0; bits &= bits - 1) count++
    const from = kind === op.PUSH ? r[SP]! - 4 * count : r[SP]!
    if (from < RAM_START || from + 4 * count > this.ramEnd) return 0
    let at = (from - RAM_START) >>> 2
    if (kind === op.PUSH) {
      for (let i = 0; i < 8; i++) if ((code & (1 << i)) !== 0) ram32[at++] = r[i]!
      if (extra === 1) ram32[at] = r[LR]!
      r[SP] = from
      return 1 + count - extra
    }
    const target = extra === 1 ? ram32[at + count - 1]! : 0
    if (core.currentMode === HANDLER && target >>> 28 === 15) return 0
    for (let i = 0; i < 8; i++) if ((code & (1 << i)) !== 0) r[i] = ram32[at++]!
    r[SP] = from + 4 * count
    if (extra === 1) r[PC] = target & ~1
    return 1 + count + extra
  }
}
