/** A log of one sector: there is none to go on in while it is erased. */
import { Journal } from '../../device/journal/journal.ts'
import { layoutOf, NotingFlash } from './noting-flash.ts'

const LENGTH = 512
const HEADER = 64
/** A record of 26 bytes takes 32: fourteen of them fill the sector to its end. */
const PAYLOAD = 26
const FRAME = 32
const FIT = (LENGTH - HEADER) / FRAME
const NEARLY_FULL = LENGTH * 0.75

function open(flash = new NotingFlash({ blocks: 1, blockLength: LENGTH, writeAlign: 1 })) {
  const journal = new Journal(flash, 2)
  journal.recover(11)
  return { flash, journal }
}

type Opened = ReturnType<typeof open>

function append({ journal }: Opened, count: number): void {
  for (let i = 0; i < count; i++) journal.append(1, new Uint8Array(PAYLOAD).fill(7), PAYLOAD)
}

function deliverAll({ journal }: Opened): void {
  for (const target of [0, 1])
    journal.acknowledge(target, journal.cursor(target), journal.nextSequence)
}

/** As many records as end just at three quarters of the sector, and the offset that they reach. */
const TO_NEARLY_FULL = (NEARLY_FULL - HEADER) / FRAME

test('it is filled to its last byte', () => {
  const log = open()
  append(log, FIT)
  expect(layoutOf(log.flash, 0)).toBe(new Array(FIT).fill('R26').join(' '))
  expect(log.flash.erases).toEqual([1])
  expect(log.journal.oldestSequence).toBe(0)
})

test('before this boot has appended, nothing is tidied', () => {
  const log = open()
  append(log, TO_NEARLY_FULL)
  deliverAll(log)
  const again = open(log.flash)
  log.flash.take()
  expect([again.journal.tidy(), log.flash.take()]).toEqual([false, []])
})

test('below three quarters it is left alone, also when all is delivered', () => {
  const log = open()
  append(log, TO_NEARLY_FULL - 1)
  deliverAll(log)
  log.flash.take()
  expect([log.journal.tidy(), log.flash.take()]).toEqual([false, []])
})

test('at three quarters it is erased and begun again, once nobody lacks anything of it', () => {
  const log = open()
  const { flash, journal } = log
  append(log, TO_NEARLY_FULL)
  journal.acknowledge(0, 0, journal.nextSequence)
  expect(journal.tidy()).toBe(false)
  journal.acknowledge(1, 0, journal.nextSequence - 1)
  expect(journal.tidy()).toBe(false)
  journal.acknowledge(1, 0, journal.nextSequence)
  flash.take()
  expect(journal.tidy()).toBe(true)
  const numbers = [journal.nextSequence, journal.oldestSequence, journal.dropped(0)]
  expect(numbers).toEqual([TO_NEARLY_FULL, TO_NEARLY_FULL, 0])
  expect(layoutOf(flash, 0)).toBe('')
  expect(journal.tidy()).toBe(false)
  append(log, 1)
  const again = new Journal(flash, 2)
  again.recover(12)
  expect([again.logId, again.nextSequence]).toEqual([11, TO_NEARLY_FULL + 1])
  expect([again.cursor(0), again.cursor(1)]).toEqual([TO_NEARLY_FULL, TO_NEARLY_FULL])
})

test('before an erase the rest of the sector becomes zeros, then its header', () => {
  const log = open()
  append(log, TO_NEARLY_FULL)
  deliverAll(log)
  const { offset } = log.journal
  log.flash.take()
  log.journal.tidy()
  const zeros: string[] = []
  for (let at = offset; at < LENGTH; at += 16)
    zeros.push(`zeros ${at}+${Math.min(16, LENGTH - at)}`)
  for (let at = 0; at < HEADER; at += 16) zeros.push(`zeros ${at}+16`)
  expect(log.flash.take()).toEqual([...zeros, 'erase 0', 'write 0+16', 'write 16+48'])
})

test('a region that holds no log has no rest to become zeros', () => {
  const log = open()
  log.flash.take()
  append(log, 1)
  const zeros = [0, 16, 32, 48].map((at) => `zeros ${at}+16`)
  const first = log.flash.take()
  expect(first.slice(0, 5)).toEqual([...zeros, 'erase 0'])
})

test('when it is full an append erases it, and what was not delivered is counted', () => {
  const log = open()
  const { flash, journal } = log
  append(log, FIT)
  journal.acknowledge(0, 0, FIT)
  journal.acknowledge(1, 0, 4)
  expect(journal.tidy()).toBe(false)
  append(log, FIT)
  expect([journal.dropped(0), journal.dropped(1)]).toEqual([0, FIT - 4])
  expect(flash.erases).toEqual([2])
  expect(journal.oldestSequence).toBe(FIT)
  const found: number[] = []
  for (let at = 0; journal.find(2, at); at = journal.found.sequence + 1)
    found.push(journal.found.sequence)
  expect(found).toEqual(Array.from({ length: FIT }, (_, i) => FIT + i))
})
