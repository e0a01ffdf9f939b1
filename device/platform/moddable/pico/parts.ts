/** What the Pico and the Pico W have in common: everything but the network and the battery. */
import type { Board } from '../../../boards/board.ts'
import { type Network, RESET_CAUSES } from '../../io.ts'
import type { ModdableClock } from '../clock.ts'
import type { Parts } from '../platform.ts'
import { PicoFlash } from './flash.ts'
import { bitten, chipId, noise, restart, watchdog } from './native.ts'

export function picoParts(board: Board, clock: ModdableClock, network: Network): Parts {
  const region = board.moddableJournal
  if (region === undefined) throw new Error(`${board.name}: no place for the journal`)
  return {
    board,
    id: chipId(),
    resetCause: RESET_CAUSES.indexOf(bitten() ? 'watchdog' : 'unknown'),
    clock,
    flash: new PicoFlash(region),
    network,
    entropy: noise,
    kickWatchdog: () => watchdog(board.watchdogS * 1000),
    restart,
  }
}
