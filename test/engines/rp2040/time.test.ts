/** One time for the emulated chip and for what the kernel makes happen around it. */
import { passBusyWaits } from '../../../host-tools/simulator/engines/rp2040/busy-wait.ts'
import { ChipTime } from '../../../host-tools/simulator/engines/rp2040/time.ts'
import { Timer } from '../../../host-tools/simulator/kernel.ts'
import { bareChip } from '../../support/rp2040.ts'
import { assemble, thumb } from '../../support/thumb.ts'

const START_US = 5_000_000
const NANOS_PER_CYCLE = 8
const always = () => true

const LOOP = assemble(['loop', thumb.adds(0, 1), thumb.b('loop')])
const SLEEP = assemble(['loop', thumb.wfi, thumb.b('loop')])
/** Looks at the timer for ever, and counts how often. */
const LOOK = assemble([
  thumb.ldrAt(1, 'timer'),
  'loop',
  thumb.ldr(2, 1),
  thumb.adds(0, 1),
  thumb.b('loop'),
  'timer',
  thumb.word(0x40054028),
])

function follow(program: readonly number[]) {
  const bare = bareChip(program)
  const time = new ChipTime(START_US)
  time.follow(bare.clock)
  return { ...bare, time }
}

test('time follows from the cycles that the core works for', () => {
  const { chip, clock, time } = follow(LOOP)
  clock.run(1_000_000, always)
  expect(clock.nanos).toBe(chip.core.cycles * NANOS_PER_CYCLE)
  expect(time.nowUs - START_US).toBe(1_000)
  expect(chip.core.registers[0]).toBe(Math.ceil(125_000 / 3))
  expect(clock.idleNanos).toBe(0)
})

test.each([
  ['works', LOOP],
  ['sleeps', SLEEP],
])('events happen at their microsecond while the chip %s', (_does, program) => {
  const { clock, time } = follow(program)
  const seen: number[][] = []
  const note = (name: number) => new Timer(() => seen.push([name, time.nowUs - START_US]))
  time.set(note(1), START_US + 700)
  time.set(note(2), START_US + 300)
  const again: Timer = new Timer(() => {
    seen.push([3, time.nowUs - START_US])
    if (seen.length < 6) time.set(again, time.nowUs + 111)
  })
  time.set(again, START_US + 300)
  const cleared = note(4)
  time.set(cleared, START_US + 200)
  time.clear(cleared)
  time.set(note(5), 0)
  clock.run(1_000_000, always)
  expect(seen).toEqual([
    [5, 0],
    [2, 300],
    [3, 300],
    [3, 411],
    [3, 522],
    [3, 633],
    [1, 700],
  ])
  expect(time.nowUs - START_US).toBe(1_000)
})

test('a chip that sleeps takes no cycles, and its time is counted as idle', () => {
  const { chip, clock, time } = follow(SLEEP)
  time.set(new Timer(() => {}), START_US + 400_000)
  clock.run(1e9, always)
  expect(chip.core.cycles).toBeLessThan(10)
  expect(clock.idleNanos).toBeGreaterThan(1e9 - 100)
  expect(time.nowUs - START_US).toBe(1e6)
})

test('what stalls the core lets time go by without cycles, and is not idle', () => {
  const { chip, clock } = follow(LOOP)
  clock.run(1_000, always)
  const { cycles } = chip.core
  clock.stall(45_000_000)
  expect(clock.nanos).toBe(cycles * NANOS_PER_CYCLE + 45_000_000)
  clock.run(46_000_000, always)
  expect(chip.core.cycles - cycles).toBeLessThan(126_000)
  expect(clock.idleNanos).toBe(0)
})

