/** Time that runs fast or ends, and wires that make contact and do not. */
import { BoardTime, Life } from '../../../host-tools/simulator/faults/life.ts'
import { LooseContact } from '../../../host-tools/simulator/faults/loose-contact.ts'
import { Kernel, Timer } from '../../../host-tools/simulator/kernel.ts'
import { Random } from '../../../host-tools/simulator/random.ts'

const SECOND_US = 1_000_000

test('what a life had set dies with it, and it sets nothing any more', () => {
  const kernel = new Kernel()
  const [first, second] = [new Life(kernel), new Life(kernel)]
  const rung: string[] = []
  first.set(new Timer(() => rung.push('first')), 10)
  second.set(new Timer(() => rung.push('second')), 20)
  first.end()
  first.set(new Timer(() => rung.push('after the end')), 30)
  kernel.run(100)
  expect(rung).toEqual(['second'])
  expect([first.over, second.over]).toEqual([true, false])
})

test('a life that has set very many timers ends all that still wait', () => {
  const kernel = new Kernel()
  const life = new Life(kernel)
  let rung = 0
  const set = (atUs: number) => life.set(new Timer(() => rung++), atUs)
  for (let i = 0; i < 200; i++) set(i)
  kernel.run(99)
  expect(rung).toBe(100)
  for (let i = 0; i < 100; i++) set(500 + i)
  life.end()
  kernel.run(1_000)
  expect(rung).toBe(100)
})

test.each([0, 0.4, 40, -40, 10_000, -10_000])(
  'an oscillator that is %d ppm fast shows more seconds, and wakes when it shows the time',
  (driftPpm) => {
    const kernel = new Kernel()
    kernel.run(7 * SECOND_US)
    const time = new BoardTime(new Life(kernel), driftPpm)
    const woken: number[][] = []
    for (const seconds of [1, 3_600])
      time.set(
        new Timer(() => woken.push([seconds, time.nowUs, kernel.nowUs])),
        7 * SECOND_US + seconds * SECOND_US,
      )
    kernel.run(2 * 3_600 * SECOND_US)
    expect(woken.map(([seconds]) => seconds)).toEqual([1, 3_600])
    for (const [seconds, shownUs, trueUs] of woken) {
      const wantedUs = (7 + seconds!) * SECOND_US
      expect(shownUs).toBeGreaterThanOrEqual(wantedUs)
      expect(shownUs! - wantedUs).toBeLessThanOrEqual(2)
      const passedS = (trueUs! - 7 * SECOND_US) / SECOND_US
      expect(passedS * (1 + driftPpm / 1e6)).toBeCloseTo(seconds!, 4)
    }
  },
)

test('a board that hangs wakes no more, while its life goes on', () => {
  const kernel = new Kernel()
  const life = new Life(kernel)
  const time = new BoardTime(life, 0)
  const rung: string[] = []
  time.set(new Timer(() => rung.push('loop')), 10)
  life.set(new Timer(() => rung.push('watchdog')), 20)
  time.stop()
  time.set(new Timer(() => rung.push('loop')), 30)
  kernel.run(100)
  expect(rung).toEqual(['watchdog'])
})

/** The states of a contact each millisecond. */
function statesOf(openPerMille: number, burstMs: number, seconds: number): boolean[] {
  const contact = new LooseContact(new Random(1, 2, 3), openPerMille, burstMs)
  return Array.from({ length: seconds * 1_000 }, (_, ms) => contact.isOpenAt(ms * 1_000))
}

test.each([
  [200, 50],
  [10, 20],
  [500, 1_000],
])('a contact that is open %i per mille of the time, %i ms on the mean', (perMille, burstMs) => {
  const states = statesOf(perMille, burstMs, 400)
  const open = states.filter(Boolean).length
  const bursts = states.filter((isOpen, ms) => isOpen && states[ms - 1] !== true).length
  const wanted = (states.length * perMille) / 1_000
  expect(Math.abs(open / wanted - 1)).toBeLessThan(0.25)
  expect(Math.abs(open / bursts / burstMs - 1)).toBeLessThan(0.25)
})

test('one that is never open, and one that always is', () => {
  expect(statesOf(0, 50, 10).some(Boolean)).toBe(false)
  // It closes for a microsecond at a time.
  expect(statesOf(1_000, 50, 10).filter((isOpen) => !isOpen).length).toBeLessThan(5)
})
