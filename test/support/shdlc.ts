/** SHDLC frames of the SPS30 datasheet, 5.2, built from its text alone. */

const STUFFED: Record<number, number[]> = {
  126: [0x7d, 0x5e],
  125: [0x7d, 0x5d],
  17: [0x7d, 0x31],
  19: [0x7d, 0x33],
}

export const stuff = (bytes: readonly number[]) => bytes.flatMap((byte) => STUFFED[byte] ?? [byte])

function framed(content: readonly number[]): number[] {
  const sum = content.reduce((total, byte) => total + byte, 0)
  return [0x7e, ...stuff([...content, 255 - (sum % 256)]), 0x7e]
}

/** What the chip answers. */
export const miso = (command: number, data: readonly number[] = [], state = 0) =>
  framed([0, command, state, data.length, ...data])

/** What is sent to it. */
export const mosi = (command: number, data: readonly number[] = []) =>
  framed([0, command, data.length, ...data])

/** IEEE 754 single precision, big-endian. */
export function floats(...numbers: number[]): number[] {
  const view = new DataView(new ArrayBuffer(4 * numbers.length))
  numbers.forEach((number, i) => {
    view.setFloat32(4 * i, number)
  })
  return [...new Uint8Array(view.buffer)]
}

/** Measured values: four mass concentrations, five number concentrations, a size. */
export const measured = (pm1: number, pm25: number, pm4: number, pm10: number) =>
  floats(pm1, pm25, pm4, pm10, 35, 42, 43, 44, 44, 0.5)

export const wordsOf = (bytes: readonly number[]) =>
  bytes.flatMap((byte, i) => (i % 2 === 0 ? [byte * 256 + bytes[i + 1]!] : []))
