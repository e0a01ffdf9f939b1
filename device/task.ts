/**
 * A part of the kit that wants a turn now and then. The kit's loop calls `run` once `dueMs` has
 * come, tasks in a fixed order; `run` is short, never waits, and moves `dueMs` on.
 */
export interface Task {
  /** Ticks in ms at which the next turn is due; NEVER when only an event can make it due. */
  dueMs: number
  run(nowMs: number): void
}

export const NEVER = Infinity
