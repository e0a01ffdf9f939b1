import { Timekeeper } from '../../device/time/timekeeper.ts'
import { WallClock } from '../../device/time/wall-clock.ts'
import { NetworkDouble } from '../support/network-double.ts'

const EVE_MS = Date.UTC(2026, 11, 31, 23, 55)
const HOUR_MS = 3_600_000

class Bench {
  readonly network = new NetworkDouble()
  readonly heard: number[] = []
  readonly timekeeper = new Timekeeper(this.network, {
    timeHeard: (utcMs) => void this.heard.push(utcMs),
  })
  readonly askedAtMs: number[] = []
  nowMs = 0

  runTo(ms: number): this {
    while (this.timekeeper.dueMs <= ms) {
      this.nowMs = Math.max(this.nowMs, this.timekeeper.dueMs)
      const before = this.network.timeRequests.length
      this.timekeeper.run(this.nowMs)
      if (this.network.timeRequests.length > before) this.askedAtMs.push(this.nowMs)
    }
    this.nowMs = ms
    return this
  }

  link(up: boolean): this {
    this.timekeeper.link(up, this.nowMs)
    return this
  }
}

test('nothing is asked before the link is up, and then at once', () => {
  const bench = new Bench().runTo(HOUR_MS)
  expect(bench.askedAtMs).toEqual([])
  expect(bench.link(true).runTo(HOUR_MS + 1).askedAtMs).toEqual([HOUR_MS])
})

test('without an answer it is asked again after 4 s, doubling to ten minutes', () => {
  const { askedAtMs } = new Bench().link(true).runTo(HOUR_MS)
  const gaps = askedAtMs.slice(1).map((at, i) => (at - askedAtMs[i]!) / 1000)
  expect(gaps).toEqual([4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600, 600])
})

test('once the time is known it is asked every six hours, and retried soon when that fails', () => {
  const bench = new Bench().link(true).runTo(1)
  bench.timekeeper.settled(1)
  bench.runTo(6 * HOUR_MS + 13_000)
  expect(bench.askedAtMs.slice(1).map((at) => at - 6 * HOUR_MS)).toEqual([1, 4_001, 12_001])
})

test('a lost link ends the asking; its return begins it anew', () => {
  const bench = new Bench().link(true).runTo(1).link(false).runTo(HOUR_MS)
  expect(bench.askedAtMs).toEqual([0])
  bench.link(true).runTo(HOUR_MS + 5_000)
  expect(bench.askedAtMs).toEqual([0, HOUR_MS, HOUR_MS + 4_000])
})

test.each([
  ['the eve', EVE_MS, true],
  ['the first moment of 2015', Date.UTC(2015, 0), true],
  ['the last moment of 2089', Date.UTC(2090, 0) - 1, true],
  ['1970', 0, false],
  ['1900, what an NTP zero is', Date.UTC(1900, 0), false],
  ['the last second before', Date.UTC(2014, 11, 31, 23, 59, 59), false],
  ['2091', Date.UTC(2091, 0), false],
  ['no number', Number.NaN, false],
  ['infinity', Number.POSITIVE_INFINITY, false],
])('%s is a time or none', (_name, utcMs, plausible) => {
  const bench = new Bench().link(true).runTo(1)
  bench.network.timeRequests[0]!(utcMs)
  expect(bench.heard).toEqual(plausible ? [utcMs] : [])
})

test('the wall clock tells by how much it stepped', () => {
  const clock = new WallClock()
  expect(clock.known).toBe(false)
  expect(clock.set(EVE_MS, 1_000)).toBe(0)
  expect([clock.known, clock.utcMs(61_000)]).toEqual([true, EVE_MS + 60_000])
  expect(clock.set(EVE_MS + 60_250, 61_000)).toBe(250)
  expect(clock.set(EVE_MS, 61_000)).toBe(-60_250)
  expect(clock.utcMs(61_000)).toBe(EVE_MS)
})
