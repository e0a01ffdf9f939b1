/**
 * The Storage of an Espruino board, written before its first boot. Espruino, src/jsflash.c: files
 * follow each other at multiples of four bytes; each has a header of a length, whose top byte is
 * flags, and a name padded with zeros.
 */

const HEADER_LENGTH = 32
const NAME_AT = 4
const NAME_LENGTH_MAX = 28
const ALIGN = 4

export interface StorageFile {
  readonly name: string
  readonly content: Uint8Array
  /** How long the file is where its content is only its beginning. */
  readonly length?: number
}

/** Puts `files` into `flash`, one after the other from `start`, up to `end`. */
export function writeStorage(
  flash: Uint8Array,
  start: number,
  end: number,
  files: readonly StorageFile[],
): void {
  const view = new DataView(flash.buffer, flash.byteOffset, flash.byteLength)
  flash.fill(0xff, start, end)
  let at = start
  for (const { name, content, length = content.length } of files) {
    const bytes = new TextEncoder().encode(name)
    const next = at + HEADER_LENGTH + Math.ceil(length / ALIGN) * ALIGN
    if (length === 0 || bytes.length > NAME_LENGTH_MAX || next > end)
      throw new Error(`no room in Storage for ${name}`)
    view.setUint32(at, length, true)
    flash.fill(0, at + NAME_AT, at + HEADER_LENGTH)
    flash.set(bytes, at + NAME_AT)
    flash.set(content, at + HEADER_LENGTH)
    at = next
  }
}
