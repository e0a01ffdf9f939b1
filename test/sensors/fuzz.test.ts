/**
 * Whatever a bus brings, a driver neither throws nor hangs, and gives no value out of its range.
 * MEETKIT_FUZZ sets the turns for each part; the gate takes a million.
 */
import { HOSTILE_PARTS, HostileBench } from './hostile-bench.ts'

const TURNS = Number(process.env['MEETKIT_FUZZ'] ?? 10_000)
/** A driver that found its way once may stay on it: every so many turns another begins. */
const TURNS_OF_ONE = 500

test.each(HOSTILE_PARTS)(
  '%s',
  (_name, file) => {
    let [readings, faults] = [0, 0]
    for (let turn = 0; turn < TURNS; turn += TURNS_OF_ONE) {
      const bench = new HostileBench(file, turn)
      for (let i = 0; i < TURNS_OF_ONE; i++) bench.turn()
      readings += bench.readings
      faults += bench.faults
    }
    // Both ways were gone.
    expect(readings).toBeGreaterThan(TURNS / 50)
    expect(faults).toBeGreaterThan(TURNS / 50)
  },
  20_000 + TURNS,
)
