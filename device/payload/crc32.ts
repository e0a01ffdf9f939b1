/**
 * CRC-32 (IEEE 802.3, reflected polynomial 0xedb88320), a nibble at a time: sixteen table words
 * instead of 256, because a board's memory counts more than its time here.
 */
const TABLE = /* @__PURE__ */ table()

function table(): Uint32Array {
  const words = new Uint32Array(16)
  for (let i = 0; i < 16; i++) {
    let word = i
    for (let bit = 0; bit < 4; bit++)
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
    crc = TABLE[crc & 15]! ^ (crc >>> 4)
    crc = TABLE[crc & 15]! ^ (crc >>> 4)
  }
  return crc
}

/** The checksum as an unsigned integer. */
export function crc32End(crc: number): number {
  return (crc ^ 0xffffffff) >>> 0
}
