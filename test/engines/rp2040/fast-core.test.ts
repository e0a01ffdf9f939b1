/** The fast core against the emulator's own: the same registers, flags, memory and cycles. */
import type { RP2040 } from 'rp2040js'
import { FastCore } from '../../../host-tools/simulator/engines/rp2040/fast-core.ts'
import { instructions, OTHER } from '../../../host-tools/simulator/engines/rp2040/opcodes.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { bareChip, FLASH_START, RAM_START } from '../../support/rp2040.ts'
import { runs } from '../../support/runs.ts'
import { assemble, LOWER, NOT_EQUAL, thumb } from '../../support/thumb.ts'

const { chip: slow } = bareChip()
const { chip: quick } = bareChip()
const fast = new FastCore(quick)

function stateOf({ core }: RP2040) {
  const { N, Z, C, V, cycles, waiting, currentMode, IPSR, PM, interruptsUpdated } = core
  return [...core.registers, N, Z, C, V, cycles, waiting, currentMode, IPSR, PM, interruptsUpdated]
}

function onBoth(change: (chip: RP2040) => void): void {
  change(slow)
  change(quick)
}

/** Both go on until their cycles reach `limit`, or they wait. */
function goOn(limit: number): void {
  while (slow.core.cycles < limit && !slow.core.waiting) slow.core.executeInstruction()
  fast.run({ limit })
}

const [TABLE, LENGTH] = [0, 1]
/** Sorts words in memory, counts the swaps with a function, and then waits. */
const SORT = assemble([
  thumb.ldrAt(TABLE, 'table'),
  thumb.movs(LENGTH, 60),
  thumb.movs(2, 1),
  'outer',
  thumb.lsls(3, 2, 2),
  thumb.addsReg(3, 3, TABLE),
  'inner',
  thumb.cmpReg(3, TABLE),
  thumb.bIf(0, 'placed'),
  thumb.ldr(4, 3),
  thumb.subs(3, 4),
  thumb.ldr(5, 3),
  thumb.cmpReg(5, 4),
  thumb.bIf(LOWER, 'placed'),
  thumb.str(4, 3),
  thumb.str(5, 3, 1),
  thumb.bl('count'),
  thumb.b('inner'),
  'placed',
  thumb.adds(2, 1),
  thumb.cmpReg(2, LENGTH),
  thumb.bIf(NOT_EQUAL, 'outer'),
  thumb.wfi,
  'count',
  thumb.push(0b10111, 1),
  thumb.mov(8, 4),
  thumb.ldrb(0, 3, 1),
  thumb.ldrh(1, 3, 1),
  thumb.muls(0, 1),
  thumb.eors(6, 0),
  thumb.lsrs(6, 6, 1),
  thumb.adds(7, 1),
  thumb.pop(0b10111, 1),
  'table',
  thumb.word(RAM_START + 0x1000),
])

test('a program that sorts goes in lockstep, in steps of any length', () => {
  const random = new Random(1, 2, 3)
  const words = Array.from({ length: 60 }, () => random.next())
  onBoth((chip) => {
    chip.flash16.set(SORT)
    new Uint32Array(chip.sram.buffer, 0x1000, 60).set(words)
    chip.core.PC = FLASH_START
  })
  while (!slow.core.waiting) {
    goOn(slow.core.cycles + random.between(1, 40))
    expect(stateOf(quick)).toEqual(stateOf(slow))
  }
  const sorted = new Uint32Array(quick.sram.buffer, 0x1000, 60)
  expect([...sorted]).toEqual(words.sort((a, b) => a - b))
  expect(Buffer.compare(quick.sram, slow.sram)).toBe(0)
  expect(quick.core.registers[7]).toBeGreaterThan(500)
})

const KINDS = instructions()
/** The emulator's own core jumps to its return address with this one, and not to what LR held. */
const BLX_LR = thumb.blx(14)
const EVERYDAY = Array.from(KINDS.keys()).filter((code) => KINDS[code] !== OTHER && code !== BLX_LR)
/** Where instructions may point: memories, their ends, and what is at the edge of 32 bits. */
const PLACES = [
  RAM_START + 0x1000,
  RAM_START + 0x41ff0,
  FLASH_START + 0x100,
  0x13000100,
  0x100,
  0xfffffff0,
  0x7ffffff0,
  0,
]

/** Both get the same registers, flags and mode, and stand at an instruction in this memory. */
function shuffle(random: Random, code: number, at: number): void {
  const near = () => (PLACES[random.next() % PLACES.length]! + random.between(0, 31)) >>> 0
  const values = Array.from({ length: 15 }, () =>
    random.next() % 4 === 0 ? random.next() : near(),
  )
  values[13] = RAM_START + 0x1000 + 4 * random.between(0, 31)
  const [flags, isHandler, second] = [random.next(), random.next() % 4 === 0, random.next()]
  onBoth((chip) => {
    const { core } = chip
    core.registers.set(values)
    core.APSR = flags
    // No result is both.
    core.N &&= !core.Z
    core.currentMode = isHandler ? 1 : 0
    core.waiting = core.PM = false
    core.IPSR = 0
    core.interruptsUpdated = flags % 16 === 0
    const memory = at < FLASH_START ? chip.bootrom : at < RAM_START ? chip.flash : chip.sram
    const halves = new Uint16Array(memory.buffer, at & 0xffff)
    halves[0] = code
    halves[1] = second & 0xffff
    core.PC = at
  })
}

test('every everyday instruction does the same wherever it stands, whatever it is given', () => {
  // Parts of the emulator complain of addresses in their own way.
  jest.spyOn(console, 'warn').mockImplementation(() => {})
  const random = new Random(4, 5, 6)
  const tried = new Set<number>()
  for (let i = 0; i < runs(60_000); i++) {
    const code = EVERYDAY[random.next() % EVERYDAY.length]!
    const at = [0x200, FLASH_START + 0x200, RAM_START + 0x200][i % 3]!
    shuffle(random, code, at)
    tried.add(KINDS[code]!)
    goOn(slow.core.cycles + 1)
    const [is, should] = [stateOf(quick), stateOf(slow)]
    const where = `${code.toString(16)} at ${at.toString(16)}`
    if (is.some((value, place) => value !== should[place]))
      expect([where, ...is]).toEqual([where, ...should])
  }
  expect(Buffer.compare(quick.sram, slow.sram)).toBe(0)
  expect(tried.size).toBe(new Set(EVERYDAY.map((code) => KINDS[code])).size)
})
