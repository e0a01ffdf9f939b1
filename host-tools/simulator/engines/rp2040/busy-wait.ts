/**
 * Makes time go by faster for a firmware that does nothing but look at the timer, as Moddable does
 * on a Pico: its main loop means to sleep until the next timer, and never does (8.2.3, xsHost.c:
 * the difference of two times is taken the wrong way round). After many looks in a row each one
 * takes as long as a step, or until the next event if that is sooner, so that nothing comes late.
 */
import type { RP2040 } from 'rp2040js'
import type { ChipClock } from './clock.ts'

const TIMER = 0x40054
/** Looks at the timer that are further apart than this have work between them. */
const CYCLES_MAX = 2_000
const LOOKS = 64
const STEP_NANOS = 250_000

export function passBusyWaits(chip: RP2040, clock: ChipClock): void {
  const timer = chip.peripherals[TIMER]!
  const read = timer.readUint32.bind(timer)
  let looks = 0
  let lastCycles = 0
  timer.readUint32 = (offset) => {
    const { core } = chip
    looks = core.cycles - lastCycles < CYCLES_MAX ? looks + 1 : 0
    lastCycles = core.cycles
    // Not where an interrupt would be kept waiting.
    if (looks > LOOKS && !core.PM && core.IPSR === 0) clock.pass(STEP_NANOS)
    return read(offset)
  }
}
