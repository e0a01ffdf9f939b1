/** The log as a reader on the cable takes it away, and the batches that a hub gets of it. */
import { Journal } from '../../../device/journal/journal.ts'
import { RECORD_BOOT, RecordWriter } from '../../../device/payload/record.ts'
import type { Flash } from '../../../device/platform/io.ts'
import { readBatch } from '../../../host-tools/hub/batch.ts'
import { readOut } from '../../../host-tools/simulator/engines/rp2040/readout.ts'

const [BLOCKS, BLOCK_LENGTH] = [4, 4096]
const LOG = 0xabcdef
const NOON_MS = 1_800_000_000_000

let region: Uint8Array
const flash: Flash = {
  status: () => ({ blocks: BLOCKS, blockLength: BLOCK_LENGTH, writeAlign: 4 }),
  read: (into, length, offset) => into.set(region.subarray(offset, offset + length)),
  write: (bytes, length, offset) => region.set(bytes.subarray(0, length), offset),
  eraseBlock: (block) => {
    region.fill(0xff, block * BLOCK_LENGTH, (block + 1) * BLOCK_LENGTH)
  },
}

beforeEach(() => {
  region = new Uint8Array(BLOCKS * BLOCK_LENGTH).fill(0xff)
})

/** A boot that writes so many averages after its boot record. */
function boot(averages: number): void {
  const journal = new Journal(flash, 1)
  journal.recover(LOG)
  journal.bootId++
  const record = new RecordWriter()
  record.boot(journal.bootId, 4, 100)
  journal.append(RECORD_BOOT, record.bytes, record.length)
  for (let i = 0; i < averages; i++) {
    record.beginAverage(journal.bootId, false, 60 * i, 60)
    record.channel(1, 1, 0, 60, 60, 0)
    record.statistics(1000 + i, 900, 1100 + i, 20)
    journal.append(1, record.bytes, record.length)
    journal.tidy()
  }
}

const reader = (...bootsMs: number[]) => ({
  kit: 'mk-001',
  bootsUtcMs: bootsMs.map((ms) => NOON_MS + ms),
  nowUtcMs: NOON_MS + 900_000,
})

test('all records come in order, and behind them one that tells the time', () => {
  boot(30)
  const before = region.slice()
  const { bodies, records, clockRecords, journal } = readOut(region, BLOCK_LENGTH, reader(700.4))
  expect([records, clockRecords]).toEqual([31, 1])
  expect(journal).toEqual({ log: LOG, next: 31, oldest: 0, cursors: [31], dropped: [0] })
  expect(region).toEqual(before)
  const batches = bodies.map(readBatch)
  for (const batch of batches)
    expect(batch).toMatchObject({ v: 1, kit: 'mk-001', log: LOG, boot: 1, uptime: 899, dropped: 0 })
  const all = batches.flatMap((batch) => batch.records)
  expect(all.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 32 }, (_, i) => i))
  expect(all[0]?.content).toMatchObject({ kind: 'boot', bootId: 1 })
  expect(all[30]?.content).toMatchObject({ kind: 'average', clockKnown: false, startS: 29 * 60 })
  expect(all[31]?.content).toEqual({ kind: 'clock', bootId: 1, ticksMs: 0, utcMs: NOON_MS + 700 })
})

test('each boot is dated by its own moment', () => {
  boot(2)
  boot(1)
  boot(0)
  const { bodies, clockRecords } = readOut(region, BLOCK_LENGTH, reader(100, 200_000, 300_000))
  expect(clockRecords).toBe(3)
  const contents = bodies.flatMap((body) => readBatch(body).records.map(({ content }) => content))
  const clocks = contents.filter(({ kind }) => kind === 'clock')
  expect(clocks).toEqual(
    [100, 200_000, 300_000].map((ms, i) => {
      return { kind: 'clock', bootId: i + 1, ticksMs: 0, utcMs: NOON_MS + ms }
    }),
  )
})

test('damaged records are counted as lost, and invent nothing', () => {
  boot(10)
  // Behind the header a boot record of 12 bytes; a byte of the first average's payload.
  region[64 + 12 + 8]! ^= 1
  const { bodies, records, journal } = readOut(region, BLOCK_LENGTH, reader(0))
  expect(records).toBe(10)
  expect(journal).toMatchObject({ next: 11, cursors: [11], dropped: [1] })
  const numbers = bodies.flatMap((body) => readBatch(body).records.map((one) => one.sequence))
  expect(numbers).toEqual([0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
})

test('what a full log has overwritten is counted as lost', () => {
  boot(1_000)
  const { records, journal } = readOut(region, BLOCK_LENGTH, reader(0))
  expect(journal.next).toBe(1_001)
  expect(journal.oldest).toBeGreaterThan(100)
  expect(journal.dropped).toEqual([journal.oldest])
  expect(records).toBe(1_001 - journal.oldest)
})

test('of an empty log comes nothing', () => {
  expect(readOut(region, BLOCK_LENGTH, reader())).toEqual({
    bodies: [],
    records: 0,
    clockRecords: 0,
    journal: { log: 0, next: 0, oldest: 0, cursors: [0], dropped: [0] },
  })
})
