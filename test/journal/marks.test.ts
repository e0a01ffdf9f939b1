/** What is written beside records: marks that tell of the next sector, cursors, zeros of a boot. */
import { Journal } from '../../device/journal/journal.ts'
import { layoutOf, NotingFlash } from './noting-flash.ts'

const LENGTH = 512
const PAYLOAD = 26
const FRAME = 32
const MARK = 6
const GAP = 32
const HEADER = 64

function open(flash = new NotingFlash({ blocks: 3, blockLength: LENGTH, writeAlign: 1 })) {
  const journal = new Journal(flash, 2)
  journal.recover(11)
  return { flash, journal }
}

const append = (journal: Journal, length = PAYLOAD) =>
  journal.append(1, new Uint8Array(length).fill(7), length)

test('a log is begun with an erase, a header and a frame, in this order', () => {
  const { flash, journal } = open()
  append(journal)
  expect(flash.take()).toEqual([
    'erase 0',
    'write 0+16',
    'write 16+48',
    'write 64+16',
    'write 80+16',
  ])
  expect(layoutOf(flash, 0)).toBe('R26')
})

test('the sector ahead is erased once, then marked once', () => {
  const { flash, journal } = open()
  expect(journal.tidy()).toBe(false)
  append(journal)
  flash.take()
  expect(journal.tidy()).toBe(true)
  expect(flash.take()).toEqual(['erase 1', `write ${HEADER + FRAME}+${MARK}`])
  expect([journal.tidy(), flash.take()]).toEqual([false, []])
  expect(layoutOf(flash, 0)).toBe('R26 E')
})

test('a sector that is left says so, and the next one is marked anew', () => {
  const { flash, journal } = open()
  // Header, records and a mark leave room for another mark, zeros and the last mark.
  const room = LENGTH - HEADER - 2 * MARK - MARK - GAP
  for (let i = 0; i <= Math.floor(room / FRAME); i++) {
    append(journal)
    journal.tidy()
  }
  const records = new Array(Math.floor(room / FRAME) - 1).fill('R26').join(' ')
  expect(layoutOf(flash, 0)).toBe(`R26 E ${records} L`)
  expect(layoutOf(flash, 1)).toBe('R26 E')
  expect(flash.erases).toEqual([1, 1, 1])
})

test('a frame that just fits is written; one byte more opens the next sector', () => {
  for (const [more, head] of [
    [0, 0],
    [1, 1],
  ] as const) {
    const { journal } = open()
    append(journal)
    journal.tidy()
    const left = LENGTH - journal.offset - GAP - 2 * MARK
    append(journal, left - 6 - 240 > 0 ? 240 : 0)
    const last = LENGTH - journal.offset - GAP - 2 * MARK - 6 + more
    append(journal, last)
    expect(journal.block).toBe(head)
  }
})

test('without a mark yet, room is kept for one more', () => {
  for (const [more, head] of [
    [0, 0],
    [1, 1],
  ] as const) {
    const { journal } = open()
    append(journal, 240)
    append(journal, LENGTH - journal.offset - GAP - 3 * MARK - 6 + more)
    expect(journal.block).toBe(head)
  }
})

test('where there is no room for the mark, the sector ahead is erased all the same, once', () => {
  const { flash, journal } = open()
  append(journal, 240)
  append(journal, LENGTH - journal.offset - GAP - 3 * MARK - 6)
  // A cursor takes some of the room; what is left then holds no mark and its reserve.
  journal.offset += 1
  flash.take()
  expect(journal.tidy()).toBe(true)
  expect(flash.take()).toEqual(['erase 1'])
  expect([journal.tidy(), flash.take()]).toEqual([false, []])
})

test('a mark that just fits is written', () => {
  const { flash, journal } = open()
  append(journal, 240)
  append(journal, LENGTH - journal.offset - GAP - 3 * MARK - 6)
  flash.take()
  expect(journal.tidy()).toBe(true)
  expect(flash.take()).toEqual(['erase 1', `write ${LENGTH - GAP - 3 * MARK}+${MARK}`])
})

