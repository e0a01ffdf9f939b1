/** Pulses of a DHT22, as its datasheet (6) draws them: high levels in µs. */

const LET_GO_US = 30
const RESPONSE_US = 80
const ZERO_US = 27
const ONE_US = 70

export function answerPulses(bytes: Iterable<number>): number[] {
  const bits = [...bytes].flatMap((byte) =>
    Array.from({ length: 8 }, (_, i) => ((byte >> (7 - i)) & 1 ? ONE_US : ZERO_US)),
  )
  return [LET_GO_US, RESPONSE_US, ...bits]
}

/** Words with their sum. */
export function answerBytes(humidity: number, temperature: number): number[] {
  const bytes = [humidity >> 8, humidity, temperature >> 8, temperature].map((byte) => byte & 255)
  return [...bytes, bytes.reduce((sum, byte) => sum + byte) & 255]
}
