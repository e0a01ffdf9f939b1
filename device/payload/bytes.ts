/** Integers in byte buffers: little-endian words, and LEB128 variable-length integers. */

export function putU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value & 0xff
  bytes[at + 1] = (value >>> 8) & 0xff
  bytes[at + 2] = (value >>> 16) & 0xff
  bytes[at + 3] = (value >>> 24) & 0xff
}

export function getU32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
  )
}

/** Writes 0 <= value < 2^53 as unsigned LEB128; returns the place after it. */
export function putVarint(bytes: Uint8Array, at: number, value: number): number {
  while (value > 127) {
    bytes[at++] = (value % 128) + 128
    value = Math.floor(value / 128)
  }
  bytes[at++] = value
  return at
}

/** Reads the unsigned LEB128 at `at`, at most eight bytes of it. */
export function getVarint(bytes: Uint8Array, at: number): number {
  let value = 0
  let weight = 1
  for (let i = at; i < at + 8; i++) {
    const byte = bytes[i]!
    value += (byte & 127) * weight
    if (byte < 128) break
    weight *= 128
  }
  return value
}

/** Maps signed to unsigned so that small magnitudes stay small: 0, -1, 1, -2 become 0, 1, 2, 3. */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}
