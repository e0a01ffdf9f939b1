/** Records that are overwritten while they are on their way to the hub. */
import { DeliveryBench, decodeBatch, lastOf } from '../support/delivery-bench.ts'
import type { Post } from '../support/network-double.ts'

/** A log that is full; the link is up. */
function fullBench(): DeliveryBench {
  const bench = new DeliveryBench(0)
  while (bench.journal.oldestSequence === 0) bench.append(1)
  return bench.up()
}

/** Appends until the log has lost the first record of `post`. */
function overtake(bench: DeliveryBench, post: Post): void {
  const { first } = decodeBatch(post)
  while (bench.journal.oldestSequence <= first) bench.append(1)
}

test('records that arrive count as delivered; the others as dropped, once', () => {
  const bench = fullBench()
  const post = bench.nextPost()
  overtake(bench, post)
  post.reply(200, `{"stored":${lastOf(decodeBatch(post))}}`)
  const next = decodeBatch(bench.nextPost())
  expect(next.first).toBe(bench.journal.oldestSequence)
  expect(next.dropped).toBe(next.first - decodeBatch(post).records.length)
})

test('records that are refused cost no other record', () => {
  const bench = fullBench()
  let post = bench.nextPost()
  while (decodeBatch(post).records.length > 1) {
    post.reply(422, '{"error":"no"}')
    post = bench.nextPost()
  }
  overtake(bench, post)
  post.reply(422, '{"error":"no"}')
  const next = decodeBatch(bench.nextPost())
  expect([next.first, next.dropped]).toEqual(new Array(2).fill(bench.journal.oldestSequence))
})
