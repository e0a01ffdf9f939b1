/**
 * CRC-32 (IEEE 802.3, reflected polynomial 0xedb88320), a byte at a time. The checksum is linear:
 * a byte's word is that of its low nibble ^ that of its high one. So 32 table words do instead of
 * 256, because a board's memory counts, too.
 */
const TABLE = /* @__PURE__ */ table()

/** Words 0 to 15 stand for low nibbles, 16 to 31 for high ones. */
function table(): Uint32Array {
  const words = new Uint32Array(32)
  for (let i = 0; i < 32; i++) {
    let word = i < 16 ? i : (i - 16) << 4
    for (let bit = 0; bit < 8; bit++)
      word = (word & 1) !== 0 ? (word >>> 1) ^ 0xedb88320 : word >>> 1
    words[i] = word
  }
  return words
}

/** Begin with this, feed bytes with `crc32`, and end with `crc32End`. */
export const CRC32_BEGIN = 0xffffffff

/** Feeds bytes `from` to `to` - 1. */
export function crc32(crc: number, bytes: Uint8Array, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    crc ^= bytes[i]!
    crc = TABLE[crc & 15]! ^ TABLE[16 + ((crc >>> 4) & 15)]! ^ (crc >>> 8)
  }
  return crc
}

/** The checksum as an unsigned integer. */
export function crc32End(crc: number): number {
  return (crc ^ 0xffffffff) >>> 0
}
