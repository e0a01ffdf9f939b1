/** A firmware that lies: what an honest kit sent, changed before it is judged. */
import { failure, inBoth, kitsOf } from './tiny.ts'
import {
  averageOf,
  copyOf,
  evidenceOf,
  forge,
  judged,
  placesOf,
  type Told,
  toldBy,
  viewOfTold,
} from './told.ts'

const EXPECT = [
  { expect: 'nothing-lost' },
  { expect: 'all-counted' },
  { expect: 'nothing-invented' },
  { expect: 'delivered-within', time: '1 min' },
  { expect: 'backlog-below', records: 2 },
]
const AVERAGE = 1
let honest: Told
beforeAll(async () => {
  honest = await toldBy({ duration: '15 min', expect: EXPECT })
})

const cheat = (change: (told: Told) => void) => {
  const told = copyOf(honest)
  change(told)
  return judged(told)
}
const inventedWords = (number: number) => ({
  en: `record ${number} at the hub is none that the kit wrote`,
  nl: `record ${number} op de hub is niet door de kit geschreven`,
})

test('an honest kit passes', () => {
  const findings = cheat(() => {})
  expect(Object.values(findings).map(inBoth)).toEqual(EXPECT.map(() => 'met'))
})

test('a record that was never made', () => {
  const next = honest.run.report.journal.next
  const findings = cheat(({ sent }) => {
    const { batch } = sent.at(-1)!
    const records = [batch.records[0]!]
    sent.push({ batch: { ...batch, first: next, records }, arrivalsMs: [870_000] })
  })
  expect(failure(findings['nothing-invented'])).toEqual({
    kind: 'failed',
    words: inventedWords(next),
    atS: 870,
  })
})

test('a value that is another, in a record that is as valid as before', () => {
  const { body, place, number } = placesOf(honest, AVERAGE)[4]!
  const findings = cheat(({ sent }) => {
    const bytes = sent[body]!.batch.records[place]!
    bytes[bytes.length - 1]! ^= 1
  })
  const { words, atS } = failure(findings['nothing-invented'])
  expect(words).toEqual(inventedWords(number))
  expect(atS).toBe(honest.sent[body]!.arrivalsMs[0]! / 1000)
  expect(inBoth(findings['nothing-lost'])).toBe('met')
})

test.each([
  ['that say nothing', new Uint8Array(0)],
  ['that end early', Uint8Array.of(AVERAGE, 1)],
  ['of a type that stays in the kit', Uint8Array.of(0x81, 1, 2)],
])('bytes %s', (_, bytes) => {
  const { body, place, number } = placesOf(honest, AVERAGE)[2]!
  const findings = cheat(({ sent }) => {
    sent[body]!.batch.records[place] = bytes
  })
  expect(failure(findings['nothing-invented']).words).toEqual(inventedWords(number))
})

test('two records in each other’s place', () => {
  const { batch } = honest.sent.find(({ batch: { records } }) => records.length > 1)!
  const findings = cheat(({ sent }) => {
    const { records } = sent.find(({ batch: { first } }) => first === batch.first)!.batch
    records.splice(0, 2, records[1]!, records[0]!)
  })
  expect(failure(findings['nothing-invented']).words).toEqual(inventedWords(batch.first))
})

test('a log of another name, in which all is invented, and from which all is missing', () => {
  const findings = cheat(({ sent }) => {
    for (const { batch } of sent) batch.log++
  })
  expect(failure(findings['nothing-invented']).words).toEqual(inventedWords(0))
  const { records } = honest.run.report
  expect(failure(findings['nothing-lost']).words.en).toMatch(
    new RegExp(`^${records - 1} durable records never reached the hub, the first is 0$`),
  )
})

