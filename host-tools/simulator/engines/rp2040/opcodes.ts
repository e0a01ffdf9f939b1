/**
 * Which instruction a 16-bit Thumb opcode is (ARMv6-M Architecture Reference Manual, A5.2), for
 * the ones that `FastCore` does itself. `erasableSyntaxOnly` knows no enums.
 */
export const OTHER = 0
export const LSL = 1
export const LSR = 2
export const ASR = 3
export const ADD_REG = 4
export const SUB_REG = 5
export const ADD_3 = 6
export const SUB_3 = 7
export const MOV_8 = 8
export const CMP_8 = 9
export const ADD_8 = 10
export const SUB_8 = 11
export const AND = 12
export const EOR = 13
export const TST = 14
export const CMP_REG = 15
export const ORR = 16
export const MUL = 17
export const BIC = 18
export const MVN = 19
export const ADD_HIGH = 20
export const CMP_HIGH = 21
export const MOV_HIGH = 22
export const BX = 23
export const BLX = 24
export const UXTB = 25
export const UXTH = 26
export const SXTB = 27
export const SXTH = 28
export const ADD_SP = 29
export const MOVE_SP = 30
export const NEG = 31
/** From here on: branches, memory. */
export const B_IF = 32
export const B = 33
export const BL = 34
export const LDR_PC = 40
export const LDR_REG = 41
export const LDR_5 = 42
export const LDR_SP = 43
export const LDRB_REG = 44
export const LDRB_5 = 45
export const LDRH_REG = 46
export const LDRH_5 = 47
export const STR_REG = 48
export const STR_5 = 49
export const STR_SP = 50
export const STRB_REG = 51
export const STRB_5 = 52
export const STRH_REG = 53
export const STRH_5 = 54
export const PUSH = 55
export const POP = 56

/** Leading bits, and the instruction that they make. */
const PREFIXES: readonly (readonly [string, number])[] = [
  ['00000', LSL],
  ['00001', LSR],
  ['00010', ASR],
  ['0001100', ADD_REG],
  ['0001101', SUB_REG],
  ['0001110', ADD_3],
  ['0001111', SUB_3],
  ['00100', MOV_8],
  ['00101', CMP_8],
  ['00110', ADD_8],
  ['00111', SUB_8],
  ['0100000000', AND],
  ['0100000001', EOR],
  ['0100001000', TST],
  ['0100001001', NEG],
  ['0100001010', CMP_REG],
  ['0100001100', ORR],
  ['0100001101', MUL],
  ['0100001110', BIC],
  ['0100001111', MVN],
  ['01000100', ADD_HIGH],
  ['01000101', CMP_HIGH],
  ['01000110', MOV_HIGH],
  ['010001110', BX],
  ['010001111', BLX],
  ['01001', LDR_PC],
  ['0101000', STR_REG],
  ['0101001', STRH_REG],
  ['0101010', STRB_REG],
  ['0101100', LDR_REG],
  ['0101101', LDRH_REG],
  ['0101110', LDRB_REG],
  ['01100', STR_5],
  ['01101', LDR_5],
  ['01110', STRB_5],
  ['01111', LDRB_5],
  ['10000', STRH_5],
  ['10001', LDRH_5],
  ['10010', STR_SP],
  ['10011', LDR_SP],
  ['10101', ADD_SP],
  ['10110000', MOVE_SP],
  ['1011001000', SXTH],
  ['1011001001', SXTB],
  ['1011001010', UXTH],
  ['1011001011', UXTB],
  ['1011010', PUSH],
  ['1011110', POP],
  ['1101', B_IF],
  ['11011110', OTHER],
  ['11011111', OTHER],
  ['11100', B],
  ['11110', BL],
]

/** By opcode. */
export function instructions(): Uint8Array {
  const table = new Uint8Array(65_536)
  for (const [bits, kind] of PREFIXES) {
    const shift = 16 - bits.length
    const from = Number.parseInt(bits, 2) << shift
    table.fill(kind, from, from + (1 << shift))
  }
  return table
}
