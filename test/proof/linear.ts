/** Runs one history from its first step to its last, as a failing one is run again. */
import { ProofFlash } from './flash.ts'
import type { Geometry } from './geometries.ts'
import { Kit } from './kit.ts'
import type { Step } from './step.ts'
import { Violation } from './violation.ts'
import { World } from './world.ts'

/** What the history breaks; undefined when all holds. */
export function runHistory(geometry: Geometry, steps: readonly Step[]): Violation | undefined {
  const kit = new Kit(new ProofFlash(geometry), new World())
  try {
    for (const step of steps) kit.take(step)
    kit.drain()
  } catch (error) {
    return asViolation(error)
  }
  return undefined
}

/** Anything that the journal throws breaks a promise. */
export function asViolation(error: unknown): Violation {
  if (error instanceof Violation) return error
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return new Violation('I2', `threw ${text.split('\n').slice(0, 3).join(' ')}`)
}
