/** From the faults of a file to those of one kit: what, when and how often. */
import * as v from 'valibot'
import { Fault } from '../../../host-tools/simulator/scenario/format/faults.ts'
import { momentOf } from '../../../host-tools/simulator/scenario/format/values.ts'
import { faultsOf } from '../../../host-tools/simulator/scenario/kit-faults-of.ts'
import { mean, upTo } from '../worlds/air-at.ts'

const DAY_S = 86_400
/** A day of faults from six in the evening on, and half an hour to settle. */
const FRAME = {
  seed: 1,
  durationS: DAY_S,
  endS: DAY_S + 1_800,
  blocks: 16,
  moment: (text: string) => momentOf(text, 18 * 3_600),
}
const always = () => true

function planOf(faults: readonly object[], kit = 0, frame: Partial<typeof FRAME> = {}) {
  const files = faults.map((fault) => v.parse(Fault, fault))
  return faultsOf(files, kit, always, { ...FRAME, ...frame })
}

const faultsFrom = (...faults: object[]) => planOf(faults).faults!

test('without faults there is no plan for any, and outages alone need none either', () => {
  expect(planOf([])).toEqual({ outages: [], faults: undefined })
  const outage = { fault: 'wifi-outage', from: '1 h', until: '2 h' }
  expect(planOf([outage])).toEqual({
    outages: [{ kind: 'wifi', fromS: 3_600, toS: 7_200 }],
    faults: undefined,
  })
})

test.each([
  [
    { fault: 'power-cut', at: '90 min', off: '20 s' },
    { kind: 'cut', atS: 5_400, offS: 20 },
  ],
  [
    { fault: 'power-cut', at: '90 min', inFlash: 3 },
    { kind: 'cut', atS: 5_400, offS: 5, inFlash: 3 },
  ],
  [
    { fault: 'brown-out', at: '23:30' },
    { kind: 'brown-out', atS: 5.5 * 3_600, offS: 5 },
  ],
  [
    { fault: 'reset', at: '06:00' },
    { kind: 'reset', atS: 12 * 3_600 },
  ],
  [
    { fault: 'hang', at: '17:59:59' },
    { kind: 'hang', atS: DAY_S - 1 },
  ],
])('%j takes power or sense at its moment', (fault, expected) => {
  expect(faultsFrom(fault).power).toEqual([expected])
})

test('outages of the internet, and silences of the time service', () => {
  const span = { from: '20:00', until: '21:30' }
  const { outages, faults } = planOf([
    { fault: 'internet-outage', ...span },
    { fault: 'time-service-outage', ...span },
  ])
  expect(outages).toEqual([{ kind: 'internet', fromS: 7_200, toS: 12_600 }])
  expect(faults!.timeSilences).toEqual([{ fromS: 7_200, toS: 12_600 }])
})

test('where no span is said, it is all the time that faults may come', () => {
  const { outages, faults } = planOf([{ fault: 'wifi-outage' }, { fault: 'bad-network' }])
  expect(outages).toEqual([{ kind: 'wifi', fromS: 0, toS: DAY_S }])
  expect(faults!.network![0]).toMatchObject({ fromS: 0, toS: DAY_S })
  expect(faults!.calmFromS).toBe(DAY_S)
})

test.each([
  ['1 h', 3_600],
  ['-1 h', -3_600],
  ['+0.5 s', 0.5],
  ['-250 ms', -0.25],
  ['3 d', 3 * DAY_S],
])('the clock steps by %s at its moment, and is right when all settles', (offset, offsetS) => {
  const clock = faultsFrom({ fault: 'clock-step', at: '2 h', offset }).clock
  const right = { atS: DAY_S, offsetS: 0 }
  expect(clock).toEqual([{ atS: 7_200, offsetS }, right])
})

test('drifts add up', () => {
  const [fast, slow] = [80, -30].map((ppm) => ({ fault: 'clock-drift', ppm }))
  expect(faultsFrom(fast!, slow!).driftPpm).toBe(50)
  expect(faultsFrom({ fault: 'clock-drift', ppm: 0.4 }).driftPpm).toBe(0.4)
})

