/**
 * How Sensirion's chips speak on I2C: words of 16 bits with a CRC-8 each. The same in all their
 * datasheets, for example SHT3x-DIS, version 7, 4.12.
 */
import type { I2C } from '../platform/io.ts'

/** What polynomial 0x31 makes of four bits: an SPS30 sends 40 bytes a second to be checked. */
const OF_NIBBLE = new Uint8Array([
  0x00, 0x31, 0x62, 0x53, 0xc4, 0xf5, 0xa6, 0x97, 0xb9, 0x88, 0xdb, 0xea, 0x7d, 0x4c, 0x1f, 0x2e,
])
/** Of a word: two bytes and their CRC. */
export const WORD_LENGTH = 3

/** CRC-8, polynomial 0x31, initial 0xff, over the two bytes from `at`. */
export function sensirionCrc(bytes: Uint8Array, at: number): number {
  let crc = 0xff
  for (let i = at; i < at + 2; i++) {
    crc ^= bytes[i]!
    crc = ((crc << 4) & 0xff) ^ OF_NIBBLE[crc >> 4]!
    crc = ((crc << 4) & 0xff) ^ OF_NIBBLE[crc >> 4]!
  }
  return crc
}

/** Fills `into`, as long as its words are; false where one is garbled. Throws on a NACK. */
export function readWords(bus: I2C, into: Uint8Array): boolean {
  bus.read(into)
  for (let at = 0; at < into.length; at += WORD_LENGTH)
    if (sensirionCrc(into, at) !== into[at + 2]) return false
  return true
}

/** Word number `i` of what was read. */
export function wordAt(bytes: Uint8Array, i: number): number {
  return bytes[i * WORD_LENGTH]! * 256 + bytes[i * WORD_LENGTH + 1]!
}
