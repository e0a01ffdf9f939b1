/** Reads UF2 images: https://github.com/microsoft/uf2, blocks of 512 bytes, little-endian. */

const BLOCK_LENGTH = 512
/** Words of every block, by their place. */
const MAGIC = [
  [0, 0x0a324655],
  [4, 0x9e5d5157],
  [508, 0x0ab16f30],
] as const
const FLAGS_AT = 8
const ADDRESS_AT = 12
const LENGTH_AT = 16
const NUMBER_AT = 20
const COUNT_AT = 24
const FAMILY_AT = 28
const DATA_AT = 32
const NOT_MAIN_FLASH = 0x1
const HAS_FAMILY = 0x2000
const FAMILY_RP2040 = 0xe48bff56
const FLASH_START = 0x10000000
const DATA_LENGTH_MAX = 476

/**
 * Puts the image into `flash`, which begins at 0x10000000, and returns where it ends there. Throws,
 * with what is wrong, for anything but a whole image of an RP2040.
 */
export function loadUf2(image: Uint8Array, flash: Uint8Array): number {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength)
  const seen = new Set<number>()
  let wanted = 0
  let end = 0
  if (image.length < BLOCK_LENGTH || !hasMagic(view, 0)) throw new Error('no UF2 file')
  for (let at = 0; at < image.length; at += BLOCK_LENGTH) {
    if (at + BLOCK_LENGTH > image.length) throw new Error('ends within a block: truncated')
    if (!hasMagic(view, at)) throw new Error(`no UF2 block at byte ${at}`)
    const word = (offset: number) => view.getUint32(at + offset, true)
    const flags = word(FLAGS_AT)
    // Tools for the RP2350 add a block of another family, which an RP2040 passes over.
    const isOurs = (flags & HAS_FAMILY) !== 0 && word(FAMILY_AT) === FAMILY_RP2040
    if (!isOurs || (flags & NOT_MAIN_FLASH) !== 0) continue
    const offset = word(ADDRESS_AT) - FLASH_START
    const length = word(LENGTH_AT)
    const fits = length <= DATA_LENGTH_MAX && offset >= 0 && offset + length <= flash.length
    if (!fits) throw new Error(`the block at byte ${at} lies outside of the flash`)
    flash.set(image.subarray(at + DATA_AT, at + DATA_AT + length), offset)
    end = Math.max(end, offset + length)
    wanted = Math.max(wanted, word(COUNT_AT))
    if (word(NUMBER_AT) < word(COUNT_AT)) seen.add(word(NUMBER_AT))
  }
  if (wanted === 0) throw new Error('nothing in it is for an RP2040')
  if (seen.size < wanted) throw new Error(`${wanted - seen.size} of ${wanted} blocks are missing`)
  return end
}

function hasMagic(view: DataView, at: number): boolean {
  return MAGIC.every(([offset, magic]) => view.getUint32(at + offset, true) === magic)
}
