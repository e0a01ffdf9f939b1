/** The bound on requests a second, in virtual time. */
import fc from 'fast-check'
import { Rate } from '../../../host-tools/simulator/live/rate.ts'

/** A clock whose sleepers wake when it comes to their time. */
class Clock {
  nowMs = 1_000_000
  private readonly sleepers: { atMs: number; wake: () => void }[] = []

  readonly now = () => this.nowMs

  readonly rest = (ms: number): Promise<void> =>
    new Promise((wake) => this.sleepers.push({ atMs: this.nowMs + ms, wake }))

  /** How many rest at this moment. */
  get resting(): number {
    return this.sleepers.length
  }

  async goOn(untilMs: number): Promise<void> {
    for (;;) {
      await settled()
      this.sleepers.sort((a, b) => a.atMs - b.atMs)
      const next = this.sleepers[0]
      if (next === undefined || next.atMs > untilMs) break
      this.nowMs = next.atMs
      this.sleepers.shift()!.wake()
    }
    this.nowMs = Math.max(this.nowMs, untilMs)
  }
}

/** Whatever has been promised has been done. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

/** Lets some come at these times; gives when each may go, in the order in which they come. */
async function goneAt(perSecond: number, comeMs: readonly number[]): Promise<number[]> {
  const clock = new Clock()
  const startMs = clock.nowMs
  const { turn } = new Rate(perSecond, clock.now, clock.rest)
  const gone: number[] = []
  for (const [i, ms] of comeMs.entries()) {
    await clock.goOn(startMs + ms)
    void turn().then(() => {
      gone[i] = clock.nowMs - startMs
    })
  }
  await clock.goOn(startMs + (comeMs.at(-1) ?? 0) + (comeMs.length * 1_000) / perSecond)
  return gone
}

test('one goes after the other, evenly', async () => {
  const gone = await goneAt(4, new Array(6).fill(0))
  expect(gone).toEqual([0, 250, 500, 750, 1_000, 1_250])
})

test('after a rest there is nothing to make up for', async () => {
  const gone = await goneAt(2, [0, 0, 0, 60_000, 60_000, 60_000])
  expect(gone).toEqual([0, 500, 1_000, 60_000, 60_500, 61_000])
})

test('a wait that is longer than a timer can be is not cut short', async () => {
  expect(await goneAt(0.000_000_1, [0, 0])).toEqual([0, 10_000_000_000])
})

test('who comes more seldom never waits', async () => {
  const comeMs = Array.from({ length: 20 }, (_, i) => i * 101)
  expect(await goneAt(10, comeMs)).toEqual(comeMs)
})

test('less than one a second is possible', async () => {
  expect(await goneAt(0.1, [0, 0, 0])).toEqual([0, 10_000, 20_000])
})

test('no window has more than its time allows; nobody overtakes', async () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 50 }), gaps, async (perSecond, waits) => {
      let atMs = 0
      const comeMs = waits.map((ms) => {
        atMs += ms
        return atMs
      })
      const gone = await goneAt(perSecond, comeMs)
      expect(gone).toHaveLength(comeMs.length)
      gone.forEach((ms, i) => void expect(ms).toBeGreaterThanOrEqual(comeMs[i]!))
      expect(gone).toEqual([...gone].sort((a, b) => a - b))
      for (const [i, from] of gone.entries())
        for (let j = i; j < gone.length; j++) {
          const worth = ((gone[j]! - from) / 1_000) * perSecond + 1
          expect(j - i + 1).toBeLessThanOrEqual(worth + 1e-6)
        }
    }),
    { seed: 7, numRuns: 25 },
  )
})

test('nobody waits for longer than those before it need', async () => {
  const gone = await goneAt(10, [...new Array(30).fill(0), 1_500])
  expect(gone.at(-2)).toBe(2_900)
  expect(gone.at(-1)).toBe(3_000)
})