test('a bad network has each of its shares, from and to its moments, for one target or all', () => {
  const shares = { lostRequests: '1 %', lostReplies: '2 %', doubledRequests: '3 %' }
  const others = { doubledReplies: '4 %', lateRequests: '5.5 %', garbledReplies: '0.01 %' }
  const network = (change: object) =>
    faultsFrom({ fault: 'bad-network', ...shares, ...others, lateBy: '90 s', ...change }).network
  const rates = {
    lostRequestPerMille: 10,
    lostReplyPerMille: 20,
    twicePerMille: 30,
    replyTwicePerMille: 40,
    latePerMille: 55,
    garbledReplyPerMille: 1,
    lateSMax: 90,
  }
  expect(network({})).toEqual([{ fromS: 0, toS: DAY_S, ...rates }])
  const span = { from: '1 h', until: '2 h', target: 2 }
  expect(network(span)).toEqual([{ fromS: 3_600, toS: 7_200, target: 1, ...rates }])
})

test('targets fail, or are slow', () => {
  const span = { from: '1 h', until: '2 h', share: '40 %', target: 1 }
  const [failing, slow] = faultsFrom(
    { fault: 'failing-target', ...span },
    { fault: 'slow-target', ...span, by: '12 s' },
  ).network!
  const when = { fromS: 3_600, toS: 7_200, target: 0 }
  expect(failing).toMatchObject({ ...when, failingPerMille: 400 })
  expect(slow).toMatchObject({ ...when, slowPerMille: 400, slowS: 12 })
})

test('what is broken stays so to the end and beyond, unless it is said', () => {
  const part = 'SDS011'
  const parts = faultsFrom(
    { fault: 'stuck-fan', part, from: '2 h' },
    { fault: 'blinded-laser', part, from: '2 h', until: '3 h' },
    { fault: 'swapped-wires', part },
    { fault: 'loose-wire', part, open: '30 %', burst: '1.5 s' },
    { fault: 'i2c-nack', part: 'BME280' },
  ).parts!
  expect(parts.map(({ kind, fromS }) => [kind, fromS])).toEqual([
    ['stuck-fan', 7_200],
    ['blinded-laser', 7_200],
    ['swapped-wires', 0],
    ['loose-wire', 0],
    ['i2c-nack', 0],
  ])
  expect(parts[1]!.toS).toBe(10_800)
  for (const i of [0, 2, 3, 4]) expect(parts[i]!.toS).toBeGreaterThan(FRAME.endS)
  expect(parts[3]).toMatchObject({ openPerMille: 300, burstMs: 1_500, part })
  expect(parts[4]).toMatchObject({ nackPerMille: 50, part: 'BME280' })
})

test('flash rots at its moment; a bad block is drawn, of those that there are', () => {
  const rot = faultsFrom({ fault: 'flash-rot', at: '3 h', bits: 2 }).flash
  expect(rot).toEqual([{ kind: 'rot', atS: 10_800, bits: 2 }])
  const named = faultsFrom({ fault: 'bad-block', at: '3 h', block: 7 }).flash
  expect(named).toEqual([{ kind: 'bad-block', atS: 10_800, block: 7 }])
  const blocks = upTo(200).map((kit) => {
    const [fault] = planOf([{ fault: 'bad-block' }], kit, { blocks: 4 }).faults!.flash!
    return fault!.kind === 'bad-block' ? fault!.block : -1
  })
  expect([...new Set(blocks)].sort()).toEqual([0, 1, 2, 3])
})

test('faults that are told out of order come in order', () => {
  const { power } = faultsFrom(
    { fault: 'reset', at: '9 h' },
    { fault: 'power-cut', at: '2 h' },
    { fault: 'hang', at: '5 h' },
  )
  expect(power!.map(({ atS }) => atS / 3_600)).toEqual([2, 5, 9])
})

const KITS = 2_000
/** Moments of a power cut that comes so many times a day, kit by kit. */
function cuts(perDay: number, frame: Partial<typeof FRAME> = {}, extra = {}): number[][] {
  const file = v.parse(Fault, { fault: 'power-cut', perDay, ...extra })
  return upTo(KITS).map((kit) => {
    const plan = faultsOf([file], kit, always, { ...FRAME, ...frame })
    return (plan.faults?.power ?? []).map(({ atS }) => atS)
  })
}

