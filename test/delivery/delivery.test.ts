import fc from 'fast-check'
import { Backoff } from '../../device/delivery/backoff.ts'
import { type Batch, DeliveryBench, decodeBatch, lastOf } from '../support/delivery-bench.ts'
import { FAILED } from '../support/network-double.ts'

const HOUR_MS = 3_600_000
const stored = (batch: Batch) => JSON.stringify({ stored: lastOf(batch) })

describe('a batch', () => {
  test('is one CBOR map, posted to the hub, with the oldest records in order', () => {
    const bench = new DeliveryBench(60).up()
    const post = bench.nextPost()
    expect([post.method, post.url, post.headers]).toEqual([
      'POST',
      'http://hub/api',
      ['Content-Type', 'application/cbor'],
    ])
    const { records, ...head } = decodeBatch(post)
    const known = {
      v: 1,
      kit: 'kit-1',
      log: 99,
      boot: 0,
      uptime: 5,
      dropped: 0,
      first: 0,
      backlog: 37,
    }
    expect(head).toEqual(known)
    expect(records.length).toBe(23)
    records.forEach((record, i) => {
      expect([...record]).toEqual([1, ...new Array(35).fill(i)])
    })
  })

  test('tells the battery where it can be measured', () => {
    const bench = new DeliveryBench(1).up()
    bench.batteryMv = 3712
    expect(decodeBatch(bench.nextPost()).battery).toBe(3712)
  })

  test.each([0, 1, 50, 59, 60, 61, 200, 240])(
    'of records of %i bytes stays below 1,024',
    (length) => {
      const bench = new DeliveryBench(0)
      bench.append(40, length)
      const post = bench.up().nextPost()
      expect(post.body.length).toBeLessThanOrEqual(1_024)
      expect(decodeBatch(post).records.length).toBeGreaterThanOrEqual(
        Math.min(23, Math.floor(880 / (length + 3))),
      )
    },
  )
})

test('everything is delivered, each record once, and then nothing is sent', () => {
  const bench = new DeliveryBench(100)
  const got: number[] = []
  bench.network.onPost = (post) => {
    const batch = decodeBatch(post)
    got.push(...batch.records.map((_, i) => batch.first + i))
    post.reply(200, stored(batch))
  }
  bench.up().runTo(HOUR_MS)
  expect(got).toEqual(Array.from({ length: 100 }, (_, i) => i))
  expect(bench.journal.cursor(0)).toBe(100)
  bench.append(1)
  bench.runTo(2 * HOUR_MS)
  expect(got.at(-1)).toBe(100)
  expect(bench.network.posts.length).toBe(6)
})

describe('what counts as no acknowledgement', () => {
  const huge = `{"stored":22${' '.repeat(1_000_000)}`
  test.each<[string, [number, string] | 'silence']>([
    ['a lost request or reply', 'silence'],
    ['a failed exchange', FAILED],
    ['an error of the hub', [500, '{"stored":22}']],
    ['a redirection', [302, '{"stored":22}']],
    ['a refusal of the kit', [401, '{"stored":22}']],
    ['no JSON', [200, 'OK']],
    ['nothing', [200, '']],
    ['null', [200, 'null']],
    ['a bare number', [200, '22']],
    ['a list', [200, '[22]']],
    ['a text', [200, '{"stored":"22"}']],
    ['a fraction', [200, '{"stored":22.5}']],
    ['a negative number', [200, '{"stored":-1}']],
    ['more than any number', [200, '{"stored":1e999}']],
    ['more than exists', [200, '{"stored":60}']],
    ['far more than exists', [200, '{"stored":4294967318}']],
    ['less than was sent', [200, '{"stored":22}']],
    ['a megabyte', [200, huge]],
    ['deep nesting', [200, '['.repeat(256)]],
  ])('%s: the same batch again, later', (name, reply) => {
    const bench = new DeliveryBench(60).up()
    // One batch went well, so that a number can also be too low.
    const first = bench.nextPost()
    first.reply(200, stored(decodeBatch(first)))
    const post = bench.nextPost()
    const text = reply === 'silence' ? '' : reply[1]
    if (reply !== 'silence') post.reply(reply[0], name === 'a megabyte' ? `${text}` : text)
    const again = bench.nextPost()
    expect(again.body).toEqual(post.body)
    expect(bench.journal.cursor(0)).toBe(23)
    const [, sent, resent] = bench.sentAtMs as [number, number, number]
    const wait = reply === 'silence' ? 30_000 : 0
    expect(resent - sent).toBeGreaterThanOrEqual(wait + 2_500)
    expect(resent - sent).toBeLessThanOrEqual(wait + 5_000)
    again.reply(200, stored(decodeBatch(again)))
    bench.runTo(bench.nowMs)
    expect(bench.journal.cursor(0)).toBe(46)
  })
})

test('a hub that says to have more is believed for what was sent, and no further', () => {
  const bench = new DeliveryBench(60).up()
  bench.nextPost().reply(200, '{"stored":40}')
  expect(decodeBatch(bench.nextPost()).first).toBe(23)
})

