/**
 * The discrete-event kernel: integer microseconds and a total order of events.
 *
 * Events at the same microsecond happen in the order in which they were set, so that a run depends
 * on nothing but its seed. Timers are made once by whoever owns them and set again and again; a run
 * allocates nothing here. This file, like all of the simulator that runs beside the firmware in a
 * real engine, keeps to the Espruino dialect.
 */

/** One pending call. A timer is in the heap while `place` is not -1. */
export class Timer {
  timeUs = 0
  order = 0
  place = -1
  readonly callback: () => void

  constructor(callback: () => void) {
    this.callback = callback
  }
}

/** What a part of the simulator needs of the kernel: whose time it is, a part need not know. */
export interface Timing {
  readonly nowUs: number
  /** Sets `timer` to `timeUs`, not before now; a timer that was set already is moved. */
  set(timer: Timer, timeUs: number): void
  clear(timer: Timer): void
  /** Called by a callback that waits for something outside of simulated time. */
  hold(): void
}

function before(a: Timer, b: Timer): boolean {
  return a.timeUs < b.timeUs || (a.timeUs === b.timeUs && a.order < b.order)
}

export class Kernel implements Timing {
  nowUs = 0
  /** Events that have happened. */
  events = 0
  private readonly heap: Timer[] = []
  private size = 0
  private order = 0
  private holding = false

  set(timer: Timer, timeUs: number): void {
    timer.timeUs = timeUs < this.nowUs ? this.nowUs : timeUs
    timer.order = ++this.order
    if (timer.place < 0) {
      timer.place = this.size
      this.heap[this.size++] = timer
    }
    this.settle(timer)
  }

  /** When the next event happens; infinite when none is set. */
  get nextUs(): number {
    return this.size > 0 ? this.heap[0]!.timeUs : Number.POSITIVE_INFINITY
  }

  clear(timer: Timer): void {
    const place = timer.place
    if (place < 0) return
    timer.place = -1
    const last = this.heap[--this.size]!
    if (last === timer) return
    last.place = place
    this.heap[place] = last
    this.settle(last)
  }

  /**
   * Lets everything happen up to and including `untilUs`, then stands at `untilUs`, or where
   * it was if that is later. False when a callback asked to `hold`: time then stands still at that
   * event, which happens again.
   */
  run(untilUs: number): boolean {
    this.holding = false
    while (this.size > 0) {
      const timer = this.heap[0]!
      if (timer.timeUs > untilUs) break
      this.clear(timer)
      this.nowUs = timer.timeUs
      this.events++
      timer.callback()
      if (this.holding) {
        this.set(timer, this.nowUs)
        return false
      }
    }
    if (untilUs > this.nowUs) this.nowUs = untilUs
    return true
  }

  hold(): void {
    this.holding = true
  }

  /** Moves a timer of the heap to where its time belongs. */
  private settle(timer: Timer): void {
    const heap = this.heap
    let place = timer.place
    while (place > 0) {
      const parentPlace = (place - 1) >> 1
      const parent = heap[parentPlace]!
      if (!before(timer, parent)) break
      heap[place] = parent
      parent.place = place
      place = parentPlace
    }
    for (;;) {
      let childPlace = 2 * place + 1
      if (childPlace >= this.size) break
      if (childPlace + 1 < this.size && before(heap[childPlace + 1]!, heap[childPlace]!))
        childPlace++
      const child = heap[childPlace]!
      if (!before(child, timer)) break
      heap[place] = child
      child.place = place
      place = childPlace
    }
    heap[place] = timer
    timer.place = place
  }
}
