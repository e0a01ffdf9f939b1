/** Frames of the Plantower data manuals (appendices I and II), built from their text alone. */

function framed(rest: readonly number[]): Uint8Array {
  const bytes = [0x42, 0x4d, 0, rest.length + 2, ...rest]
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  return Uint8Array.from([...bytes, sum >> 8, sum & 255])
}

/** A report of thirteen words: "CF=1", then atmospheric, then counts; the rest is 0. */
export function report(pm1: number, pm25: number, pm10: number, counts = 100): Uint8Array {
  const words = [pm1 + 1, pm25 + 1, pm10 + 1, pm1, pm25, pm10, counts, 0, 0, 0, 0, 0, 0]
  return framed(words.flatMap((word) => [(word >> 8) & 255, word & 255]))
}

export const replyTo = (command: number, data: number): Uint8Array => framed([command, data])

/** A command with its data word. */
export function command(code: number, data: number): Uint8Array {
  const bytes = [0x42, 0x4d, code, 0, data]
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  return Uint8Array.from([...bytes, sum >> 8, sum & 255])
}
