/** The board of one boot: it knows why it started, its clock drifts, and its watchdog bites. */
import type { Flash, Network } from '../../../device/platform/io.ts'
import { Timer } from '../kernel.ts'
import { SimPlatform } from '../platform.ts'
import type { Random } from '../random.ts'
import type { Parts } from '../sim-kit.ts'
import type { BoardTime, Life } from './life.ts'

const WATCHDOG_US = 60_000_000

/** What one boot has to itself, and what it finds there. */
export interface Boot {
  readonly id: string
  readonly life: Life
  readonly time: BoardTime
  readonly resetCause: number
  readonly entropy: Random
  readonly flash: Flash
  readonly network: Network
  readonly parts: Parts
  readonly batteryMv: number
}

export class FaultyPlatform extends SimPlatform {
  override readonly resetCause: number
  private readonly life: Life
  private readonly watchdog: Timer
  private fedUs: number

  /** `bite` is called when nobody fed the watchdog for a minute. */
  constructor(board: Boot, bite: () => void) {
    super(
      board.id,
      board.time,
      board.entropy,
      board.flash,
      board.network,
      board.parts,
      board.batteryMv,
    )
    this.resetCause = board.resetCause
    this.life = board.life
    this.fedUs = board.life.nowUs
    this.watchdog = new Timer(() => {
      const dueUs = this.fedUs + WATCHDOG_US
      if (dueUs <= this.life.nowUs) bite()
      else this.life.set(this.watchdog, dueUs)
    })
    board.life.set(this.watchdog, this.fedUs + WATCHDOG_US)
  }

  override trueUs(): number {
    return this.life.nowUs
  }

  override feedWatchdog(): void {
    this.fed++
    this.fedUs = this.life.nowUs
  }
}
