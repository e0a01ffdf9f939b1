/** What the Pico and the Pico W have in common: everything but the network and the battery. */
import type { Board } from '../../../boards/board.ts'
import type { Network } from '../../io.ts'
import type { ModdableClock } from '../clock.ts'
import type { Parts } from '../platform.ts'
import { PicoFlash } from './flash.ts'
import { bitten, chipId, noise, restart, watchdog } from './native.ts'

/** Indices in RESET_CAUSES. */
const RESET_WATCHDOG = 2
const RESET_UNKNOWN = 4

export function picoParts(board: Board, clock: ModdableClock, network: Network): Parts {
  const region = board.moddableJournal
  if (region === undefined) throw new Error(`${board.name}: no place for the journal`)
  return {
    board,
    id: chipId(),
    resetCause: bitten() ? RESET_WATCHDOG : RESET_UNKNOWN,
    clock,
    flash: new PicoFlash(region),
    network,
    entropy: noise,
    kickWatchdog: () => watchdog(board.watchdogS * 1000),
    restart,
  }
}
