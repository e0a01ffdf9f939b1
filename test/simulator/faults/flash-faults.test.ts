/** Flash that forgets: bits that turn over and blocks that do not keep what is written. */
import { FragileStore } from '../../../host-tools/simulator/faults/fragile-store.ts'
import { MemoryStore, SimFlash } from '../../../host-tools/simulator/flash.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { findingAt, inBoth, kitsOf, resultOf } from '../verdict/tiny.ts'

const BLOCK = 256
const WORD = 4

function rig(seed = 1) {
  const inner = new MemoryStore(2, BLOCK)
  const store = new FragileStore(inner, WORD, new Random(seed, 0, 0), () => 0)
  const flash = new SimFlash(store, WORD)
  const bytes = () => {
    const all = new Uint8Array(2 * BLOCK)
    for (const from of [0, BLOCK]) flash.read(all.subarray(from), BLOCK, from)
    return all
  }
  return { store, flash, bytes }
}

const DATA = Uint8Array.from({ length: 64 }, (_, i) => (i * 37) & 0xff)
const bitsIn = (value: number) => value.toString(2).replaceAll('0', '').length

/** Places at which two images differ, with the number of bits that do. */
function changes(before: Uint8Array, after: Uint8Array): { at: number; bits: number }[] {
  return [...before].flatMap((byte, at) =>
    byte === after[at] ? [] : [{ at, bits: bitsIn(byte ^ after[at]!) }],
  )
}

describe('rot', () => {
  test('turns over one bit in each of so many neighbours that were written, and no others', () => {
    const places = new Set<number>()
    for (let seed = 0; seed < 50; seed++) {
      const { store, flash, bytes } = rig(seed)
      flash.write(DATA, 64, 64)
      const before = bytes()
      store.rot(3)
      const turned = changes(before, bytes())
      const first = turned[0]!.at
      places.add(first)
      // At the end of what is written there are fewer.
      const wanted = Math.min(3, 128 - first)
      expect(turned).toEqual(Array.from({ length: wanted }, (_, i) => ({ at: first + i, bits: 1 })))
    }
    expect(Math.min(...places)).toBeGreaterThanOrEqual(64)
    expect(places.size).toBeGreaterThan(20)
  })

  test('finds nothing in flash that is erased', () => {
    const { store, flash, bytes } = rig()
    flash.write(DATA, 64, 0)
    flash.eraseBlock(0)
    store.rot(8)
    expect(bytes().every((byte) => byte === 0xff)).toBe(true)
  })

  test('leaves the block to zeros until its erase', () => {
    const { store, flash, bytes } = rig()
    flash.write(DATA, 64, 0)
    const zeros = new Uint8Array(8)
    expect(() => flash.write(zeros, 8, 8)).toThrow('written twice')
    store.rot(1)
    expect(() => flash.write(DATA, 8, 8)).toThrow('written twice')
    flash.write(zeros, 8, 8)
    flash.eraseBlock(0)
    flash.write(DATA, 64, 0)
    expect(() => flash.write(zeros, 8, 8)).toThrow('written twice')
    expect([...bytes().subarray(0, 64)]).toEqual([...DATA])
  })
})

describe('a bad block', () => {
  test('keeps some bits that should fall, also after an erase, and no other block does', () => {
    const { store, flash, bytes } = rig()
    store.spoil(1)
    for (let round = 0; round < 2; round++) {
      for (const block of [0, 1])
        for (let at = 0; at < BLOCK; at += 64) flash.write(DATA, 64, block * BLOCK + at)
      const all = bytes()
      const wanted = Uint8Array.from({ length: 2 * BLOCK }, (_, at) => DATA[at % 64]!)
      const wrong = changes(wanted, all)
      expect(wrong.length).toBeGreaterThan(5)
      expect(wrong.length).toBeLessThan(BLOCK / 4)
      expect(wrong.every(({ at }) => at >= BLOCK && (all[at]! & wanted[at]!) === wanted[at])).toBe(
        true,
      )
      flash.eraseBlock(0)
      flash.eraseBlock(1)
      expect(bytes().every((byte) => byte === 0xff)).toBe(true)
    }
  })
})

describe('in a scenario, while records wait in flash', () => {
  const EXPECT = [
    { expect: 'nothing-invented' },
    { expect: 'all-counted' },
    { expect: 'backlog-below', records: 2 },
    { expect: 'nothing-lost' },
  ]
  const outage = { fault: 'internet-outage', until: '20 min' }
  const run = (...faults: object[]) =>
    resultOf({
      settle: '10 min',
      kits: [kitsOf({ config: { periodS: 10 }, flash: { blocks: 12, blockLength: 1_024 } })],
      faults: [outage, ...faults],
      expect: EXPECT,
    })

  test('rot loses some, which are counted; no record is another than it was', async () => {
    const rot = { fault: 'flash-rot', kits: 'a-01', at: '18 min', bits: 16 }
    const result = await run(rot, { ...rot, at: '19 min' }, { ...rot, at: '19 min' })
    const { lost, records, delivered, backlog } = result.kits[0]!
    expect(lost).toBeGreaterThan(0)
    expect(lost).toBeLessThan(20)
    expect(delivered + backlog + lost).toBe(records)
    expect([0, 1, 2].map((i) => inBoth(findingAt(result, 'a-01', i)))).toEqual([
      'met',
      'met',
      'met',
    ])
    expect(findingAt(result, 'a-01', 1)).toEqual({
      kind: 'met',
      figure: `${lost} counted of ${lost}`,
    })
    expect(inBoth(findingAt(result, 'a-01', 3))).toMatch(`${lost} durable records never reached`)
    expect(result.kits[1]).toMatchObject({ lost: 0, backlog: 1 })
  })

  test('the same with a restart, that reads all again', async () => {
    const rot = { fault: 'flash-rot', kits: 'a-01', at: '18 min', bits: 16 }
    const result = await run(rot, { fault: 'reset', kits: 'a-01', at: '19 min' })
    expect(result.kits[0]!.lost).toBeGreaterThan(0)
    expect(result.kits.map(({ boots }) => boots)).toEqual([2, 1])
    expect([0, 1, 2].map((i) => inBoth(findingAt(result, 'a-01', i)))).toEqual([
      'met',
      'met',
      'met',
    ])
  })

  test('a bad block costs erases and nothing that was called durable', async () => {
    const result = await run({ fault: 'bad-block', kits: 'a-01', block: 1 })
    for (const i of [0, 1, 2]) expect(inBoth(findingAt(result, 'a-01', i))).toBe('met')
    const [hit, sound] = result.kits
    expect(hit!.lost).toBe(0)
    expect(hit!.flashBytes).toBeGreaterThan(sound!.flashBytes)
  })
})
