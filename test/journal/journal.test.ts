import fc from 'fast-check'
import { CURSOR_STRIDE } from '../../device/journal/cursors.ts'
import { Journal } from '../../device/journal/journal.ts'
import { HEADER_LENGTH } from '../../device/journal/sector.ts'
import { RECORD_LENGTH_MAX } from '../../device/payload/record.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { runs } from '../support/runs.ts'
import { FlashModel, GEOMETRIES } from './flash-model.ts'
import { JournalModel } from './journal-model.ts'

type Step = (model: JournalModel) => void

const length = fc.oneof(
  fc.integer({ min: 0, max: 80 }),
  fc.integer({ min: 0, max: RECORD_LENGTH_MAX }),
)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.integer({ min: 1, max: 60 }), length).map(
      ([count, bytes]): Step =>
        (model) => {
          for (let i = 0; i < count; i++) model.append(bytes)
        },
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(1), fc.nat(50)).map(
      ([target, count]): Step =>
        (model) =>
          model.deliver(target, count),
    ),
  },
  { weight: 2, arbitrary: fc.constant<Step>((model) => model.tidy()) },
  { weight: 2, arbitrary: fc.constant<Step>((model) => model.reboot()) },
)

describe.each(GEOMETRIES)('%s', (_name, geometry) => {
  test('any order of appends, deliveries, tidying and reboots agrees with the model', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const model = new JournalModel(geometry)
        for (const take of steps) take(model)
        model.checkAll()
        model.reboot()
        model.checkAll()
        expect(
          Math.max(...model.flash.erases) - Math.min(...model.flash.erases),
        ).toBeLessThanOrEqual(1)
      }),
      { numRuns: runs(150) },
    )
  })

  test('a full log drops its oldest sector and keeps all others', () => {
    const model = new JournalModel(geometry)
    // Room for the marks, for a cursor of each target, and for zeros after a boot.
    const perSector = Math.floor((geometry.blockLength - HEADER_LENGTH - 5 * 16) / 64)
    for (let i = 0; i < geometry.blocks * perSector * 5; i++) {
      model.append(58)
      model.tidy()
      const held = model.records.length - model.journal.oldestSequence
      const full = (geometry.blocks - 2) * perSector
      expect(held).toBeGreaterThan(Math.min(full, model.records.length) - 1)
    }
    model.checkAll()
    expect(model.journal.oldestSequence).toBeGreaterThan(0)
    expect(model.journal.dropped(0)).toBe(model.journal.oldestSequence)
    expect(model.journal.cursor(1)).toBe(model.journal.oldestSequence)
  })
})

test('a blank region becomes a log with its first record, and keeps its name', () => {
  const flash = new FlashModel(GEOMETRIES[0]![1])
  const first = new Journal(flash, 1)
  first.recover(0xdeadbeef)
  expect(flash.bytesWritten).toBe(0)
  first.append(1, new Uint8Array(3), 3)
  const again = new Journal(flash, 1)
  again.recover(1)
  expect([again.logId, again.nextSequence, again.oldestSequence]).toEqual([0xdeadbeef, 1, 0])
  expect(flash.erases).toEqual([1, 0, 0, 0])
})

test.each([0x00, 0x55, 0xff])('a region full of %i becomes a log, too', (filling) => {
  const flash = new FlashModel(GEOMETRIES[0]![1])
  flash.bytes.fill(filling)
  const journal = new Journal(flash, 1)
  journal.recover(1)
  for (let i = 0; i < 1000; i++) journal.append(1, new Uint8Array(50), 50)
  const again = new Journal(flash, 1)
  again.recover(2)
  expect([again.logId, again.nextSequence]).toEqual([1, 1000])
})

test('a cursor costs flash once in CURSOR_STRIDE records', () => {
  const model = new JournalModel(GEOMETRIES[0]![1])
  for (let i = 0; i < CURSOR_STRIDE; i++) model.append(10)
  const before = model.flash.bytesWritten
  for (let i = 1; i < CURSOR_STRIDE; i++) model.deliver(0, 1)
  expect(model.flash.bytesWritten).toBe(before)
  model.deliver(0, 1)
  expect(model.flash.bytesWritten).toBe(before + 15)
})

