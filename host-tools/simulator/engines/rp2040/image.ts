/** A firmware image for a Pico: what stands in it, and so what can be asked of it. */
import { pico } from '../../../../device/boards/pico.ts'
import { FLASH_LENGTH } from './flash-chip.ts'
import { LogRegion } from './log-region.ts'
import { loadUf2 } from './uf2.ts'

/** Flash as the chip's memory map has it, which is how Espruino counts. */
const FLASH_START = 0x10000000

export type Firmware =
  /** Takes our bundle and the kit's setup in Storage. */
  | 'espruino'
  /** Has our modules in it, and takes the kit's setup in a page of its own. */
  | 'moddable'
  /** The same with the setup that it was built with, and no other. */
  | 'moddable-built'

export interface FirmwareImage {
  readonly firmware: Firmware
  /** The whole flash chip as a flashing tool leaves it. */
  readonly flash: Uint8Array
}

/** Names that the images have in them, the most particular first, and what they are. */
const MARKS: readonly (readonly [string, Firmware | string])[] = [
  ['ESPR_RP2040_PICO', 'espruino'],
  ['device/platform/moddable/pico/setup-page', 'moddable'],
  ['device/platform/moddable/pico/main', 'moddable-built'],
  [
    'device/platform/moddable/pico-w/main',
    'it is for a Pico W, and the emulator has no radio; build it for the Pico',
  ],
  ['Espruino', 'it is an Espruino for another board; the firmware knows RP2040_PICO'],
]
const UNKNOWN = 'it is neither an Espruino for the Pico nor this firmware under Moddable'

/** Throws, with what is wrong, for what is no image or one that cannot be run. */
export function readImage(uf2: Uint8Array): FirmwareImage {
  const flash = new Uint8Array(FLASH_LENGTH).fill(0xff)
  const end = loadUf2(uf2, flash)
  const content = Buffer.from(flash.buffer)
  const mark = MARKS.find(([name]) => content.includes(name, 0, 'latin1'))
  const what = mark === undefined ? UNKNOWN : mark[1]
  if (what !== 'espruino' && what !== 'moddable' && what !== 'moddable-built') throw new Error(what)
  const { from } = logRegionOf(what)
  if (end > from) throw new Error(`it reaches up to 0x${end.toString(16)}, into the kit’s log`)
  return { firmware: what, flash }
}

/** Where the firmware keeps its log. */
export function logRegionOf(firmware: Firmware): LogRegion {
  const { espruinoJournal, moddableJournal } = pico()
  if (firmware !== 'espruino') {
    const { byteOffset, blocks, blockLength } = moddableJournal!
    return new LogRegion(byteOffset, blocks, blockLength)
  }
  // Behind the page that begins with the file's header.
  const { byteOffset, blocks, blockLength } = espruinoJournal
  return new LogRegion(byteOffset - FLASH_START + blockLength, blocks, blockLength)
}