test.each([
  [12, DAY_S, 12],
  [2.5, DAY_S, 2.5],
  [0.1, DAY_S, 0.1],
  [6, DAY_S / 4, 1.5],
  [0.5, 3 * DAY_S, 1.5],
])('%d a day, in %d s, are %d on the mean', (perDay, durationS, expected) => {
  const counts = cuts(perDay, { durationS }).map(({ length }) => length)
  // What is drawn is at most one more or less: a deviation of at most a half.
  expect(Math.abs(mean(counts) - expected)).toBeLessThan((4 * 0.5) / Math.sqrt(KITS))
  expect(counts.filter((count) => Math.abs(count - expected) >= 1)).toEqual([])
})

test('they come at any time of it, in order, each kit at its own', () => {
  const all = cuts(4)
  const flat = all.flat()
  expect(flat.filter((atS) => !(Number.isInteger(atS) && atS >= 1 && atS < DAY_S))).toEqual([])
  const quarters = [0, 1, 2, 3].map(
    (quarter) => flat.filter((atS) => Math.floor((4 * atS) / DAY_S) === quarter).length,
  )
  // 8,000 draws of a quarter: four deviations are 155.
  expect(quarters.filter((count) => Math.abs(count - 2_000) > 155)).toEqual([])
  const unordered = all.filter((times) => times.some((atS, i) => atS < (times[i - 1] ?? 0)))
  expect(unordered).toEqual([])
  expect(new Set(all.map(String)).size).toBe(KITS)
  const early = cuts(4, { durationS: 600 }).flat()
  expect(early.every((atS) => atS >= 1 && atS < 600)).toBe(true)
})

test('at a moment and as often besides', () => {
  const counts = cuts(3, {}, { at: '2 h' })
  expect(counts.every((times) => times.length === 4 && times.includes(7_200))).toBe(true)
})

test('outages that come so often last as long as they are to, and not beyond the faults', () => {
  const outages = upTo(200).flatMap(
    (kit) => planOf([{ fault: 'internet-outage', perDay: 10, length: '2 h' }], kit).outages,
  )
  expect(outages.length).toBe(2_000)
  const wrong = outages.filter(
    ({ fromS, toS }) => toS - fromS !== Math.min(7_200, DAY_S - fromS) || toS > DAY_S,
  )
  expect(wrong).toEqual([])
  // One twelfth of them begins within the last two hours, and is cut short.
  expect(outages.filter(({ toS }) => toS === DAY_S).length).toBeGreaterThan(100)
})

test('a fault strikes whom it strikes; what stands after it draws nothing else', () => {
  const files = [
    { fault: 'reset', perDay: 5 },
    { fault: 'hang', perDay: 5 },
    { fault: 'flash-rot', perDay: 5 },
  ].map((fault) => v.parse(Fault, fault))
  const whole = faultsOf(files, 3, always, FRAME).faults!
  const some = faultsOf(files, 3, (place) => place !== 1, FRAME).faults!
  expect(some.power!.every(({ kind }) => kind === 'reset')).toBe(true)
  expect(some.power).toEqual(whole.power!.filter(({ kind }) => kind === 'reset'))
  expect(some.flash).toEqual(whole.flash)
  expect(faultsOf(files, 3, () => false, FRAME)).toEqual({ outages: [], faults: undefined })
})

test('two faults that are alike do not come at the same moments', () => {
  const often = { fault: 'internet-outage', perDay: 6, length: '1 s' }
  const starts = planOf([often, often]).outages.map(({ fromS }) => fromS)
  expect(new Set(starts).size).toBe(12)
})

test('one seed, one history; other seeds and other kits, others', () => {
  const history = (seed: number, kit: number) =>
    JSON.stringify(planOf([{ fault: 'reset', perDay: 5 }], kit, { seed }))
  expect(history(1, 0)).toBe(history(1, 0))
  expect(new Set([history(1, 0), history(2, 0), history(1, 1), history(2, 1)]).size).toBe(4)
})