/** `bytes`, which hold frames of 32 bytes, with the blank ends of blocks filled with `stale`. */
function overlaid(bytes: Uint8Array, stale: (at: number) => number): Uint8Array {
  const image = bytes.slice()
  for (let block = 0; block < bytes.length; block += 512) {
    let used = 512
    while (used > 0 && bytes[block + used - 1] === 0xff) used--
    const blank = block + Math.ceil(used / 32) * 32
    for (let at = blank; at < block + 512; at++) image[at] = stale(at)
  }
  return image
}

test('what an earlier lap or another sector left in place is never taken for a record', () => {
  const geometry = { blocks: 3, blockLength: 512, writeAlign: 1 }
  const model = new JournalModel(geometry)
  const previous = [model.flash.bytes.slice()]
  for (let i = 0; i < runs(200); i++) {
    model.append(26)
    // Frames of equal length stand at equal places in every sector and every lap.
    const { bytes } = model.flash
    const images = [512, 1024].map((shift) => overlaid(bytes, (at) => bytes[(at + shift) % 1536]!))
    // The frame before, once more; and the same place as it was in the last two laps.
    images.push(overlaid(bytes, (at) => bytes[at - 32]!))
    for (const stale of previous) images.push(overlaid(bytes, (at) => stale[at]!))
    for (const image of images) {
      const flash = new FlashModel(geometry)
      flash.bytes.set(image)
      const journal = new Journal(flash, 2)
      journal.recover(1)
      expect(journal.nextSequence).toBe(model.records.length)
    }
    previous.push(bytes.slice())
    if (previous.length > 48) previous.shift()
  }
})

describe('a record that rotted away', () => {
  const FRAME = 32
  /** Twelve frames of 32 bytes fill a sector beside its header, marks and reserve. */
  const placeOf = (number: number) => {
    const index = number % 12
    return Math.floor(number / 12) * 512 + HEADER_LENGTH + index * FRAME + (index > 0 ? 6 : 0)
  }

  function fullModel(): JournalModel {
    const model = new JournalModel({ blocks: 4, blockLength: 512, writeAlign: 1 })
    for (let i = 0; i < 36; i++) {
      model.append(FRAME - 6)
      model.tidy()
    }
    return model
  }

  /** Number of what is found from `sequence` on while one byte of the flash is wrong. */
  function foundBeyond({ flash, journal }: JournalModel, sequence: number, at: number): number {
    flash.bytes[at]! ^= 0x10
    const found = journal.find(2, sequence)
    flash.bytes[at]! ^= 0x10
    return found ? journal.found.sequence : -1
  }

  test.each([
    ['payload', 9],
    ['type', 0],
    ['length', 1],
    ['check', 31],
  ])('in its %s: it is passed over and counted, those after it are read', (_part, at) => {
    const model = fullModel()
    // Record 20 is in a full sector, record 31 in the head.
    expect(foundBeyond(model, 20, placeOf(20) + at)).toBe(21)
    expect(foundBeyond(model, 31, placeOf(31) + at)).toBe(32)
    model.reboot()
    expect(foundBeyond(model, 31, placeOf(31) + at)).toBe(32)
    const { flash, journal } = model
    flash.bytes[placeOf(20) + at]! ^= 0x10
    journal.acknowledge(0, 0, 20)
    expect(journal.next(0)).toBe(true)
    expect(journal.dropped(0)).toBe(1)
  })

  test.each([0, 1, 9])('at a boot, byte %i in the middle of the head costs it alone', (at) => {
    const { flash } = fullModel()
    flash.bytes[placeOf(31) + at]! ^= 0x10
    const journal = new Journal(flash, 2)
    journal.recover(1)
    expect([journal.nextSequence, journal.append(1, new Uint8Array(1), 1)]).toEqual([36, 36])
    expect([journal.find(0, 30), journal.found.sequence]).toEqual([true, 30])
    expect([journal.find(0, 31), journal.found.sequence]).toEqual([true, 32])
  })
})

test('appending and reading 1,000 records makes no buffer', () => {
  const flash = new FlashModel(GEOMETRIES[0]![1])
  const journal = new Journal(flash, 1)
  journal.recover(1)
  const payload = new Uint8Array(60)
  const made = countTypedArrays(() => {
    for (let i = 0; i < 1000; i++) {
      journal.append(1, payload, 60)
      journal.tidy()
      if (!journal.next(0)) continue
      const { sequence } = journal.found
      journal.acknowledge(0, sequence, sequence + 1)
    }
  })
  expect(made).toBe(0)
  expect(journal.cursor(0)).toBe(1000)
})