test('a late reply to an exchange that was given up is not believed, nor a second reply', () => {
  const bench = new DeliveryBench(60).up()
  const late = bench.nextPost()
  const current = bench.nextPost()
  late.reply(200, '{"stored":59}')
  current.reply(...FAILED)
  current.reply(200, '{"stored":59}')
  const next = bench.nextPost()
  expect(bench.journal.cursor(0)).toBe(0)
  expect(decodeBatch(next).first).toBe(0)
})

describe.each([422, 409])('a hub that refuses with %d', (refusal) => {
  test.each([[[0]], [[20]], [[22]], [[99]], [[3, 4]], [[5, 50, 51, 98]]])(
    'records %j: all others arrive, only these are given up, counted',
    (bad) => {
      const bench = new DeliveryBench(100)
      const got: number[] = []
      bench.network.onPost = (post) => {
        const batch = decodeBatch(post)
        const numbers = batch.records.map((_, i) => batch.first + i)
        if (numbers.some((number) => bad.includes(number)))
          return post.reply(refusal, '{"error":"no"}')
        got.push(...numbers)
        return post.reply(200, stored(batch))
      }
      bench.up().runTo(2 * HOUR_MS)
      expect(got).toEqual(Array.from({ length: 100 }, (_, i) => i).filter((i) => !bad.includes(i)))
      expect(bench.journal.dropped(0)).toBe(bad.length)
      expect(bench.network.posts.length).toBeLessThan(12 + 16 * bad.length)
    },
  )
})

describe('waiting', () => {
  test('doubles from 5 s, is bounded by 15 minutes, and never vanishes', () => {
    const backoff = new Backoff(5_000, 900_000)
    for (let i = 0; i < 40; i++) {
      const whole = Math.min(5_000 * 2 ** i, 900_000)
      const wait = backoff.next(i * 2_654_435_761)
      expect(wait).toBeGreaterThanOrEqual(whole / 2)
      expect(wait).toBeLessThanOrEqual(whole)
    }
    backoff.reset()
    expect(backoff.next(0)).toBe(2_500)
  })

  test('a dead hub is asked about four times an hour, for a day and no end', () => {
    const bench = new DeliveryBench(10).up().runTo(24 * HOUR_MS)
    const gaps = bench.sentAtMs.slice(1).map((at, i) => at - bench.sentAtMs[i]!)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(930_000)
    expect(gaps.slice(9).every((gap) => gap >= 480_000)).toBe(true)
    expect(bench.sentAtMs.length).toBeLessThan(200)
  })

  test('without a link nothing is sent; with one, within ten seconds', () => {
    const bench = new DeliveryBench(10).runTo(HOUR_MS)
    expect(bench.network.posts).toEqual([])
    bench.up().runTo(HOUR_MS + 10_000)
    expect(bench.network.posts.length).toBe(1)
    bench.delivery.link(false, bench.nowMs)
    bench.runTo(3 * HOUR_MS)
    expect(bench.network.posts.length).toBe(1)
  })

  test('a link that flaps every second does not make a flood', () => {
    const bench = new DeliveryBench(10)
    for (let s = 0; s < 3600; s++) {
      bench.runTo(s * 1000)
      bench.delivery.link(s % 2 === 0, bench.nowMs)
    }
    expect(bench.network.posts.length).toBeLessThanOrEqual(3600 / 30)
  })
})

test('whatever the network does, no record is skipped, and all arrive when it recovers', () => {
  const fate = fc.constantFrom('stored', 'lost request', 'lost reply', 'late', 'error', 'nonsense')
  fc.assert(
    fc.property(fc.array(fate, { maxLength: 40 }), (fates) => {
      const bench = new DeliveryBench(70)
      const hub = new Set<number>()
      const late: (() => void)[] = []
      bench.network.onPost = (post) => {
        const how = fates.shift() ?? 'stored'
        const batch = decodeBatch(post)
        if (how === 'error') return post.reply(503, '')
        if (how === 'nonsense') return post.reply(200, '<html>')
        if (how === 'lost request') return
        for (let i = 0; i < batch.records.length; i++) hub.add(batch.first + i)
        if (how === 'late') late.push(() => post.reply(200, stored(batch)))
        if (how === 'stored') post.reply(200, stored(batch))
      }
      bench.up()
      for (let turn = 0; turn < 60; turn++) {
        bench.runTo(bench.nowMs + 600_000)
        late.shift()?.()
        bench.append(turn % 3)
        for (let i = 0; i < bench.journal.cursor(0); i++) if (!hub.has(i)) return false
      }
      bench.runTo(bench.nowMs + HOUR_MS)
      expect(hub.size).toBe(bench.journal.nextSequence)
      expect(bench.journal.cursor(0)).toBe(bench.journal.nextSequence)
      return bench.journal.dropped(0) === 0
    }),
    { numRuns: 50 },
  )
})