test('alarms happen in the order of their times, and at them, however late the core is', () => {
  const { clock } = follow(LOOP)
  const seen: [string, number][] = []
  const alarm = (name: string) => clock.createAlarm(() => seen.push([name, clock.nanos]))
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(alarm)
  a!.schedule(5_003)
  b!.schedule(2_001)
  c!.schedule(5_003)
  d!.schedule(4_000)
  d!.cancel()
  b!.schedule(5_001)
  clock.run(20_000, always)
  expect(seen).toEqual([
    ['b', 5_001],
    ['a', 5_003],
    ['c', 5_003],
  ])
})

test('a change of the chip’s speed moves no moment that has been', () => {
  const { chip, clock } = follow(LOOP)
  clock.run(1_000_000, always)
  const before = clock.nanos
  // From its ring oscillator, at 6.5 MHz: RP2040 datasheet, 2.15.7, CLK_SYS_CTRL and CLK_REF_CTRL.
  chip.writeUint32(0x40008030, 0)
  chip.writeUint32(0x4000803c, 0)
  expect(chip.clkSys).toBe(6_500_000)
  expect(clock.nanos).toBe(before)
  const { cycles } = chip.core
  clock.run(before + 1_000_000, always)
  expect(chip.core.cycles - cycles).toBeGreaterThanOrEqual(6_500)
  expect(chip.core.cycles - cycles).toBeLessThan(6_510)
})

test('a run ends where it is told to', () => {
  const { clock } = follow(LOOP)
  let left = 3
  clock.createAlarm(() => {}).schedule(100)
  clock.createAlarm(() => {}).schedule(200)
  clock.run(1e12, () => --left > 0)
  expect(clock.nanos).toBeLessThan(300)
})

test('after a reset time goes on where it was, and what was set stays set', () => {
  const { clock, time } = follow(LOOP)
  const seen: number[] = []
  time.set(new Timer(() => seen.push(time.nowUs - START_US)), START_US + 900)
  clock.run(600_000, always)
  const next = bareChip(LOOP)
  time.follow(next.clock)
  expect(time.nowUs - START_US).toBe(600)
  next.clock.run(500_000, always)
  expect(seen).toEqual([900])
})

test('nothing around a chip can make its time wait', () => {
  expect(() => new ChipTime(0).hold()).toThrow('does not wait')
})

describe('a firmware that only looks at the timer', () => {
  test('passes the time faster, and no event comes late', () => {
    const { chip, clock, time } = follow(LOOK)
    passBusyWaits(chip, clock)
    const seen: number[] = []
    time.set(new Timer(() => seen.push(time.nowUs - START_US)), START_US + 123_457)
    clock.run(1e9, always)
    expect(seen).toEqual([123_457])
    expect(time.nowUs - START_US).toBe(1e6)
    expect(chip.core.registers[0]).toBeLessThan(5_000)
    expect(clock.idleNanos).toBeGreaterThan(0.99e9)
  })

  test('is left alone where it keeps interrupts out, or serves one', () => {
    for (const change of [
      ({ core }: ReturnType<typeof follow>['chip']) => {
        core.PM = true
      },
      ({ core }: ReturnType<typeof follow>['chip']) => {
        core.IPSR = 16
      },
    ]) {
      const { chip, clock } = follow(LOOK)
      passBusyWaits(chip, clock)
      change(chip)
      clock.run(1e6, always)
      expect(clock.idleNanos).toBe(0)
    }
  })

  test('is left alone where it works between two looks', () => {
    const work = assemble([
      thumb.ldrAt(1, 'timer'),
      'loop',
      thumb.ldr(2, 1),
      thumb.ldrAt(3, 'count'),
      'work',
      thumb.subs(3, 1),
      thumb.bIf(1, 'work'),
      thumb.b('loop'),
      'timer',
      thumb.word(0x40054028),
      'count',
      thumb.word(800),
    ])
    const { chip, clock } = follow(work)
    passBusyWaits(chip, clock)
    clock.run(10e6, always)
    expect(clock.idleNanos).toBe(0)
    expect(chip.core.registers[1]).toBe(0x40054028)
  })
})
