/**
 * Reads the log out of a flash chip's content as a reader on the board's USB cable would, with the
 * firmware's own journal, and packs it into batches for a hub.
 *
 * A Pico never learns the time. The reader has a clock and was there when each boot entered itself
 * in the log, so to its copy of the log it appends a clock record for each of them, as the kit
 * itself does where it has a network. The flash is left as it is.
 */

import { READY } from '../../../../device/delivery/target.ts'
import { HubTarget } from '../../../../device/delivery/targets/hub.ts'
import { Journal } from '../../../../device/journal/journal.ts'
import { CborWriter } from '../../../../device/payload/cbor.ts'
import { RECORD_CLOCK, RecordWriter } from '../../../../device/payload/record.ts'
import type { Flash } from '../../../../device/platform/io.ts'
import type { JournalState } from '../../guest/guest.ts'

const WRITE_ALIGN = 4
const BODY_LENGTH_MAX = 1_024
const BATCH_RECORDS_MAX = 255
const NO_BATTERY = -1

/** What the reader knows beside the log. */
export interface Reader {
  /** Name on the kit's label. */
  readonly kit: string
  /** UTC in ms at which each boot entered itself in the log, and of the reading. */
  readonly bootsUtcMs: readonly number[]
  readonly nowUtcMs: number
}

export interface Readout {
  /** Batches as the hub takes them. */
  readonly bodies: readonly Uint8Array[]
  /** How many records in them are the kit's, and how many the reader's own. */
  readonly records: number
  readonly clockRecords: number
  /** The log as the kit left it, once the hub has what was read. */
  readonly journal: JournalState
}

export function readOut(region: Uint8Array, blockLength: number, reader: Reader): Readout {
  const journal = new Journal(copyOf(region, blockLength), 1)
  journal.recover(0)
  const { logId: log, nextSequence: next, oldestSequence: oldest } = journal
  const clockRecords = next === 0 ? 0 : appendClocks(journal, reader.bootsUtcMs)
  const bodies = next === 0 ? [] : batchesOf(journal, reader)
  const [cursor, dropped] = [Math.min(next, journal.cursor(0)), journal.dropped(0)]
  return {
    bodies,
    records: cursor - dropped,
    clockRecords,
    journal: { log, next, oldest, cursors: [cursor], dropped: [dropped] },
  }
}

/** The last of the boots is the one that the log names. */
function appendClocks(journal: Journal, bootsUtcMs: readonly number[]): number {
  const record = new RecordWriter()
  const first = journal.bootId + 1 - bootsUtcMs.length
  for (const [i, utcMs] of bootsUtcMs.entries()) {
    record.clock(first + i, 0, Math.round(utcMs))
    journal.append(RECORD_CLOCK, record.bytes, record.length)
  }
  return bootsUtcMs.length
}

function batchesOf(journal: Journal, { kit, bootsUtcMs, nowUtcMs }: Reader): Uint8Array[] {
  const bodies: Uint8Array[] = []
  const cbor = new CborWriter(BODY_LENGTH_MAX)
  const uptimeS = Math.floor((nowUtcMs - (bootsUtcMs.at(-1) ?? nowUtcMs)) / 1000)
  const status = { id: kit, uptimeS, batteryMv: NO_BATTERY }
  const target = new HubTarget('', 0, 1, journal, cbor, { status: () => status })
  while (target.fill(BATCH_RECORDS_MAX, 0) === READY) {
    bodies.push(cbor.bytes.slice(0, target.length))
    journal.acknowledge(0, target.first, target.end)
  }
  return bodies
}

function copyOf(region: Uint8Array, blockLength: number): Flash {
  const bytes = region.slice()
  return {
    status: () => ({ blocks: bytes.length / blockLength, blockLength, writeAlign: WRITE_ALIGN }),
    read: (into, length, offset) => into.set(bytes.subarray(offset, offset + length)),
    write: (from, length, offset) => bytes.set(from.subarray(0, length), offset),
    eraseBlock: (block) => {
      bytes.fill(0xff, block * blockLength, (block + 1) * blockLength)
    },
  }
}
