/** What is put onto a board beside its image, read as the firmware reads it. */
import { pico } from '../../../device/boards/pico.ts'
import { EspruinoFlash } from '../../../device/platform/espruino/flash.ts'
import { parseSetup } from '../../../device/platform/setup.ts'
import { flashOf } from '../../../host-tools/simulator/engines/rp2040/settings.ts'
import { writeStorage } from '../../../host-tools/simulator/engines/rp2040/storage.ts'
import { nightFleet } from '../../../host-tools/simulator/scenario/night.ts'

const FLASH_START = 0x10000000
const STORAGE_AT = 0x1c0000
const blank = () => new Uint8Array(2 * 1024 * 1024).fill(0xff)
const [kit] = nightFleet({ kits: 1, hours: 1, seed: 1, periodS: 60, hubUrl: 'http://hub/b' })
const { setup } = kit!

let mockFlash: Uint8Array
const mockText = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
jest.mock(
  'Flash',
  () => ({
    read: (length: number, address: number) => {
      const at = address - 0x10000000
      return mockFlash.slice(at, at + length)
    },
    write: () => {},
    erasePage: () => {},
  }),
  { virtual: true },
)

/** Storage's files, by following their headers: Espruino, src/jsflash.c. */
function filesIn(flash: Uint8Array): [string, string][] {
  const view = new DataView(flash.buffer)
  const files: [string, string][] = []
  for (let at = STORAGE_AT; at < flash.length && view.getUint32(at, true) !== 0xffffffff; ) {
    const length = view.getUint32(at, true) & 0xffffff
    const name = mockText(flash.subarray(at + 4, at + 32)).replace(/\0+$/, '')
    files.push([name, mockText(flash.subarray(at + 32, at + 32 + length))])
    at += 32 + Math.ceil(length / 4) * 4
  }
  return files
}

test('Espruino finds the log, the setup and the bundle in its Storage', () => {
  const image = blank()
  image.set([1, 2, 3])
  const flash = flashOf({ firmware: 'espruino', flash: image }, setup, 'print("ready")')
  const [log, settings, boot, ...more] = filesIn(flash)
  expect(more).toEqual([])
  expect([log?.[0], settings?.[0], boot]).toEqual([
    'log',
    'kit.json',
    ['.bootcde', 'print("ready")'],
  ])
  expect(parseSetup(settings![1])).toEqual({ kit: setup.config })
  expect([...flash.subarray(0, 4)]).toEqual([1, 2, 3, 0xff])
  expect(image[STORAGE_AT]).toBe(0xff)
})

test('the firmware takes the log’s file for its own, and its pages are erased', () => {
  mockFlash = flashOf({ firmware: 'espruino', flash: blank() }, setup, 'x')
  Object.assign(globalThis, { E: { toString: mockText } })
  const region = pico().espruinoJournal
  const flash = new EspruinoFlash(region)
  const { blocks, blockLength } = flash.status()
  const into = new Uint8Array(blockLength)
  for (let block = 0; block < blocks; block++) {
    flash.read(into, blockLength, block * blockLength)
    expect(into.every((byte) => byte === 0xff)).toBe(true)
  }
  // What follows begins at a page, so that no erase of the log can touch it.
  const end = region.byteOffset - FLASH_START + (blocks + 1) * blockLength
  expect(mockText(mockFlash.subarray(end + 4, end + 12))).toBe('kit.json')
})

test('Moddable finds the setup in its page', () => {
  const flash = flashOf({ firmware: 'moddable', flash: blank() }, setup, '')
  Object.assign(globalThis, {
    native: () => (into: Uint8Array, length: number, address: number) =>
      into.set(flash.subarray(address, address + length)),
  })
  const { setupPage } = require('../../../device/platform/moddable/pico/setup-page.ts')
  expect(parseSetup(setupPage())).toEqual({ kit: setup.config })
})

test('an image with a setup of its own gets nothing', () => {
  const flash = flashOf({ firmware: 'moddable-built', flash: blank() }, setup, '')
  expect(Buffer.compare(flash, blank())).toBe(0)
})

test('Storage takes files up to its end, of names that fit', () => {
  const file = (name: string, length: number) => ({ name, content: new Uint8Array(length) })
  const write = (files: ReturnType<typeof file>[]) => writeStorage(blank(), 0x1000, 0x1100, files)
  expect(() => write([file('a', 32), file('b', 160)])).not.toThrow()
  expect(() => write([file('a', 32), file('b', 161)])).toThrow('no room in Storage for b')
  expect(() => write([file('a'.repeat(28), 1)])).not.toThrow()
  expect(() => write([file('a'.repeat(29), 1)])).toThrow('no room')
  expect(() => write([file('empty', 0)])).toThrow('no room')
})
