/** A server that asks to be left alone is left alone. */
import { type Batch, DeliveryBench, decodeBatch, lastOf } from '../support/delivery-bench.ts'

const stored = (batch: Batch) => JSON.stringify({ stored: lastOf(batch) })

describe('Retry-After', () => {
  /** From a reply to the next request, in ms. */
  function waitAfter(status: number, retryAfterS: number, flaps = false): number {
    const bench = new DeliveryBench(30).up()
    bench.nextPost().reply(status, '', retryAfterS)
    const from = bench.nowMs
    bench.runTo(from)
    if (flaps) {
      bench.delivery.link(false, from)
      bench.delivery.link(true, from)
      bench.append(1)
    }
    bench.nextPost()
    return bench.nowMs - from
  }

  test('lengthens a pause to what it says', () => {
    expect(waitAfter(503, 100)).toBe(100_000)
    expect(waitAfter(429, 3_600)).toBe(3_600_000)
    expect(waitAfter(422, 60)).toBe(60_000)
  })

  test('shortens none, and an hour is the most', () => {
    expect(waitAfter(503, 1)).toBeGreaterThanOrEqual(2_500)
    expect(waitAfter(503, 3_601)).toBe(3_600_000)
    expect(waitAfter(503, 999_999_999)).toBe(3_600_000)
  })

  test('holds although the link goes and comes', () => {
    expect(waitAfter(503, 100, true)).toBe(100_000)
    expect(waitAfter(503, 0, true)).toBeLessThan(10_000)
  })

  test('of one reply is not that of the next', () => {
    const bench = new DeliveryBench(30).up()
    bench.nextPost().reply(503, '', 600)
    bench.nextPost()
    const from = bench.nowMs
    bench.nextPost()
    expect(bench.nowMs - from).toBeLessThanOrEqual(30_000 + 10_000)
  })
})

test('after a reply the request is over: a second one wakes nobody and counts for nothing', () => {
  const bench = new DeliveryBench(60).up()
  const post = bench.nextPost()
  post.reply(503, '')
  post.reply(200, stored(decodeBatch(post)))
  bench.runTo(bench.nowMs)
  expect(bench.journal.cursor(0)).toBe(0)
  const dueMs = bench.delivery.dueMs
  post.reply(200, stored(decodeBatch(post)))
  expect(bench.delivery.dueMs).toBe(dueMs)
})
