/** What a student puts onto the board beside the image: the bundle, and the kit's setup. */
import { fileURLToPath } from 'node:url'
import { pico } from '../../../../device/boards/pico.ts'
import type { KitSetup } from '../../sim-kit.ts'
import type { FirmwareImage } from './image.ts'
import { writeStorage } from './storage.ts'

const FLASH_START = 0x10000000
const ENTRY = fileURLToPath(
  new URL('../../../../device/platform/espruino/main.ts', import.meta.url),
)
const HEADER_LENGTH = 32
/** Espruino's boards/RP2040_PICO.py, `saved_code`. */
const STORAGE_PAGES = 64
const PAGE_LENGTH = 4096
/** The firmware's setup-page.ts. */
const SETUP_AT = 0x1e7000
export const SETUP_LENGTH_MAX = 2_048

export function setupText({ config }: KitSetup): string {
  return JSON.stringify({ kit: config })
}

/** Our bundle, as the board runs it from Storage. */
export async function boardBundle(): Promise<string> {
  // Half a second that only an Espruino needs.
  const { bundleForEspruino } = await import('../../../build/bundle.ts')
  return (await bundleForEspruino(ENTRY)).code
}

/** The flash chip of a kit before its first start. `bundle`: what an Espruino runs. */
export function flashOf(image: FirmwareImage, setup: KitSetup, bundle: string): Uint8Array {
  const flash = image.flash.slice()
  const encode = (text: string) => Buffer.from(text, 'latin1')
  if (image.firmware === 'moddable') flash.set(encode(setupText(setup)), SETUP_AT)
  if (image.firmware !== 'espruino') return flash
  const { byteOffset, blocks, blockLength } = pico().espruinoJournal
  const start = byteOffset - FLASH_START
  writeStorage(flash, start, start + STORAGE_PAGES * PAGE_LENGTH, [
    { name: 'log', content: encode('K'), length: (blocks + 1) * blockLength - HEADER_LENGTH },
    { name: 'kit.json', content: encode(setupText(setup)) },
    { name: '.bootcde', content: encode(bundle) },
  ])
  return flash
}
