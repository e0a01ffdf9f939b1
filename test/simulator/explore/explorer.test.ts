/** Threads that explore: who gets which seed, when it ends, and what is told meanwhile. */
import { EventEmitter } from 'node:events'
import { Explorer } from '../../../host-tools/simulator/explore/explore.ts'
import type { ExplorerBirth, Tried } from '../../../host-tools/simulator/explore/explore-main.ts'

/** In place of a thread: says what the test makes it say. */
class Double extends EventEmitter {
  ended = false
  readonly birth: ExplorerBirth

  constructor(birth: ExplorerBirth) {
    super()
    this.birth = birth
  }

  terminate(): Promise<number> {
    this.ended = true
    return Promise.resolve(0)
  }

  tell(tried: Partial<Tried>): void {
    this.emit('message', { seed: 1, kitSeconds: 100, found: undefined, ...tried })
  }
}

const mockThreads: Double[] = []
jest.mock('../../../host-tools/simulator/run/thread.ts', () => ({
  startThread: (_entry: URL, birth: ExplorerBirth) => {
    const double = new Double(birth)
    mockThreads.push(double)
    return double
  },
}))

beforeEach(() => mockThreads.splice(0))
afterEach(() => jest.useRealTimers())

const FOUND = { kit: 0, kitId: 'kit-01', expected: 'so', text: 'not so' }
const HOUR_MS = 3_600_000

test('threads share the seeds among them, each one once', () => {
  new Explorer(3, 10, undefined)
  const births = mockThreads.map(({ birth }) => birth)
  expect(births.map(({ seed, stride }) => [seed, stride])).toEqual([
    [10, 3],
    [11, 3],
    [12, 3],
  ])
  expect(births[0]).toMatchObject({ folder: process.cwd(), base: undefined })
})

test('the first that is found ends all threads; what comes later is not told', async () => {
  const explorer = new Explorer(2, 1, undefined)
  const told: number[] = []
  const end = explorer.run(HOUR_MS, ({ tries }) => told.push(tries))
  const [one, two] = mockThreads
  one!.tell({})
  two!.tell({ kitSeconds: 50 })
  one!.tell({ seed: 3, found: FOUND })
  two!.tell({ seed: 4, found: { ...FOUND, kitId: 'kit-02' } })
  expect(await end).toEqual({
    tries: 3,
    kitSeconds: 250,
    found: { seed: 3, kitSeconds: 100, found: FOUND },
  })
  expect(told).toEqual([1, 2, 3])
  expect(mockThreads.map(({ ended }) => ended)).toEqual([true, true])
})

test('it ends when its time is up, having found nothing', async () => {
  jest.useFakeTimers()
  const end = new Explorer(2, 1, undefined).run(5_000, () => {})
  mockThreads[0]!.tell({})
  jest.advanceTimersByTime(4_999)
  expect(mockThreads.map(({ ended }) => ended)).toEqual([false, false])
  jest.advanceTimersByTime(1)
  expect(await end).toEqual({ tries: 1, kitSeconds: 100, found: undefined })
  expect(mockThreads.map(({ ended }) => ended)).toEqual([true, true])
  expect(jest.getTimerCount()).toBe(0)
})

test('it can be ended before, and leaves no timer', async () => {
  jest.useFakeTimers()
  const explorer = new Explorer(1, 1, undefined)
  const end = explorer.run(HOUR_MS, () => {})
  explorer.close()
  expect(await end).toEqual({ tries: 0, kitSeconds: 0, found: undefined })
  expect([mockThreads[0]!.ended, jest.getTimerCount()]).toEqual([true, 0])
})

test('a thread that fails is told', async () => {
  const explorer = new Explorer(1, 1, undefined)
  const end = explorer.run(HOUR_MS, () => {})
  mockThreads[0]!.emit('error', new Error('no such layer'))
  await expect(end).rejects.toThrow('no such layer')
  explorer.close()
})
