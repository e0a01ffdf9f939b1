/** Registers, flags, and the instructions that need nothing else. */
import type { RP2040 } from 'rp2040js'
import * as op from './opcodes.ts'

const SP = 13
const LR = 14
const PC = 15
/** `Mode_Handler` of the emulator. */
const HANDLER = 1

export class FastAlu {
  protected readonly core: RP2040['core']
  /** The core's registers, as signed numbers. */
  protected readonly r: Int32Array
  /** The last result that set the flags N and Z; C, and V as a sign. */
  protected nz = 0
  protected c = 0
  protected v = 0

  constructor(core: RP2040['core']) {
    this.core = core
    this.r = new Int32Array(core.registers.buffer)
  }

  protected arithmetic(kind: number, code: number): number {
    const { r } = this
    const low = code & 7
    const second = r[(code >>> 3) & 7]!
    const five = (code >>> 6) & 31
    const place = (code >>> 8) & 7
    switch (kind) {
      case op.LSL:
        if (five > 0) this.c = (second >>> (32 - five)) & 1
        r[low] = this.mark(second << five)
        return 1
      case op.LSR:
        this.c = (second >>> (five > 0 ? five - 1 : 31)) & 1
        r[low] = this.mark(five > 0 ? second >>> five : 0)
        return 1
      case op.ASR:
        this.c = (second >>> (five > 0 ? five - 1 : 31)) & 1
        r[low] = this.mark(second >> (five > 0 ? five : 31))
        return 1
      case op.ADD_REG:
        r[low] = this.sum(second, r[five & 7]!)
        return 1
      case op.SUB_REG:
        r[low] = this.difference(second, r[five & 7]!)
        return 1
      case op.ADD_3:
        r[low] = this.sum(second, five & 7)
        return 1
      case op.SUB_3:
        r[low] = this.difference(second, five & 7)
        return 1
      case op.MOV_8:
        r[place] = this.mark(code & 0xff)
        return 1
      case op.CMP_8:
        this.difference(r[place]!, code & 0xff)
        return 1
      case op.ADD_8:
        r[place] = this.sum(r[place]!, code & 0xff)
        return 1
      default:
        r[place] = this.difference(r[place]!, code & 0xff)
        return 1
    }
  }

  protected logic(kind: number, code: number): number {
    const { core, r } = this
    const low = code & 7
    const middle = (code >>> 3) & 15
    const high = ((code >>> 4) & 8) | low
    const value = r[middle & 7]!
    if (kind === op.AND) r[low] = this.mark(r[low]! & value)
    else if (kind === op.EOR) r[low] = this.mark(r[low]! ^ value)
    else if (kind === op.TST) this.mark(r[low]! & value)
    else if (kind === op.CMP_REG) this.difference(r[low]!, value)
    else if (kind === op.ORR) r[low] = this.mark(r[low]! | value)
    else if (kind === op.MUL) r[low] = this.mark(Math.imul(r[low]!, value))
    else if (kind === op.BIC) r[low] = this.mark(r[low]! & ~value)
    else if (kind === op.MVN) r[low] = this.mark(~value)
    else if (kind === op.NEG) r[low] = this.difference(0, value)
    else if (kind === op.UXTB) r[low] = value & 0xff
    else if (kind === op.UXTH) r[low] = value & 0xffff
    else if (kind === op.SXTB) r[low] = (value << 24) >> 24
    else if (kind === op.SXTH) r[low] = (value << 16) >> 16
    else if (kind === op.ADD_SP) r[(code >>> 8) & 7] = r[SP]! + ((code & 0xff) << 2)
    else if (kind === op.MOVE_SP)
      r[SP] = (r[SP]! + ((code & 0x80) === 0 ? 1 : -1) * ((code & 0x7f) << 2)) & ~3
    else if (kind === op.CMP_HIGH) this.difference(r[high]!, r[middle]!)
    else if (kind === op.MOV_HIGH || kind === op.ADD_HIGH) {
      if (high === SP || high === PC || middle === PC) return 0
      r[high] = r[middle]! + (kind === op.ADD_HIGH ? r[high]! : 0)
    } else {
      const target = r[middle]!
      if (low !== 0 || (core.currentMode === HANDLER && target >>> 28 === 15)) return 0
      if (kind === op.BLX) r[LR] = r[PC]! | 1
      r[PC] = target & ~1
      return 2
    }
    return 1
  }

  protected mark(result: number): number {
    this.nz = result | 0
    return result
  }

  protected sum(a: number, b: number): number {
    const result = (a + b) | 0
    this.nz = result
    this.c = result >>> 0 < a >>> 0 ? 1 : 0
    this.v = (a ^ result) & (b ^ result)
    return result
  }

  protected difference(a: number, b: number): number {
    const result = (a - b) | 0
    this.nz = result
    this.c = a >>> 0 >= b >>> 0 ? 1 : 0
    this.v = (a ^ b) & (a ^ result)
    return result
  }

  protected takeFlags(): void {
    const core = this.core
    // No result is both zero and negative, and no code asks for that.
    this.nz = core.Z ? 0 : core.N ? -1 : 1
    this.c = core.C ? 1 : 0
    this.v = core.V ? -1 : 0
  }

  protected giveFlags(): void {
    const core = this.core
    core.N = this.nz < 0
    core.Z = this.nz === 0
    core.C = this.c === 1
    core.V = this.v < 0
  }
}
