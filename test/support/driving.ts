/** Drives one driver through its turns as the sampler does, in virtual time. */
import {
  type Driver,
  NEXT_STEP,
  OUTCOMES,
  PENDING,
  READING,
  WARMING_UP,
} from '../../device/sensors/driver.ts'

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

/** One whole turn: start, wait as long as the driver asks, collect, and so for all its steps. */
export function turn(driver: Driver, nowMs: number): Turn {
  let now = nowMs
  for (let steps = 0; steps < 8; steps++) {
    now += driver.start(now)
    const { outcomes, values } = collect(driver, now)
    if (outcomes.at(-1) !== OUTCOMES[NEXT_STEP]) return { outcomes, values }
  }
  throw new Error('a turn without end')
}

export const hex = (bytes: Iterable<number>): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')

export const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(text.trim().split(/\s+/), (byte) => Number.parseInt(byte, 16))
