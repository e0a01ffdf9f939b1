/** Frames of Winsen's manuals (MH-Z19B, version 1.5, 7), built from their text alone. */

/** "Checksum = (Negative (Byte1+…+Byte7))+1" */
function closed(rest: readonly number[]): Uint8Array {
  const bytes = [0xff, ...rest, ...Array(7 - rest.length).fill(0)]
  const sum = bytes.slice(1).reduce((total, byte) => total + byte, 0)
  return Uint8Array.from([...bytes, ((0xff - (sum & 0xff)) & 0xff) + 1])
}

export const command = (code: number, data = 0): Uint8Array => closed([0x01, code, data])

/** The answer to 0x86. */
export const answer = (ppm: number): Uint8Array => closed([0x86, ppm >> 8, ppm & 0xff])
