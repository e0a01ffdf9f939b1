/** The chip's watchdog, armed by the first feeding: a kit that cannot start stays reachable. */
import { MinuteWatchdog } from '../watchdog.ts'

const WATCH_MS = 2_000
/** The seam's own limit. */
const MINUTE_S = 60

export class EspruinoWatchdog {
  private readonly timeoutS: number
  private readonly ticks: () => number
  private minute: MinuteWatchdog | undefined = undefined
  private armed = false

  constructor(timeoutS: number, ticks: () => number) {
    this.timeoutS = timeoutS
    this.ticks = ticks
  }

  feed(): void {
    if (!this.armed) this.arm()
    if (this.minute === undefined) E.kickWatchdog()
    else this.minute.feed()
  }

  private arm(): void {
    this.armed = true
    E.enableWatchdog(this.timeoutS, false)
    if (this.timeoutS >= MINUTE_S) return
    const minute = new MinuteWatchdog(this.ticks, () => E.kickWatchdog())
    this.minute = minute
    setInterval(() => minute.watch(), WATCH_MS)
  }
}
