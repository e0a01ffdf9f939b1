import fc from 'fast-check'
import { loadUf2 } from '../../../host-tools/simulator/engines/rp2040/uf2.ts'
import { runs } from '../../support/runs.ts'
import { uf2Block, uf2Of } from '../../support/uf2.ts'

const LENGTH = 4096
const RP2350 = 0xe48bff59
const content = Uint8Array.from({ length: 1000 }, (_, i) => i * 7)
const whole = uf2Of(content)

function load(image: Uint8Array): { flash: Uint8Array; end: number } {
  const flash = new Uint8Array(LENGTH).fill(0xff)
  return { end: loadUf2(image, flash), flash }
}

test('an image stands where its blocks say, and the rest stays erased', () => {
  const { flash, end } = load(whole)
  expect(flash.subarray(0, 1000)).toEqual(content)
  expect(flash.subarray(1024).every((byte) => byte === 0xff)).toBe(true)
  expect(end).toBe(1024)
})

test('blocks may come in any order, and twice', () => {
  const blocks = Array.from({ length: 4 }, (_, i) => whole.subarray(512 * i, 512 * (i + 1)))
  const image = Buffer.concat([2, 0, 3, 2, 1].map((i) => blocks[i]!))
  expect(load(image)).toEqual(load(whole))
})

test('what is for another chip, or for no flash, is passed over', () => {
  const others = [
    uf2Block({ address: 0x10ffff00, family: RP2350, count: 2 }),
    uf2Block({ address: 0x10000000, flags: 0x2001 }),
    uf2Block({ address: 0x10000000, flags: 0 }),
  ]
  expect(load(Buffer.concat([...others, whole]))).toEqual(load(whole))
})

test.each([
  ['nothing', new Uint8Array(0), 'no UF2 file'],
  ['text', Buffer.from('hello '.repeat(200)), 'no UF2 file'],
  ['half a block at the end', whole.subarray(0, 512 * 3 + 100), 'ends within a block: truncated'],
  ['a block too few', whole.subarray(0, 512 * 3), '1 of 4 blocks are missing'],
  ['a hole', Buffer.concat([whole, new Uint8Array(512), whole]), 'no UF2 block at byte 2048'],
  ['another family', uf2Of(content, { family: RP2350 }), 'nothing in it is for an RP2040'],
  ['no family', uf2Of(content, { flags: 0 }), 'nothing in it is for an RP2040'],
  ['an address in RAM', uf2Block({ address: 0x20000000 }), /byte 0 lies outside of the flash/],
  ['one below', uf2Block({ address: 0x0fffff00 }), /byte 0 lies outside of the flash/],
  ['one at the end', uf2Block({ address: 0x10000f80 }), /byte 0 lies outside of the flash/],
  ['a long block', uf2Block({ address: 0x10000000, length: 477 }), /lies outside of the flash/],
  ['a block of no count', uf2Block({ address: 0x10000000, count: 0 }), /nothing in it is for/],
])('%s is refused, and said why', (_name, image, why) => {
  expect(() => load(image)).toThrow(why)
})

test('whatever a file holds, it is an image, or an error says why it is none', () => {
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 })
  fc.assert(
    fc.property(damage, fc.nat(whole.length), (changes, length) => {
      const image = whole.slice(0, length)
      for (const [at, byte] of changes) if (at < length) image[at] = byte
      try {
        expect(load(image).end).toBeGreaterThan(0)
      } catch (error) {
        expect((error as Error).message).toMatch(/UF2|block|RP2040/)
      }
    }),
    { numRuns: runs(300) },
  )
})
