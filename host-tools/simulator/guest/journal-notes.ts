/**
 * What a kit's journal was asked and what it answered, seen from outside and over all boots: for
 * each append its log, its number, a checksum of the record, when it was and whether the journal
 * called it durable; and what the kit counts as delivered, to whom and since when.
 */
import { CRC32_BEGIN, crc32, crc32End } from '../../../device/payload/crc32.ts'
import type { SimPlatform } from '../platform.ts'
import type { Firmware } from '../sim-kit.ts'

/** Column by column; an append that power ended has the number that it would have had. */
export interface JournalNotes {
  readonly logs: number[]
  readonly numbers: number[]
  readonly checks: number[]
  readonly timesMs: number[]
  /** 1 where the journal returned the number. */
  readonly durable: number[]
  /** Target `ackTargets[i]` had records `ackFrom[i]` to `ackTo[i]` - 1 by `ackTimesMs[i]`. */
  readonly ackTargets: number[]
  readonly ackFrom: number[]
  readonly ackTo: number[]
  readonly ackTimesMs: number[]
}

export function noNotes(): JournalNotes {
  return {
    logs: [],
    numbers: [],
    checks: [],
    timesMs: [],
    durable: [],
    ackTargets: [],
    ackFrom: [],
    ackTo: [],
    ackTimesMs: [],
  }
}

const typeByte = new Uint8Array(1)

/** Of a record: its type, then its payload. */
export function checkOf(type: number, payload: Uint8Array, from: number, to: number): number {
  typeByte[0] = type
  return crc32End(crc32(crc32(CRC32_BEGIN, typeByte, 0, 1), payload, from, to))
}

/** The same firmware, whose journal is watched. */
export function watched(firmware: Firmware, notes: JournalNotes): Firmware {
  return (platform, config) => {
    const kit = firmware(platform, config)
    const { journal } = kit
    const nowMs = () => (platform as SimPlatform).trueUs() / 1000
    const append = journal.append.bind(journal)
    journal.append = (type, payload, length) => {
      const place = notes.logs.length
      notes.logs.push(journal.logId)
      notes.numbers.push(journal.nextSequence)
      notes.checks.push(checkOf(type, payload, 0, length))
      notes.timesMs.push(nowMs())
      notes.durable.push(0)
      const number = append(type, payload, length)
      if (number >= 0) {
        notes.logs[place] = journal.logId
        notes.numbers[place] = number
        notes.durable[place] = 1
      }
      return number
    }
    const acknowledge = journal.acknowledge.bind(journal)
    journal.acknowledge = (target, from, to, missed) => {
      notes.ackTargets.push(target)
      notes.ackFrom.push(from)
      notes.ackTo.push(to)
      notes.ackTimesMs.push(nowMs())
      acknowledge(target, from, to, missed)
    }
    return kit
  }
}
