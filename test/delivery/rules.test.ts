/** What holds for each class of target, whatever network, server and power do. */
import fc from 'fast-check'
import type { TargetConfig } from '../../device/config/targets.ts'
import { FATES, type Fate, meet } from '../support/fates.ts'
import {
  type ForeignServer,
  InfluxDouble,
  OpenSenseMapDouble,
  SensorThingsDouble,
  StampingDouble,
} from '../support/foreign-servers.ts'
import { NOON_S, PERIOD_S, TargetBench } from '../support/target-bench.ts'

const SENSORS = { pm25: 'a'.repeat(24), pm10: 'b'.repeat(24), pressure: 'c'.repeat(24) }
const BOX = '5a0c2cc89fd3c200111118f0'
const KINDS: [TargetConfig, () => ForeignServer][] = [
  [{ kind: 'influxdb', url: 'http://db/write' }, () => new InfluxDouble()],
  [
    { kind: 'opensensemap', url: 'http://osm', box: BOX, sensors: SENSORS },
    () => new OpenSenseMapDouble(),
  ],
  [
    { kind: 'sensorthings', url: 'http://st/v1.1', datastreams: { pm25: 1, pressure: 3, pm10: 2 } },
    () => new SensorThingsDouble(),
  ],
  [{ kind: 'sensor-community', url: 'http://sc/', node: 'n' }, () => new StampingDouble(201)],
  [{ kind: 'madavi', url: 'http://md/', node: 'n' }, () => new StampingDouble(200)],
]

/** What happens in a period, before its average is stored. */
const EVENTS = ['nothing', 'boot', 'boot and time', 'time', 'link down', 'link up'] as const

/** Everything that a run came to. */
function live(
  config: TargetConfig,
  server: ForeignServer,
  fates: Fate[],
  events: readonly (typeof EVENTS)[number][],
): TargetBench {
  const bench = new TargetBench([config])
  const late: (() => void)[] = []
  bench.network.onPost = (post) => {
    meet(fates.shift() ?? 'arrives', post, server, bench.utcMs, late)
  }
  bench.up()
  for (const event of events) {
    if (event.startsWith('boot')) bench.boot().up()
    if (event.endsWith('time')) bench.learnTime()
    if (event.startsWith('link')) bench.link(event === 'link up')
    bench.average()
    late.shift()?.()
  }
  bench
    .learnTime()
    .up()
    .average()
    .pass(4 * 3600)
  return bench
}

describe.each(KINDS)('$kind', (config, makeServer) => {
  const onceOnly = config.kind !== 'influxdb'
  const fresh = config.kind === 'sensor-community' || config.kind === 'madavi'

  test('nothing comes twice where that does harm, and every average is accounted for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...FATES), { maxLength: 30 }),
        fc.array(fc.constantFrom(...EVENTS), { maxLength: 20 }),
        (fates, events) => {
          const server = makeServer()
          const bench = live(config, server, fates, events)
          const distinct = new Set(server.stored)
          if (onceOnly) expect(server.stored.length).toBe(distinct.size)
          expect(bench.pending(0)).toBe(0)
          const missed = bench.journal.dropped(0)
          // What may have arrived although nobody said so counts as missed where it is fresh only.
          if (fresh) expect(distinct.size + missed).toBeGreaterThanOrEqual(bench.averages)
          else expect(distinct.size + missed).toBe(bench.averages)
          expect(missed).toBeLessThanOrEqual(bench.averages)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('where a reply tells what happened, counts are exact', () => {
    // Of two requests for one record the first may arrive and the second not.
    if (config.kind === 'sensor-community') return
    const clear = ['arrives', 'too many', 'two replies', 'lost request', 'error'] as const
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...clear), { maxLength: 30 }),
        fc.array(fc.constantFrom(...EVENTS), { maxLength: 20 }),
        (fates, events) => {
          const server = makeServer()
          const bench = live(config, server, fates, events)
          const told = server.stored.length + bench.journal.dropped(0)
          // What a boot may have sent shortly before it ended counts as missed.
          const boots = events.filter((event) => event.startsWith('boot')).length
          expect(told).toBeGreaterThanOrEqual(bench.averages)
          expect(told).toBeLessThanOrEqual(bench.averages + (fresh ? 2 * boots : 0))
        },
      ),
    )
  })

  test('without faults all is there, in order', () => {
    const server = makeServer()
    const bench = live(config, server, [], ['time', ...new Array(30).fill('nothing')])
    expect(server.stored).toEqual(Array.from({ length: bench.averages }, (_, i) => i + 1))
    expect(bench.journal.dropped(0)).toBe(0)
  })

  test('a week without a link, then one', () => {
    const server = makeServer()
    const bench = new TargetBench([config], 64).learnTime()
    for (let i = 0; i < 2_016; i++) bench.average()
    bench.network.onPost = (post) => post.reply(...server.serve(post, bench.utcMs))
    bench.up().pass(6 * 3600)
    expect(bench.pending(0)).toBe(0)
    expect(server.stored.length).toBe(fresh ? 1 : 2_016)
    expect(bench.journal.dropped(0)).toBe(fresh ? 2_015 : 0)
  })
})

