/** Drives one driver through its turns as the sampler does, in virtual time. */
import { type Driver, OUTCOMES, PENDING, READING, WARMING_UP } from '../../device/sensors/driver.ts'

export interface Turn {
  /** Names of the outcomes, in order. */
  readonly outcomes: string[]
  /** What stood in the buffer at each reading. */
  readonly values: number[][]
}

/** Collects until the driver has no more or, as in the sampler, a fault but a broken frame. */
export function collect(driver: Driver, nowMs: number): Turn {
  const into = new Int32Array(driver.part.channels.length)
  const turn: Turn = { outcomes: [], values: [] }
  for (let results = 0; results < 16; results++) {
    const outcome = driver.finish(nowMs, into)
    if (outcome === PENDING) break
    turn.outcomes.push(OUTCOMES[outcome]!)
    if (outcome === READING) turn.values.push([...into])
    else if (outcome !== WARMING_UP && OUTCOMES[outcome] !== 'checksum') break
  }
  return turn
}

/** One whole turn: start, wait as long as the driver asks, collect. */
export function turn(driver: Driver, nowMs: number): Turn {
  return collect(driver, nowMs + driver.start(nowMs))
}

export const hex = (bytes: Iterable<number>): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')

export const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(text.trim().split(/\s+/), (byte) => Number.parseInt(byte, 16))
