import { FragileStore, PowerLost } from '../../../host-tools/simulator/faults/fragile-store.ts'
import { MemoryStore, SimFlash } from '../../../host-tools/simulator/flash.ts'
import { Random } from '../../../host-tools/simulator/random.ts'

const BLOCK = 256
const WORD = 4

interface Rig {
  readonly store: FragileStore
  readonly flash: SimFlash
  at: number
}

function rig(seed: number): Rig {
  const made: Rig = {
    store: new FragileStore(new MemoryStore(2, BLOCK), WORD, new Random(seed, 0, 0), () => made.at),
    get flash() {
      return flash
    },
    at: 0,
  }
  const flash = new SimFlash(made.store, WORD)
  return made
}

function cut(work: () => void): void {
  expect(work).toThrow(PowerLost)
}

function bytesOf({ flash }: Rig, offset: number, length: number): number[] {
  const into = new Uint8Array(length)
  flash.read(into, length, offset)
  return [...into]
}

const DATA = Uint8Array.from({ length: 32 }, (_, i) => (i * 37) & 0xff)
const ZEROS = new Uint8Array(32)
const SEEDS = Array.from({ length: 200 }, (_, seed) => seed)

test('the named operation is cut, and nothing works until power is back', () => {
  const one = rig(1)
  let cuts = 0
  one.store.cutInside(2, () => cuts++)
  one.flash.write(DATA, 8, 0)
  cut(() => one.flash.write(DATA, 8, 8))
  expect(cuts).toBe(1)
  cut(() => one.flash.write(DATA, 8, 64))
  cut(() => one.flash.eraseBlock(1))
  cut(() => void bytesOf(one, 0, 8))
  one.store.powerOn()
  expect(bytesOf(one, 0, 8)).toEqual([...DATA.subarray(0, 8)])
  one.flash.write(DATA, 8, 64)
  expect(cuts).toBe(1)
})

test('words before the torn one are whole, those behind it erased, and bits only fall', () => {
  const ends = new Set<number>()
  for (const seed of SEEDS) {
    const one = rig(seed)
    one.store.cutInside(1, () => {})
    cut(() => one.flash.write(DATA, 32, 0))
    one.store.powerOn()
    const left = bytesOf(one, 0, 32)
    const words = Array.from({ length: 8 }, (_, i) => left.slice(i * WORD, (i + 1) * WORD))
    const end = words.findIndex((word, i) => word.some((byte, at) => byte !== DATA[i * WORD + at]!))
    ends.add(end)
    if (end < 0) continue
    expect(words.slice(end + 1).every((word) => word.every((byte) => byte === 0xff))).toBe(true)
    words[end]!.forEach((byte, at) => {
      const wanted = DATA[end * WORD + at]!
      expect(byte & wanted).toBe(wanted)
    })
  }
  expect(ends.size).toBe(9)
})

test('what a cut left takes zeros and nothing else, even where it reads as erased', () => {
  let readsErased = 0
  for (const seed of SEEDS) {
    const one = rig(seed)
    one.store.cutInside(1, () => {})
    cut(() => one.flash.write(Uint8Array.of(0xff, 0xff, 0xff, 0x7f), WORD, 0))
    one.store.powerOn()
    one.at = 1
    if (bytesOf(one, 0, WORD).every((byte) => byte === 0xff)) readsErased++
    expect(() => one.flash.write(DATA, WORD, 0)).toThrow('written twice')
    one.flash.write(ZEROS, WORD, 0)
    expect(bytesOf(one, 0, WORD)).toEqual([0, 0, 0, 0])
  }
  expect(readsErased).toBeGreaterThan(10)
})

test('what was written whole before takes nothing, zeros neither', () => {
  const one = rig(3)
  one.flash.write(DATA, 8, 0)
  one.at = 1
  one.store.cutInside(1, () => {})
  cut(() => one.flash.write(DATA, 8, 8))
  one.store.powerOn()
  expect(() => one.flash.write(ZEROS, 8, 0)).toThrow('written twice')
})

test('a half-done erase leaves a block that must be erased again, and then is as new', () => {
  let readsErased = 0
  for (const seed of SEEDS) {
    const one = rig(seed)
    one.flash.write(DATA, 32, 0)
    one.at = 1
    one.store.cutInside(1, () => {})
    cut(() => one.flash.eraseBlock(0))
    one.store.powerOn()
    if (bytesOf(one, 0, 32).every((byte) => byte === 0xff)) readsErased++
    expect(() => one.flash.write(DATA, 8, 128)).toThrow('written twice')
    one.flash.eraseBlock(0)
    expect(bytesOf(one, 0, BLOCK).every((byte) => byte === 0xff)).toBe(true)
    one.flash.write(DATA, 32, 0)
    expect(bytesOf(one, 0, 32)).toEqual([...DATA])
  }
  expect(readsErased).toBeGreaterThan(10)
})

test('some bits are unstable until the next erase, and those alone', () => {
  let unstable = 0
  for (const seed of SEEDS) {
    const one = rig(seed)
    one.store.cutInside(1, () => {})
    cut(() => one.flash.write(ZEROS, 32, 0))
    one.store.powerOn()
    const reads = Array.from({ length: 20 }, () => bytesOf(one, 0, 64).join())
    if (new Set(reads).size > 1) unstable++
    one.flash.eraseBlock(0)
    expect(bytesOf(one, 0, 64).every((byte) => byte === 0xff)).toBe(true)
  }
  expect(unstable).toBeGreaterThan(20)
  expect(unstable).toBeLessThan(100)
})

test('a byte that was written as 0xff is not erased', () => {
  const flash = new SimFlash(new MemoryStore(1, BLOCK), WORD)
  flash.write(Uint8Array.of(1, 2, 3, 0xff), WORD, 0)
  expect(() => flash.write(DATA, WORD, 0)).toThrow('written twice')
  flash.write(Uint8Array.of(0xff, 0xff, 0xff, 0xff), WORD, WORD)
  expect(() => flash.write(DATA, WORD, WORD)).toThrow('written twice')
  flash.eraseBlock(0)
  flash.write(DATA, WORD, WORD)
})