describe.each(KINDS.slice(3))('$kind', (config, makeServer) => {
  test('gets nothing that ended more than a period ago, whatever happens', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...FATES), { maxLength: 30 }),
        fc.array(fc.constantFrom(...EVENTS), { maxLength: 20 }),
        (fates, events) => {
          const server = makeServer() as StampingDouble
          live(config, server, fates, events)
          // Average n ended n periods after the beginning.
          server.stored.forEach((n, i) => {
            const ageS = server.stampedMs[i]! / 1000 - NOON_S - n * PERIOD_S
            // Ends are kept in whole seconds.
            expect(ageS).toBeLessThanOrEqual(PERIOD_S + 1)
            expect(ageS).toBeGreaterThanOrEqual(0)
          })
        },
      ),
    )
  })

  test('gets averages of a kit that does not know the time', () => {
    const server = makeServer()
    const bench = new TargetBench([config]).up()
    bench.network.onPost = (post) => post.reply(...server.serve(post, bench.utcMs))
    bench.average().average().pass(30)
    expect(server.stored).toEqual([1, 2])
  })

  test('gets nothing from before a boot, however fresh', () => {
    const server = makeServer()
    const bench = new TargetBench([config]).learnTime().average().boot().learnTime().up()
    bench.network.onPost = (post) => post.reply(...server.serve(post, bench.utcMs))
    bench.pass(60)
    expect([server.stored, bench.journal.dropped(0)]).toEqual([[], 1])
  })

  test('a clock that was corrected makes nothing old fresh, nor waits for the future', () => {
    const bench = new TargetBench([config]).learnTime().average()
    bench.clock.set(bench.utcMs - 3_600_000, bench.ticksMs())
    bench.up().pass(60)
    expect([bench.network.posts, bench.journal.dropped(0)]).toEqual([[], 1])
  })
})

describe.each(KINDS.slice(0, 3))('$kind', (config, makeServer) => {
  /** A kit that kept `undated` averages before it learned the time, or not. */
  function late(undated: number, learns: boolean): { bench: TargetBench; server: ForeignServer } {
    const server = makeServer()
    const bench = new TargetBench([config], 64)
    bench.network.onPost = (post) => post.reply(...server.serve(post, bench.utcMs))
    for (let i = 0; i < undated; i++) bench.average()
    if (learns) bench.learnTime()
    return { bench, server }
  }

  test.each([1, 31, 32, 33, 200])('%d averages before the clock was known are dated', (undated) => {
    const { bench, server } = late(undated, true)
    bench.average().up().pass(3_600)
    expect(server.stored.length).toBe(undated + 1)
    const bodies = bench.network.posts.map(({ body }) => Buffer.from(body).toString())
    const first = config.kind === 'influxdb' ? ` ${NOON_S}\n` : '2025-12-31T12:00:00Z'
    expect(bodies.some((body) => body.includes(first))).toBe(true)
    expect(bench.journal.dropped(0)).toBe(0)
  })

  test.each([1, 40])('%d averages of an earlier boot are dated by its clock', (undated) => {
    const { bench, server } = late(undated, true)
    bench.boot().average().learnTime().up().pass(3_600)
    expect([server.stored.length, bench.journal.dropped(0)]).toEqual([undated + 1, 0])
  })

  test.each([1, 40])('%d averages of a boot that never knew the time are counted', (undated) => {
    const { bench, server } = late(undated, false)
    bench.boot().learnTime().average().up().pass(3_600)
    expect([server.stored.length, bench.journal.dropped(0)]).toEqual([1, undated])
  })

  test('while the clock may still become known, all waits', () => {
    const { bench, server } = late(40, false)
    bench.up().pass(3_600)
    expect([bench.network.posts.length, bench.pending(0)]).toEqual([0, 40])
    bench.average().pass(60).learnTime().pass(3_600)
    expect([server.stored.length, bench.journal.dropped(0)]).toEqual([41, 0])
  })
})

test('a target that is dead, refuses or is slow delays no other', () => {
  const configs = [KINDS[0]![0], KINDS[1]![0], KINDS[3]![0], KINDS[4]![0]]
  const server = new InfluxDouble()
  const bench = new TargetBench(configs).learnTime()
  bench.network.onPost = (post) => {
    if (post.channel === 0) post.reply(...server.serve(post))
    if (post.channel === 1) post.reply(500, '', 3_600)
    if (post.channel === 2) post.reply(0, '')
  }
  bench.up()
  for (let i = 1; i < 20; i++) {
    bench.average().pass(10)
    expect(server.stored.length).toBe(i)
  }
})
