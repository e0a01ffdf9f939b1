/**
 * The kernel's time follows the chip's: events happen when the chip's clock reaches them, and what
 * the chip does to a part happens at the chip's time.
 */
import { Kernel, type Timer, type Timing } from '../../kernel.ts'
import type { ChipClock } from './clock.ts'

export class ChipTime implements Timing {
  readonly kernel = new Kernel()
  private clock: ChipClock | undefined = undefined
  private alarm: ReturnType<ChipClock['createAlarm']> | undefined = undefined
  private originUs = 0
  private inKernel = false

  constructor(startUs: number) {
    this.kernel.run(startUs)
  }

  get nowUs(): number {
    const clock = this.clock
    if (this.inKernel || clock === undefined) return this.kernel.nowUs
    return this.originUs + Math.floor(clock.nanos / 1000)
  }

  /** From now on this chip, which starts now, makes time go on. */
  follow(clock: ChipClock): void {
    this.originUs = this.nowUs
    this.clock = clock
    this.alarm = clock.createAlarm(() => this.catchUp())
    this.arm()
  }

  set(timer: Timer, timeUs: number): void {
    this.kernel.set(timer, Math.max(timeUs, this.nowUs))
    this.arm()
  }

  clear(timer: Timer): void {
    this.kernel.clear(timer)
  }

  hold(): void {
    throw new Error('a chip does not wait for anybody')
  }

  private catchUp(): void {
    const nowUs = this.nowUs
    this.inKernel = true
    this.kernel.run(nowUs)
    this.inKernel = false
    this.arm()
  }

  private arm(): void {
    if (this.inKernel || this.clock === undefined) return
    const nextUs = this.kernel.nextUs
    if (nextUs === Number.POSITIVE_INFINITY) this.alarm!.cancel()
    else this.alarm!.schedule(Math.max(0, (nextUs - this.originUs) * 1000 - this.clock.nanos))
  }
}
