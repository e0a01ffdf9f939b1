/** Both boot ROMs, called as a firmware calls them: by the tables at the ROM's beginning. */

import {
  doFlashFunction,
  isBootRom,
  loadBootRom,
} from '../../../host-tools/simulator/engines/rp2040/boot-rom.ts'
import { FlashChip } from '../../../host-tools/simulator/engines/rp2040/flash-chip.ts'
import { HostRom } from '../../../host-tools/simulator/engines/rp2040/host-rom.ts'
import { bareChip, callRom, findInRom, RAM_START, romCode } from '../../support/rp2040.ts'

const NO_WATCH = { programmed: () => {}, erased: () => {} }

const { chip } = bareChip()
const flash = new FlashChip(chip.flash, NO_WATCH, () => {})
const { registers: r } = chip.core
const call = (address: number, ...args: number[]) => callRom(chip, address, ...args)
const find = (name: string) => findInRom(chip, name)

function put(address: number, bytes: ArrayLike<number>): void {
  chip.sram.set(bytes, address - RAM_START)
}

describe('the host in the place of the ROM', () => {
  let rom: HostRom

  beforeAll(() => {
    rom = new HostRom(chip, flash)
    chip.onBreak = (number) => expect(rom.call(number)).toBe(true)
  })

  const bits = (name: string, value: number) => {
    call(find(name), value)
    return r[0]!
  }

  test('it has the marks of a ROM of version 3', () => {
    expect([0x10, 0x11, 0x12, 0x13].map((at) => chip.readUint8(at))).toEqual([0x4d, 0x75, 1, 3])
  })

  test('what it has not got is 0', () => {
    expect(find('XX')).toBe(0)
  })

  test.each([
    ['P3', 0, 0],
    ['P3', 0xffffffff, 32],
    ['P3', 0x80000101, 3],
    ['L3', 0, 32],
    ['L3', 1, 31],
    ['L3', 0x80000000, 0],
    ['T3', 0, 32],
    ['T3', 1, 0],
    ['T3', 0x80000000, 31],
    ['T3', 0x00300000, 20],
    ['R3', 1, 0x80000000],
    ['R3', 0x80000000, 1],
    ['R3', 0x12345678, 0x1e6a2c48],
    ['R3', 0, 0],
  ])('%s of %i is %i', (name, value, result) => {
    expect(bits(name, value)).toBe(result)
  })

  test.each(['MS', 'S4'])('%s fills memory, and nothing beside it', (name) => {
    put(RAM_START + 0x1ff, new Uint8Array(10))
    call(find(name), RAM_START + 0x200, 0x1ab, 8)
    expect([...chip.sram.subarray(0x1ff, 0x209)]).toEqual([0, ...new Array(8).fill(0xab), 0])
    expect(r[0]).toBe(RAM_START + 0x200)
  })

  test.each(['MC', 'C4'])('%s copies memory, and returns where to', (name) => {
    put(RAM_START + 0x300, [1, 2, 3, 4, 5])
    put(RAM_START + 0x400, new Uint8Array(6))
    call(find(name), RAM_START + 0x400, RAM_START + 0x300, 4)
    expect([...chip.sram.subarray(0x400, 0x406)]).toEqual([1, 2, 3, 4, 0, 0])
    expect(r[0]).toBe(RAM_START + 0x400)
  })

  test('a break that is the firmware’s own is none of its', () => {
    chip.core.PC = 0x10000100
    expect(rom.call(3)).toBe(false)
  })
})

describe('the chip’s own ROM', () => {
  /** Nothing but the marks, and a table with these functions; each of them would break with 99. */
  function romWith(names: readonly string[]): Uint8Array {
    const halves = new Uint16Array(8192)
    halves.set([0x754d, 0x0301, 0x100], 8)
    names.forEach((name, i) => {
      halves.set([romCode(name), (0x200 + 16 * i) | 1], 0x80 + 2 * i)
      halves.set([0xbe63, 0x4770], 0x100 + 8 * i)
    })
    return new Uint8Array(halves.buffer)
  }
  const entry = (i: number) => 0x200 + 16 * i
  const names = ['IF', 'RE', 'P3', 'RP', 'FC']
  const rom = romWith(names)
  const others: number[] = []

  beforeAll(() => {
    loadBootRom(chip, rom)
    chip.onBreak = (number) => {
      if (!doFlashFunction(number, chip, flash)) others.push(number)
    }
  })

  test('is known by its length and its marks', () => {
    expect(isBootRom(rom)).toBe(true)
    expect(isBootRom(rom.subarray(1))).toBe(false)
    expect(isBootRom(new Uint8Array(16_384))).toBe(false)
  })

  test('its flash functions are done by the host, and no others', () => {
    chip.flash.fill(0, 0x1000, 0x3000)
    call(entry(1), 0x1000, 4096, 0x10000, 0xd8)
    expect([chip.flash[0xfff], chip.flash[0x1000], chip.flash[0x1fff]]).toEqual([255, 255, 255])
    expect(chip.flash[0x2000]).toBe(0)
    put(RAM_START + 0x500, new Uint8Array(256).fill(0x5a))
    call(entry(3), 0x1100, RAM_START + 0x500, 256)
    expect([0x10ff, 0x1100, 0x11ff, 0x1200].map((at) => chip.flash[at])).toEqual([
      255, 0x5a, 0x5a, 255,
    ])
    call(entry(0))
    call(entry(4))
    expect(others).toEqual([])
    call(entry(2), 7)
    expect(others).toEqual([99])
  })

  test('what programs flash may stand in flash itself', () => {
    chip.flash.fill(0x33, 0x8000, 0x8100)
    call(entry(3), 0x1300, 0x10008000, 256)
    expect(chip.flash[0x13ff]).toBe(0x33)
  })

  test('a break of the firmware’s is none of its functions', () => {
    chip.core.PC = 0x10000100
    expect(doFlashFunction(0x42, chip, flash)).toBe(false)
  })
})
