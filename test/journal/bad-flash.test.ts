/** Flash that does not keep what it is given: nothing is called durable that does not read back. */
import { Journal } from '../../device/journal/journal.ts'
import { FlashModel, type Geometry } from './flash-model.ts'

const GEOMETRY: Geometry = { blocks: 4, blockLength: 512, writeAlign: 4 }

class BadFlash extends FlashModel {
  /** Writes to spoil, counted from now; the byte of each that goes wrong. */
  spoil: (write: number) => number = () => -1
  private writes = 0

  override write(bytes: Uint8Array, length: number, byteOffset: number): void {
    super.write(bytes, length, byteOffset)
    const at = this.spoil(this.writes++)
    if (at >= 0 && at < length) this.bytes[byteOffset + at]! ^= 0x01
  }

  begin(spoil: (write: number) => number): void {
    this.writes = 0
    this.spoil = spoil
  }
}

function logged(): { flash: BadFlash; journal: Journal } {
  const flash = new BadFlash(GEOMETRY)
  const journal = new Journal(flash, 2)
  journal.recover(7)
  journal.append(1, Uint8Array.of(0), 1)
  journal.tidy()
  return { flash, journal }
}

const record = (i: number) => new Uint8Array(30).fill(i)

function contents(journal: Journal): number[] {
  const found: number[] = []
  for (let at = 0; journal.find(2, at); at = journal.found.sequence + 1)
    found.push(journal.found.payload[0]!)
  return found
}

test.each([
  ['its head', 0, 1],
  ['the last byte of its head', 0, 15],
  ['its rest', 1, 0],
  ['the end of its rest', 1, 19],
])('a record that is spoilt in %s is written again, under its number', (_part, write, at) => {
  const { flash, journal } = logged()
  flash.begin((n) => (n === write ? at : -1))
  expect(journal.append(1, record(1), 30)).toBe(1)
  expect(journal.append(1, record(2), 30)).toBe(2)
  expect(contents(journal)).toEqual([0, 1, 2])
  const again = new Journal(flash, 2)
  again.recover(8)
  expect([again.nextSequence, again.append(1, record(3), 30)]).toEqual([3, 3])
  expect(contents(again)).toEqual([0, 1, 2, 3])
})

test('after three tries an append says so, and every target counts the record', () => {
  const { flash, journal } = logged()
  flash.begin(() => 0)
  expect(journal.append(1, record(1), 30)).toBe(-1)
  expect([journal.dropped(0), journal.dropped(1), journal.nextSequence]).toEqual([1, 1, 1])
  flash.begin(() => -1)
  expect(journal.append(1, record(2), 30)).toBe(1)
  expect(contents(journal)).toEqual([0, 2])
})

test('a sector whose header does not stay is passed over', () => {
  const { flash, journal } = logged()
  let headers = 0
  flash.begin(() => -1)
  const write = flash.write.bind(flash)
  flash.write = (bytes, length, byteOffset) => {
    write(bytes, length, byteOffset)
    if (byteOffset % 512 === 0 && headers++ === 0) flash.bytes[byteOffset + 8]! ^= 0x40
  }
  const numbers = Array.from({ length: 14 }, (_, i) => {
    const number = journal.append(1, record(i), 30)
    journal.tidy()
    return number
  })
  expect(numbers).toEqual(Array.from({ length: 14 }, (_, i) => i + 1))
  expect(headers).toBe(2)
  const again = new Journal(flash, 2)
  again.recover(8)
  expect(again.nextSequence).toBe(15)
  again.append(1, record(99), 30)
  expect(contents(again)).toEqual([0, ...Array.from({ length: 14 }, (_, i) => i), 99])
})

test('a record that is longer than a sector can hold is refused and counted', () => {
  const flash = new FlashModel({ blocks: 3, blockLength: 256, writeAlign: 4 })
  const journal = new Journal(flash, 1)
  journal.recover(1)
  expect(journal.append(1, new Uint8Array(240), 240)).toBe(-1)
  expect(journal.dropped(0)).toBe(1)
  expect(journal.append(1, new Uint8Array(20), 20)).toBe(0)
})
