import { Pace, TURN_BATCHES } from '../../host-tools/hub/pace.ts'

const SECOND_MS = 1_000

describe('kits that are turned away', () => {
  test('come back one after another, and later the more they are', () => {
    const pace = new Pace()
    const after = Array.from({ length: 200 }, () => pace.turnAway(0, 0, '').afterS)
    expect(after).toEqual([...after].sort((a, b) => a - b))
    expect([after[0], after[199]]).toEqual([2, 6])
    const perSecond = after.map((s) => after.filter((other) => other === s).length)
    expect(Math.max(...perSecond)).toBeLessThanOrEqual(50)
  })

  test('come further apart where storing takes longer', () => {
    const pace = new Pace()
    pace.batchMs = 20
    const after = Array.from({ length: 200 }, () => pace.turnAway(0, 5_000, '').afterS)
    expect([after[0], after[199]]).toEqual([7, 71])
  })

  test('wait no longer than five minutes, however many they are', () => {
    const pace = new Pace()
    pace.batchMs = 1_000_000
    const after = Array.from({ length: 1_000 }, () => pace.turnAway(0, 0, '').afterS)
    expect(Math.max(...after)).toBe(300)
    expect(after.filter((s) => s === 300).length).toBeLessThan(10)
    expect(pace.turnAway(0, 10 ** 9, '').afterS).toBe(300)
  })

  test('find no queue of appointments that are past', () => {
    const pace = new Pace()
    for (let i = 0; i < 200; i++) pace.turnAway(0, 0, '')
    expect(pace.turnAway(60 * SECOND_MS, 0, '')).toMatchObject({ status: 503, afterS: 2 })
  })
})

describe('a turn', () => {
  const send = (pace: Pace, count: number, nowMs: number, kit = 'kit') =>
    Array.from({ length: count }, () => pace.turnOver(kit, nowMs)?.status ?? 200)

  test('has no end while nobody waits', () => {
    expect(new Set(send(new Pace(), 1_000, 0))).toEqual(new Set([200]))
  })

  test('ends after some batches while others wait, for each kit by itself, and begins anew', () => {
    const pace = new Pace()
    pace.turnAway(0, 0, '')
    expect(send(pace, TURN_BATCHES + 1, 1)).toEqual([...Array(TURN_BATCHES).fill(200), 429])
    expect(send(pace, TURN_BATCHES, 1, 'other')).toEqual(Array(TURN_BATCHES).fill(200))
    expect(send(pace, TURN_BATCHES, 2)).toEqual(Array(TURN_BATCHES).fill(200))
  })

  test('is over for nobody once the others have had the time to come back', () => {
    const pace = new Pace()
    const { afterS } = pace.turnAway(0, 0, '')
    // A kit alone would otherwise keep itself waiting for ever.
    expect(send(pace, TURN_BATCHES + 1, 1).at(-1)).toBe(429)
    expect(send(pace, 100, (afterS + 3) * SECOND_MS)).toEqual(Array(100).fill(200))
  })
})
