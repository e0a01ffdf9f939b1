/** A small assembler for the Cortex-M0+ (ARMv6-M Architecture Reference Manual, A6.7). */

/** What its place decides: a branch, a load of a word that stands further on, or such a word. */
interface Placed {
  readonly halves: number
  /** Places are in bytes from the program's beginning. */
  encode(here: number, find: (label: string) => number): number[]
}

/** An opcode, a label, or one of the above. */
export type Line = number | string | Placed

export const EQUAL = 0
export const NOT_EQUAL = 1
export const LOWER = 3

export const thumb = {
  movs: (rd: number, imm8: number) => 0x2000 | (rd << 8) | imm8,
  mov: (rd: number, rm: number) => 0x4600 | ((rd & 8) << 4) | (rm << 3) | (rd & 7),
  adds: (rd: number, imm8: number) => 0x3000 | (rd << 8) | imm8,
  addsReg: (rd: number, rn: number, rm: number) => 0x1800 | (rm << 6) | (rn << 3) | rd,
  subs: (rd: number, imm8: number) => 0x3800 | (rd << 8) | imm8,
  muls: (rd: number, rm: number) => 0x4340 | (rm << 3) | rd,
  eors: (rd: number, rm: number) => 0x4040 | (rm << 3) | rd,
  lsls: (rd: number, rm: number, imm5: number) => (imm5 << 6) | (rm << 3) | rd,
  lsrs: (rd: number, rm: number, imm5: number) => 0x0800 | (imm5 << 6) | (rm << 3) | rd,
  cmp: (rn: number, imm8: number) => 0x2800 | (rn << 8) | imm8,
  cmpReg: (rn: number, rm: number) => 0x4280 | (rm << 3) | rn,
  ldr: (rt: number, rn: number, words = 0) => 0x6800 | (words << 6) | (rn << 3) | rt,
  str: (rt: number, rn: number, words = 0) => 0x6000 | (words << 6) | (rn << 3) | rt,
  ldrb: (rt: number, rn: number, offset = 0) => 0x7800 | (offset << 6) | (rn << 3) | rt,
  ldrh: (rt: number, rn: number, halves = 0) => 0x8800 | (halves << 6) | (rn << 3) | rt,
  /** Registers r0 to r7 are bits; one more is LR, or PC. */
  push: (registers: number, lr = 0) => 0xb400 | (lr << 8) | registers,
  pop: (registers: number, pc = 0) => 0xbc00 | (pc << 8) | registers,
  bx: (rm: number) => 0x4700 | (rm << 3),
  blx: (rm: number) => 0x4780 | (rm << 3),
  wfi: 0xbf30,
  b: (label: string): Placed => ({
    halves: 1,
    encode: (here, find) => [0xe000 | (((find(label) - here - 4) >> 1) & 0x7ff)],
  }),
  bIf: (condition: number, label: string): Placed => ({
    halves: 1,
    encode: (here, find) => [0xd000 | (condition << 8) | (((find(label) - here - 4) >> 1) & 0xff)],
  }),
  bl: (label: string): Placed => ({
    halves: 2,
    encode: (here, find) => {
      const offset = find(label) - here - 4
      return [0xf000 | ((offset >> 12) & 0x7ff), 0xf800 | ((offset >> 1) & 0x7ff)]
    },
  }),
  /** Loads the word that follows a label. */
  ldrAt: (rt: number, label: string): Placed => ({
    halves: 1,
    encode: (here, find) => [0x4800 | (rt << 8) | ((find(label) - ((here + 4) & ~3)) >> 2)],
  }),
  /** A word of data; stands where there is an even count of halves before it. */
  word: (value: number): Placed => ({
    halves: 2,
    encode: (here) => {
      if (here % 4 !== 0) throw new Error('a word must be aligned')
      return [value & 0xffff, value >>> 16]
    },
  }),
}

export function assemble(lines: readonly Line[]): number[] {
  const labels = new Map<string, number>()
  let at = 0
  for (const line of lines) {
    if (typeof line === 'string') labels.set(line, at)
    else at += 2 * (typeof line === 'number' ? 1 : line.halves)
  }
  const find = (label: string) => labels.get(label)!
  const code: number[] = []
  for (const line of lines) {
    if (typeof line === 'number') code.push(line)
    else if (typeof line !== 'string') code.push(...line.encode(2 * code.length, find))
  }
  return code
}
