/** The floating-point functions that the host does in the place of the boot ROM. */
import fc from 'fast-check'
import { FlashChip } from '../../../host-tools/simulator/engines/rp2040/flash-chip.ts'
import { HostRom } from '../../../host-tools/simulator/engines/rp2040/host-rom.ts'
import { bareChip, callRom, findInRom } from '../../support/rp2040.ts'
import { runs } from '../../support/runs.ts'

const { chip } = bareChip()
const rom = new HostRom(
  chip,
  new FlashChip(chip.flash, { programmed: () => {}, erased: () => {} }, () => {}),
)
chip.onBreak = (number) => expect(rom.call(number)).toBe(true)
const { registers: r } = chip.core
const call = (address: number, ...args: number[]) => callRom(chip, address, ...args)

/** Entry of a floating-point table, by the SDK's numbers. */
const math = (table: 'SF' | 'SD', place: number) =>
  chip.readUint32(findInRom(chip, table, 0x16) + place)
const single = (value: number) => new Uint32Array(Float32Array.of(value).buffer)[0]!
const double = (value: number) => [...new Uint32Array(Float64Array.of(value).buffer)]
const asSingle = () => new Float32Array(Uint32Array.of(r[0]!).buffer)[0]!
const asDouble = () => new Float64Array(Uint32Array.of(r[0]!, r[1]!).buffer)[0]!

test.each([
  ['adds', 0x00, 1.5, 2.25, 3.75],
  ['subtracts', 0x04, 1.5, 2.25, -0.75],
  ['multiplies', 0x08, 1.5, -2.25, -3.375],
  ['divides', 0x0c, 1, 8, 0.125],
  ['takes a root', 0x18, 6.25, 0, 2.5],
  ['takes a cosine', 0x3c, 0, 0, 1],
  ['takes a sine', 0x40, 0.5, 0, 0.479425538604203],
  ['takes a tangent', 0x44, 0.5, 0, 0.5463024898437905],
  ['takes a power of e', 0x4c, 1, 0, Math.E],
  ['takes a logarithm', 0x50, 10, 0, Math.LN10],
  ['takes an angle', 0x58, 1, -1, 2.356194490192345],
])('it %s, in both widths', (_name, place, a, b, result) => {
  call(math('SF', place), single(a), single(b))
  expect(asSingle()).toBe(Math.fround(result))
  call(math('SD', place), ...double(a), ...double(b))
  expect(asDouble()).toBeCloseTo(result, 14)
})

test('it compares', () => {
  for (const [a, b, result] of [
    [1, 2, 0xffffffff],
    [2, 1, 1],
    [2, 2, 0],
  ] as const) {
    call(math('SF', 0x54), single(a), single(b))
    expect(r[0]).toBe(result)
    call(math('SD', 0x54), ...double(a), ...double(b))
    expect(r[0]).toBe(result)
  }
})

test('it makes one width of the other', () => {
  call(math('SF', 0x7c), single(0.1))
  expect(asDouble()).toBe(Math.fround(0.1))
  call(math('SD', 0x7c), ...double(0.1))
  expect(asSingle()).toBe(Math.fround(0.1))
})

test.each([
  ['int', 0x1c, -1.5, [-2]],
  ['int', 0x1c, 3e9, [0x7fffffff]],
  ['int', 0x1c, -3e9, [-0x80000000]],
  ['uint', 0x24, 3e9, [3e9]],
  ['uint', 0x24, -1, [0]],
  ['uint', 0x24, 5e9, [0xffffffff]],
  ['int64', 0x6c, -1.5, [-2, -1]],
  ['int64', 0x6c, 1e30, [-1, 0x7fffffff]],
  ['int64', 0x6c, Number.NEGATIVE_INFINITY, [0, 0x80000000]],
  ['uint64', 0x74, 2 ** 40, [0, 256]],
  ['uint64', 0x74, -5, [0, 0]],
])('of a number an %s, downwards and never out of range', (_type, place, value, words) => {
  call(math('SF', place), single(value))
  expect([...r.subarray(0, words.length)]).toEqual(words.map((one) => one >>> 0))
  call(math('SD', place), ...double(value))
  expect([...r.subarray(0, words.length)]).toEqual(words.map((one) => one >>> 0))
})

test.each([
  ['int', 0x2c, [-7], -7],
  ['int with fraction', 0x30, [-7, 1], -3.5],
  ['uint', 0x34, [0xfffffffe], 0xfffffffe],
  ['uint with fraction', 0x38, [5, 2], 1.25],
  ['int64', 0x5c, [-7, -1], -7],
  ['int64 with fraction', 0x60, [-7, -1, 1], -3.5],
  ['uint64', 0x64, [1, 1], 2 ** 32 + 1],
  ['uint64 with fraction', 0x68, [0, 1, 33], 0.5],
])('of an %s a number', (_type, place, words, value) => {
  const args = words.map((one) => one >>> 0)
  call(math('SD', place), ...args)
  expect(asDouble()).toBe(value)
  call(math('SF', place), ...args)
  expect(asSingle()).toBe(Math.fround(value))
})

test('integers with a fraction go there and back', () => {
  const [toDouble, toInteger] = [math('SD', 0x30), math('SD', 0x20)]
  const fraction = fc.integer({ min: 0, max: 20 })
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fraction, (value, bits) => {
      call(toDouble, value >>> 0, bits)
      call(toInteger, r[0]!, r[1]!, bits)
      expect(r[0]).toBe(value >>> 0)
    }),
    { numRuns: runs(100) },
  )
})
