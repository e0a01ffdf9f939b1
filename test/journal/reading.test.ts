/** How much of the flash is looked at to find a record, and what is found in damaged flash. */
import { Journal } from '../../device/journal/journal.ts'
import { NotingFlash } from './noting-flash.ts'

const LENGTH = 512
const PAYLOAD = 26
const FRAME = 32
const HEADER = 64
const BLOCKS = 6
const SEARCHER = 2

function filled(records: number, align = 1) {
  const flash = new NotingFlash({ blocks: BLOCKS, blockLength: LENGTH, writeAlign: align })
  const journal = new Journal(flash, 2)
  journal.recover(11)
  for (let i = 0; i < records; i++) {
    journal.append(1, new Uint8Array(PAYLOAD).fill(i), PAYLOAD)
    journal.tidy()
  }
  flash.reads = []
  return { flash, journal }
}

type Filled = ReturnType<typeof filled>

/** Reads of headers, and of all else, that a search takes. */
function cost({ flash, journal }: Filled, sequence: number): { headers: number; others: number } {
  flash.reads = []
  expect([journal.find(SEARCHER, sequence), journal.found.sequence]).toEqual([true, sequence])
  const headers = flash.reads.filter(([at, n]) => at % LENGTH === 0 && n === HEADER).length
  return { headers, others: flash.reads.length - headers }
}

describe('finding', () => {
  test('the records in their order looks at each frame once, and at each header once', () => {
    const log = filled(40)
    cost(log, 0)
    let headers = 0
    for (let sequence = 1; sequence < 40; sequence++) {
      const one = cost(log, sequence)
      headers += one.headers
      // A frame is two reads; marks stand between the sectors.
      expect(one.others).toBeLessThanOrEqual(one.headers > 0 ? 6 : 4)
    }
    expect(headers).toBe(3)
  })

  test('the record that was found last once more takes its frame and no search', () => {
    const log = filled(40)
    cost(log, 20)
    expect(cost(log, 20)).toEqual({ headers: 0, others: 2 })
    expect(cost(log, 20)).toEqual({ headers: 0, others: 2 })
  })

  test('a record just before it goes back to its sector and no further', () => {
    const log = filled(40)
    cost(log, 22)
    expect(cost(log, 20).headers).toBe(1)
  })

  test('an old one from a new one takes a header a sector', () => {
    const log = filled(40)
    cost(log, 39)
    expect(cost(log, 0).headers).toBe(4)
  })

  test('the newest, of a reader that has read nothing, takes one header', () => {
    expect(cost(filled(40), 39).headers).toBe(1)
  })

  test('nothing where there is nothing reads nothing', () => {
    const { flash, journal } = filled(40)
    flash.reads = []
    expect(journal.find(SEARCHER, 40)).toBe(false)
    expect(journal.find(SEARCHER, 1_000)).toBe(false)
    expect(flash.reads).toEqual([])
  })

  test('before this boot has appended reads nothing', () => {
    const { flash } = filled(5)
    const journal = new Journal(flash, 2)
    journal.recover(1)
    flash.reads = []
    expect([journal.find(SEARCHER, 0), journal.next(0)]).toEqual([false, false])
    expect(flash.reads).toEqual([])
    expect(journal.cursor(0)).toBe(0)
  })

  test('goes on in a block that was erased and written anew', () => {
    const log = filled(40)
    const { journal } = log
    cost(log, 2)
    // Round and round: what the reader stood in is another sector now.
    for (let i = 40; i < 120; i++) {
      journal.append(1, new Uint8Array(PAYLOAD).fill(i), PAYLOAD)
      journal.tidy()
    }
    const found: number[] = []
    for (let at = 0; journal.find(SEARCHER, at); at = journal.found.sequence + 1)
      found.push(journal.found.sequence)
    expect(found[0]).toBe(journal.oldestSequence)
    expect(found).toEqual(Array.from({ length: found.length }, (_, i) => found[0]! + i))
    expect(found[found.length - 1]).toBe(119)
  })

  test('a reader stays where it is when another block is erased', () => {
    const log = filled(60)
    const { journal } = log
    const newest = journal.nextSequence - 1
    cost(log, newest - 1)
    const { erases } = log.flash
    const before = erases.reduce((sum, count) => sum + count)
    while (erases.reduce((sum, count) => sum + count) === before) {
      journal.append(1, new Uint8Array(PAYLOAD), PAYLOAD)
      journal.tidy()
    }
    expect(cost(log, newest).headers).toBe(0)
  })
})

