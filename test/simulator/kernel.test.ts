import fc from 'fast-check'
import { Kernel, Timer } from '../../host-tools/simulator/kernel.ts'

/** Runs commands on a kernel with `timers` timers and tells what happened, as [timer, time]. */
function play(timers: number, commands: readonly (readonly [number, number])[]): number[][] {
  const kernel = new Kernel()
  const seen: number[][] = []
  const all = Array.from({ length: timers }, (_, i) => {
    return new Timer(() => seen.push([i, kernel.nowUs]))
  })
  for (const [timer, time] of commands) {
    if (time < 0) kernel.clear(all[timer]!)
    else kernel.set(all[timer]!, time)
  }
  kernel.run(1_000)
  return seen
}

/** The same by sorting: the last setting of each timer counts, equal times in order of setting. */
function expected(commands: readonly (readonly [number, number])[]): number[][] {
  const last = new Map<number, { time: number; order: number }>()
  commands.forEach(([timer, time], order) => {
    if (time < 0) last.delete(timer)
    else last.set(timer, { time, order })
  })
  return [...last]
    .sort(([, a], [, b]) => a.time - b.time || a.order - b.order)
    .map(([timer, { time }]) => [timer, time])
}

test('time never steps back', () => {
  const kernel = new Kernel()
  kernel.run(500)
  kernel.run(100)
  expect(kernel.nowUs).toBe(500)
})

test('events happen in order of time, then of setting, however timers are moved', () => {
  const command = fc.tuple(fc.nat(7), fc.integer({ min: -20, max: 60 }))
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      expect(play(8, commands)).toEqual(expected(commands))
    }),
    { numRuns: 2_000, seed: 1 },
  )
})

test('a timer may set itself and others again while it happens', () => {
  const kernel = new Kernel()
  const seen: string[] = []
  const slow = new Timer(() => seen.push(`slow ${kernel.nowUs}`))
  const fast = new Timer(() => {
    seen.push(`fast ${kernel.nowUs}`)
    if (kernel.nowUs < 30) kernel.set(fast, kernel.nowUs + 10)
    kernel.set(slow, kernel.nowUs + 15)
  })
  kernel.set(fast, 10)
  kernel.run(100)
  expect(seen).toEqual(['fast 10', 'fast 20', 'fast 30', 'slow 45'])
  expect(kernel.nowUs).toBe(100)
})

test('time stands still while a callback holds, and the event happens again', () => {
  const kernel = new Kernel()
  let answered = false
  const seen: number[] = []
  const waiting = new Timer(() => {
    if (!answered) kernel.hold()
    else seen.push(kernel.nowUs)
  })
  const later = new Timer(() => seen.push(kernel.nowUs))
  kernel.set(waiting, 50)
  kernel.set(later, 60)
  expect(kernel.run(100)).toBe(false)
  expect(kernel.nowUs).toBe(50)
  expect(seen).toEqual([])
  answered = true
  expect(kernel.run(100)).toBe(true)
  expect(seen).toEqual([50, 60])
})

test('a time that is past means now', () => {
  const kernel = new Kernel()
  kernel.run(500)
  let at = -1
  const timer = new Timer(() => {
    at = kernel.nowUs
  })
  kernel.set(timer, 3)
  kernel.run(600)
  expect(at).toBe(500)
})
