/**
 * An image that an emulated Pico runs, in place of a real firmware: it copies a log that a kit in
 * the simulator has written into its own flash, as fast as flash takes it, and then sleeps.
 */
import { Kit } from '../../device/kit.ts'
import { MemoryStore } from '../../host-tools/simulator/flash.ts'
import { HubDouble } from '../../host-tools/simulator/hub-double.ts'
import type { FleetKit } from '../../host-tools/simulator/scenario/fleet.ts'
import { SimKit } from '../../host-tools/simulator/sim-kit.ts'
import { romCode } from './rp2040.ts'
import { assemble, type Line, thumb } from './thumb.ts'
import { uf2Of } from './uf2.ts'

export const MODDABLE = 'device/platform/moddable/pico/setup-page'
export const MODDABLE_BUILT = 'device/platform/moddable/pico/main'
const LOG_AT = 0xe0000
const BLOCKS = 256
const BLOCK_LENGTH = 4096
const PAGE_LENGTH = 256
const MARK_AT = 0x200
const PAGES_AT = 0x400
const FLASH_START = 0x10000000

/** Puts the function's address into r0; it ends on a whole word where it begins on one. */
export function findRomFunction(label: string): Line[] {
  return [
    thumb.movs(4, 0),
    thumb.ldrh(0, 4, 0x14 / 2),
    thumb.ldrh(3, 4, 0x18 / 2),
    thumb.ldrAt(1, label),
    thumb.blx(3),
  ]
}

/** What a kit without network has in its flash after `hours`. */
export function logOf({ setup, series }: FleetKit, hours: number): Uint8Array {
  const store = new MemoryStore(BLOCKS, BLOCK_LENGTH)
  const cut = { kind: 'wifi', fromS: 0, toS: Number.POSITIVE_INFINITY } as const
  const kit = new SimKit(
    { ...setup, outages: [cut] },
    series,
    store,
    new HubDouble(),
    (platform, config) => new Kit(platform, config),
    () => {},
  )
  kit.run(hours * 3_600_000)
  const log = new Uint8Array(BLOCKS * BLOCK_LENGTH)
  for (let block = 0; block < BLOCKS; block++)
    store.read(log.subarray(block * BLOCK_LENGTH), BLOCK_LENGTH, block * BLOCK_LENGTH)
  return log
}

/** The image as a UF2 file, with the name in it that tells what it is. */
export function imageWriting(log: Uint8Array, mark: string): Uint8Array {
  const end = log.findLastIndex((byte) => byte !== 0xff) + 1
  const pages = log.subarray(0, Math.ceil(end / PAGE_LENGTH) * PAGE_LENGTH)
  const code = assemble([
    ...findRomFunction('code'),
    thumb.mov(5, 0),
    thumb.ldrAt(0, 'log'),
    thumb.ldrAt(1, 'pages'),
    thumb.ldrAt(2, 'length'),
    thumb.blx(5),
    'sleep',
    thumb.wfi,
    thumb.b('sleep'),
    'code',
    thumb.word(romCode('RP')),
    'log',
    thumb.word(LOG_AT),
    'pages',
    thumb.word(FLASH_START + PAGES_AT),
    'length',
    thumb.word(pages.length),
  ])
  const content = new Uint8Array(PAGES_AT + pages.length)
  content.set(new Uint8Array(Uint16Array.from(code).buffer))
  content.set(Buffer.from(mark), MARK_AT)
  content.set(pages, PAGES_AT)
  return uf2Of(content)
}
