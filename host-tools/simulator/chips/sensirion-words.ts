/** Sensirion's words on I2C, by the chip that sends them: two bytes and a CRC-8. */

/** Puts a value, bounded to a word, and its CRC (polynomial 0x31, initial 0xff) at `at`. */
export function putWord(bytes: Uint8Array, at: number, value: number): void {
  const raw = value < 0 ? 0 : value > 65535 ? 65535 : Math.floor(value + 0.5)
  bytes[at] = raw >> 8
  bytes[at + 1] = raw & 0xff
  let crc = 0xff
  for (let i = at; i < at + 2; i++) {
    crc ^= bytes[i]!
    for (let bit = 0; bit < 8; bit++) crc = crc > 127 ? ((crc * 2) ^ 0x131) & 0xff : crc * 2
  }
  bytes[at + 2] = crc
}