describe('recovery', () => {
  test('reads one header a sector and the head to its end, little by little', () => {
    const { flash } = filled(40)
    flash.reads = []
    new Journal(flash, 2).recover(1)
    const headers = flash.reads.filter(([at, n]) => at % LENGTH === 0 && n === HEADER)
    expect(headers.map(([at]) => at / LENGTH)).toEqual([0, 1, 2, 3, 4, 5])
    const rest = flash.reads.filter(([at]) => at % LENGTH !== 0)
    expect(new Set(rest.map(([at]) => Math.floor(at / LENGTH))).size).toBe(1)
    expect(Math.max(...rest.map(([, length]) => length))).toBeLessThanOrEqual(64)
  })

  test('takes the newest of the sectors wherever it stands', () => {
    for (let records = 1; records < 160; records += 7) {
      const { flash, journal } = filled(records)
      const again = new Journal(flash, 2)
      again.recover(1)
      expect([again.nextSequence, again.oldestSequence, again.logId]).toEqual([
        records,
        journal.oldestSequence,
        11,
      ])
      expect([again.sectorSequence, again.block]).toEqual([journal.sectorSequence, journal.block])
    }
  })

  test('a sector whose header rotted is passed over, those before and after it are read', () => {
    const { flash, journal } = filled(40)
    const first = journal.find(SEARCHER, 0) ? journal.found.sequence : -1
    expect(first).toBe(0)
    const inFirst = 12
    flash.bytes[LENGTH + 9]! ^= 0x10
    const again = new Journal(flash, 2)
    again.recover(1)
    again.append(1, new Uint8Array(PAYLOAD), PAYLOAD)
    const found: number[] = []
    for (let at = 0; again.find(SEARCHER, at); at = again.found.sequence + 1)
      found.push(again.found.sequence)
    expect(found.slice(0, inFirst)).toEqual(Array.from({ length: inFirst }, (_, i) => i))
    expect(found[inFirst]).toBe(24)
    expect(found[found.length - 1]).toBe(40)
  })
})

describe('a damaged place', () => {
  /** Makes `bytes` at the frame of a record of the first sector wrong, and reads on from there. */
  function beyond(number: number, offset: number, bits: number, align = 1): number[] {
    const { flash, journal } = filled(8, align)
    // The mark stands behind the first record.
    const mark = Math.ceil(6 / align) * align
    const at = HEADER + number * FRAME + (number > 0 ? mark : 0) + offset
    flash.bytes[at]! ^= bits
    const found: number[] = []
    for (let from = 0; journal.find(SEARCHER, from); from = journal.found.sequence + 1)
      found.push(journal.found.sequence)
    return found
  }

  const all = [0, 1, 2, 3, 4, 5, 6, 7]
  const without = (...gone: number[]) => all.filter((number) => !gone.includes(number))

  test.each([1, 4, 16])('costs its record and no other, align %i', (align) => {
    expect(beyond(3, 10, 0x01, align)).toEqual(without(3))
    expect(beyond(7, 10, 0x01, align)).toEqual(without(7))
    expect(beyond(0, 10, 0x01, align)).toEqual(without(0))
  })

  test('that looks like the begin of a frame everywhere is given up after a bounded search', () => {
    const { flash, journal } = filled(8)
    const from = HEADER + 2 * FRAME + 6
    flash.bytes.fill(1, from, from + 3 * FRAME)
    flash.reads = []
    expect(journal.find(SEARCHER, 2)).toBe(false)
    expect(flash.reads.length).toBeLessThan(300)
    flash.bytes.fill(9, from + 50, from + 3 * FRAME)
    expect([journal.find(SEARCHER, 2), journal.found.sequence]).toEqual([true, 5])
  })

  test('so does a type that reads as zero or erased flash, or a length that leads astray', () => {
    expect(beyond(3, 0, 0x01)).toEqual(without(3))
    expect(beyond(3, 0, 0xfe)).toEqual(without(3))
    expect(beyond(3, 1, 0xe0)).toEqual(without(3))
    expect(beyond(3, 1, 0x01)).toEqual(without(3))
  })
})
