/** The flash chip, what is counted of it, and its number. */
import { FlashChip } from '../../../host-tools/simulator/engines/rp2040/flash-chip.ts'
import { answerUniqueId } from '../../../host-tools/simulator/engines/rp2040/flash-id.ts'
import { LogRegion } from '../../../host-tools/simulator/engines/rp2040/log-region.ts'
import { bareChip } from '../../support/rp2040.ts'

const LOG_FROM = 0x2000
let memory: Uint8Array
let log: LogRegion
let stalls: number[]
let flash: FlashChip

beforeEach(() => {
  memory = new Uint8Array(0x200000).fill(0xff)
  log = new LogRegion(LOG_FROM, 2, 4096)
  stalls = []
  flash = new FlashChip(memory, log, (nanos) => stalls.push(nanos))
})

const page = (byte: number) => new Uint8Array(256).fill(byte)

test('programming clears bits and sets none', () => {
  flash.program(0x100, page(0b1110_0111))
  flash.program(0x100, page(0b0111_1110))
  expect(memory[0xff]).toBe(0xff)
  expect(memory.subarray(0x100, 0x200).every((byte) => byte === 0b0110_0110)).toBe(true)
  expect(memory[0x200]).toBe(0xff)
})

test('erasing takes whole sectors, and no others', () => {
  memory.fill(0)
  flash.erase(0x1000, 0x2000)
  expect([memory[0xfff], memory[0x1000], memory[0x2fff], memory[0x3000]]).toEqual([0, 255, 255, 0])
})

test.each([
  ['erase', 0x800, 4096],
  ['erase', 0x1000, 256],
  ['erase', 0x1ff000, 8192],
  ['program', 0x80, 256],
  ['program', 0x100, 100],
  ['program', 0x1fff00, 512],
])('the chip cannot %s at 0x%s %i bytes', (what, offset, length) => {
  const before = memory.slice()
  const wrong = () =>
    what === 'erase' ? flash.erase(offset, length) : flash.program(offset, new Uint8Array(length))
  expect(wrong).toThrow(`flash: ${what} of ${length} bytes at 0x${offset.toString(16)}`)
  expect(Buffer.compare(memory, before)).toBe(0)
})

test('both take the datasheet’s time, a block less than its sectors', () => {
  flash.program(0, new Uint8Array(512))
  flash.erase(0, 4096 * 3)
  flash.erase(0x10000, 0x10000 + 4096)
  expect(stalls).toEqual([800_000, 135_000_000, 195_000_000])
})

test('of the log’s region is counted what was done; other regions are nobody’s concern', () => {
  flash.program(0, page(0))
  flash.erase(0x1000, 4096)
  flash.program(0x4000, page(0))
  expect(log).toMatchObject({ writes: 0, bytes: 0, erases: 0 })
  const three = page(0xff)
  three.set([1, 2, 3], 9)
  flash.program(0x2000, three)
  flash.program(0x3f00, three)
  flash.program(0x3f00, three)
  flash.erase(0x2000, 8192)
  expect(log).toMatchObject({ writes: 3, bytes: 6, erases: 2 })
})

test('the moment is noted at which each boot first writes to the log', () => {
  let nowMs = 5
  for (const bootMs of [10, 20, 30]) {
    log.awaitBoot(() => nowMs)
    nowMs = bootMs
    flash.program(0, page(0))
    if (bootMs === 20) continue
    nowMs++
    flash.program(0x2000, page(0))
    nowMs++
    flash.program(0x2000, page(0))
  }
  expect(log.boots).toEqual([11, 31])
})

test('the chip tells its number to whoever holds it selected and asks for it', () => {
  const { chip } = bareChip()
  const id = [0xe6, 0x60, 1, 2, 3, 4, 5, 0x2b]
  const [DATA, STATUS, SELECT] = [0x18000060, 0x18000028, 0x4001800c]
  answerUniqueId(chip, Uint8Array.from(id))
  const exchange = (bytes: readonly number[]) =>
    bytes.map((byte) => {
      chip.writeUint32(DATA, byte)
      return chip.readUint32(DATA)
    })
  const before = chip.readUint32(STATUS)
  chip.writeUint32(SELECT, 2 << 8)
  expect(exchange([0x4b, 0, 0, 0, 0, ...id.map(() => 0)])).toEqual([0, 0, 0, 0, 0, ...id])
  chip.writeUint32(SELECT, 3 << 8)
  chip.writeUint32(SELECT, 2 << 8)
  expect(exchange([0x9f, 0, 0, 0, 0, 0, 0])).toEqual([0, 0, 0, 0, 0, 0, 0])
  chip.writeUint32(SELECT, 0)
  expect(chip.readUint32(SELECT)).toBe(0)
  expect(chip.readUint32(STATUS)).toBe(before)
})