test('a cursor is saved when it is due, and at once where sending again does harm', () => {
  const { flash, journal } = open()
  append(journal)
  append(journal)
  flash.take()
  journal.saveCursor(0)
  expect(flash.take()).toEqual([])
  journal.acknowledge(0, 0, 1)
  expect(flash.take()).toEqual([])
  journal.saveCursor(0)
  expect(flash.take()).toEqual([`write ${HEADER + 2 * FRAME}+15`])
  journal.saveCursor(0)
  expect(flash.take()).toEqual([])
  const again = new Journal(flash, 2)
  again.recover(1)
  expect([again.cursor(0), again.cursor(1)]).toEqual([1, 0])
})

describe('a boot', () => {
  function logged() {
    const { flash, journal } = open()
    append(journal)
    journal.tidy()
    append(journal)
    flash.take()
    return { flash, end: journal.offset }
  }

  test('goes on behind zeros, and writes the mark again before its first record', () => {
    const { flash, end } = logged()
    const { journal } = open(flash)
    append(journal)
    expect(layoutOf(flash, 0)).toBe(`R26 E R26 0×${GAP} E R26`)
    expect(flash.take()).toEqual([
      `zeros ${end}+16`,
      `zeros ${end + 16}+16`,
      `write ${end + GAP}+${MARK}`,
      `write ${end + GAP + MARK}+16`,
      `write ${end + GAP + MARK + 16}+16`,
    ])
    expect(journal.tidy()).toBe(false)
  })

  test('after which nobody wrote leaves no mark behind its zeros to believe', () => {
    const { flash, end } = logged()
    // The boot in between was cut within its zeros: no frame stands behind them.
    flash.write(new Uint8Array(16), 16, end)
    const { journal } = open(flash)
    flash.take()
    append(journal)
    expect(journal.tidy()).toBe(false)
    expect(flash.take()).not.toContain('erase 1')
  })

  test('behind zeros without a mark erases the sector ahead again', () => {
    const { flash, end } = logged()
    const { journal } = open(flash)
    append(journal)
    // The mark that the second boot wrote is no more: it is zeros like those before it.
    flash.bytes.fill(0, end + GAP, end + GAP + MARK)
    const third = open(flash).journal
    append(third)
    flash.take()
    expect(third.tidy()).toBe(true)
    expect(flash.take()[0]).toBe('erase 1')
  })

  test('that finds something torn makes zeros of as much as a frame can be long', () => {
    const { flash, end } = logged()
    flash.bytes[end + 3] = 0x15
    const { journal } = open(flash)
    append(journal)
    const zeros = flash.take().filter((operation) => operation.startsWith('zeros'))
    // What shows is 4 bytes long; a frame of 240 bytes may begin behind it.
    const length = Math.min(LENGTH - end, 4 + 246)
    expect(zeros.length).toBe(Math.ceil(length / 16))
  })

  test('without room for its zeros and marks leaves the sector', () => {
    const { flash, journal } = open()
    append(journal, 240)
    append(journal, LENGTH - journal.offset - GAP - 3 * MARK - 6)
    const room = LENGTH - journal.offset
    expect(room).toBe(GAP + 3 * MARK)
    const again = open(flash).journal
    append(again, 1)
    expect(again.block).toBe(1)
  })

  test('that finds a header and no frame begins that sector again, behind zeros', () => {
    const { flash, journal } = open()
    do {
      append(journal)
      journal.tidy()
    } while (journal.block === 0)
    const { nextSequence } = journal
    // Only the header of the second sector came to be.
    flash.bytes.fill(0xff, LENGTH + HEADER, 2 * LENGTH)
    flash.take()
    const again = open(flash).journal
    append(again)
    expect(flash.take().slice(0, 5)).toEqual([
      `zeros ${LENGTH + HEADER}+16`,
      `zeros ${LENGTH + HEADER + 16}+16`,
      'erase 1',
      `write ${LENGTH}+16`,
      `write ${LENGTH + 16}+48`,
    ])
    expect([again.block, again.sectorSequence]).toEqual([1, 2])
    expect(again.nextSequence).toBe(nextSequence)
  })
})