test('a record that the kit calls delivered and never sent, with its moment', () => {
  const { body, number } = placesOf(honest, AVERAGE)[6]!
  const withhold = ({ sent }: Told) => void sent[body]!.arrivalsMs.splice(0)
  const findings = cheat(withhold)
  const { notes } = honest.run.report
  expect(failure(findings['nothing-lost'])).toEqual({
    kind: 'failed',
    words: {
      en: `1 durable record never reached the hub, the first is ${number}`,
      nl: `1 bewaarde records kwamen nooit bij de hub, het eerste is ${number}`,
    },
    atS: notes!.timesMs[notes!.numbers.indexOf(number)]! / 1000,
  })
  expect(failure(findings['all-counted']).words).toEqual({
    en: '1 record is missing and the hub was told of 0',
    nl: '1 record ontbreekt en de hub weet van 0',
  })
  const told = cheat((one) => {
    withhold(one)
    one.sent.at(-1)!.batch.dropped = 1
  })
  expect(told['all-counted']).toEqual({ kind: 'met', figure: '1 counted of 1' })
})

test('a count that speaks of another log is none', () => {
  const { body } = placesOf(honest, AVERAGE)[6]!
  const findings = cheat(({ sent }) => {
    sent[body]!.arrivalsMs = []
    const { batch } = sent.at(-1)!
    const records = [Uint8Array.of(2, 1, 0, 1)]
    sent.push({
      batch: { log: batch.log + 1, first: 0, dropped: 9, records },
      arrivalsMs: [890_000],
    })
  })
  expect(failure(findings['all-counted']).words.en).toBe(
    '1 record is missing and the hub was told of 0',
  )
})

test('a record that comes late, with the moment at which it was made', () => {
  const { body, number } = placesOf(honest, AVERAGE)[3]!
  const { notes } = honest.run.report
  const madeMs = notes!.timesMs[notes!.numbers.indexOf(number)]!
  const findings = cheat(({ sent }) => {
    sent[body]!.arrivalsMs = [madeMs + 150_000]
  })
  // The last one still waits, and is not late yet.
  const all = notes!.durable.filter((kept) => kept === 1).length - 1
  const inTime = Math.floor(((all - 1) / all) * 1_000) / 10
  expect(failure(findings['delivered-within'])).toEqual({
    kind: 'failed',
    words: {
      en: `${inTime} % came within 1 min, the latest after 2.5 min`,
      nl: `${inTime} % kwam binnen 1 min, de laatste na 2.5 min`,
    },
    atS: madeMs / 1000,
  })
})

test('what comes twice is there once, as it was and when it came first', () => {
  const told = copyOf(honest)
  const { arrivalsMs, batch } = told.sent[3]!
  arrivalsMs.push(880_000)
  const evidence = evidenceOf(told)
  expect(evidence.duplicates).toBe(batch.records.length)
  expect(evidence.held).toEqual(evidenceOf(honest).held)
  expect(viewOfTold(told).averages).toEqual(viewOfTold(honest).averages)
})

test('a time or value that the kit itself believes shows where air changes', async () => {
  const rising = await toldBy({
    duration: '60 min',
    world: {
      layers: [{ layer: 'weather', temperature: 10, swing: 30, coldestAt: 12, dewPoint: -30 }],
    },
    kits: [kitsOf({ count: 1, config: { periodS: 300 } })],
    expect: [
      { expect: 'nothing-invented' },
      { expect: 'mean', quantity: 'temperature', orBy: 0.1, from: '20 min' },
    ],
  })
  expect(Object.values(judged(rising)).map(inBoth)).toEqual(['met', 'met'])
  const averages = viewOfTold(rising).averages.filter(({ lengthS }) => lengthS === 300)
  const forged = (lateS: number, warmer: number) => {
    const told = copyOf(rising)
    for (const { record, startS, lengthS, channels } of averages.slice(2, -3)) {
      const mean = channels[0]!.statistics!.mean + warmer
      forge(told, record.number, averageOf(startS! + lateS, lengthS, mean))
    }
    return judged(told)
  }
  expect(inBoth(forged(0, 0)['mean'])).toBe('met')
  for (const findings of [forged(900, 0), forged(0, 100)]) {
    expect(inBoth(findings['nothing-invented'])).toBe('met')
    expect(failure(findings['mean']).words.en).toMatch(/^mean temperature is [\d.]+ °C, the truth/)
  }
})
