/**
 * What the journal costs of a 1 MiB region of ESP32 flash: 256 sectors of 4 KiB, any byte. The
 * records are those of a simulated kit through New Year's Eve, smoke and all, again and again.
 */
import { decode } from 'cborg'
import type { TargetConfig } from '../../device/config/targets.ts'
import { Journal } from '../../device/journal/journal.ts'
import { FRAME_OVERHEAD, HEADER_LENGTH } from '../../device/journal/sector.ts'
import { RECORD_AVERAGE } from '../../device/payload/record.ts'
import type { Flash, FlashStatus } from '../../device/platform/io.ts'
import { NodeEngine } from '../simulator/engines/node.ts'
import { MemoryStore, SimFlash } from '../simulator/flash.ts'
import { SIMULATED_HUB_URL } from '../simulator/scenario/fleet.ts'
import { nightFleet } from '../simulator/scenario/night.ts'
import { simulatedTarget } from '../simulator/scenario/simulated-targets.ts'

const BLOCKS = 256
const BLOCK_LENGTH = 4_096
const HOURS = 48
const PERIOD_S = 300
const RECORDS_A_DAY = 86_400 / PERIOD_S

interface Sample {
  readonly type: number
  readonly payload: Uint8Array
}

export interface FlashFigures {
  /** Of a five-minute average with its frame, on the mean and at the most. */
  readonly averageBytes: number
  readonly averageBytesMax: number
  /** Bytes written, headers, marks and cursors included, to bytes of records in their frames. */
  readonly writeAmplification: number
  /** The same of a kit that serves four targets, one of each kind. */
  readonly writeAmplificationOfFour: number
  /** Days of five-minute averages that the log holds at the least, once it is full. */
  readonly days: number
  /** Reads of the recovery of the full log. */
  readonly headerReads: number
  /** Bytes that the recovery reads beside headers. */
  readonly otherBytesRead: number
}

/** What a kit records in two days, in the order of its numbers. */
async function recordsOfKit(): Promise<Sample[]> {
  const options = { kits: 1, hours: HOURS, seed: 1, periodS: PERIOD_S, hubUrl: SIMULATED_HUB_URL }
  const [kit] = nightFleet(options)
  const samples: Sample[] = []
  await new NodeEngine().run(kit!, HOURS, (body) => {
    const { first, records }: { first: number; records: Uint8Array[] } = decode(body)
    records.forEach((bytes, i) => {
      samples[first + i] = { type: bytes[0]!, payload: bytes.slice(1) }
    })
  })
  return samples
}

/** Passes everything on and counts what is read. */
class ReadCounter implements Flash {
  headerReads = 0
  otherBytesRead = 0
  private readonly flash: Flash

  constructor(flash: Flash) {
    this.flash = flash
  }

  status(): FlashStatus {
    return this.flash.status()
  }

  read(into: Uint8Array, length: number, byteOffset: number): void {
    if (byteOffset % BLOCK_LENGTH === 0 && length === HEADER_LENGTH) this.headerReads++
    else this.otherBytesRead += length
    this.flash.read(into, length, byteOffset)
  }

  write(bytes: Uint8Array, length: number, byteOffset: number): void {
    this.flash.write(bytes, length, byteOffset)
  }

  eraseBlock(block: number): void {
    this.flash.eraseBlock(block)
  }
}

/** Twice round the log: once all is delivered at once, once nothing is. */
export async function flashFigures(): Promise<FlashFigures> {
  const samples = await recordsOfKit()
  const flash = new SimFlash(new MemoryStore(BLOCKS, BLOCK_LENGTH), 1)
  const journal = new Journal(flash, 1)
  journal.recover(1)
  let frames = 0
  const appendNext = () => {
    const { type, payload } = samples[journal.nextSequence % samples.length]!
    frames += payload.length + FRAME_OVERHEAD
    journal.append(type, payload, payload.length)
    journal.tidy()
  }
  while (journal.oldestSequence === 0) {
    appendNext()
    journal.acknowledge(0, journal.cursor(0), journal.nextSequence)
  }
  const writeAmplification = flash.bytesWritten / frames
  let days = Infinity
  for (let erases = flash.erases; flash.erases < erases + BLOCKS; ) {
    appendNext()
    days = Math.min(days, averagesHeld(journal, samples) / RECORDS_A_DAY)
  }
  const counter = new ReadCounter(flash)
  new Journal(counter, 1).recover(2)
  const averages = samples.filter(({ type }) => type === RECORD_AVERAGE)
  const bytes = averages.map(({ payload }) => payload.length + FRAME_OVERHEAD)
  return {
    averageBytes: bytes.reduce((sum, length) => sum + length) / bytes.length,
    averageBytesMax: Math.max(...bytes),
    writeAmplification,
    writeAmplificationOfFour: writeAmplification + (await costOfOthers()),
    days,
    headerReads: counter.headerReads,
    otherBytesRead: counter.otherBytesRead,
  }
}

/** What three other targets beside the hub cost a kit, to what its records take. */
async function costOfOthers(): Promise<number> {
  const kinds = ['opensensemap', 'sensor-community', 'madavi'] as const
  const alone = await writtenFor([])
  const served = await writtenFor(kinds)
  return (served.flashBytes - alone.flashBytes) / alone.frames
}

async function writtenFor(kinds: readonly TargetConfig['kind'][]) {
  const options = { kits: 1, hours: HOURS, seed: 1, periodS: PERIOD_S, hubUrl: SIMULATED_HUB_URL }
  const [kit] = nightFleet(options)
  const { setup } = kit!
  const others = kinds.map((kind) => simulatedTarget({ kind }, setup.id))
  const config = { ...setup.config, targets: [...setup.config.targets, ...others] }
  let frames = 0
  const run = new NodeEngine().run(
    { ...kit!, setup: { ...setup, config } },
    HOURS,
    (body, _, to) => {
      if (to !== 0) return
      const { records }: { records: Uint8Array[] } = decode(body)
      for (const bytes of records) frames += bytes.length - 1 + FRAME_OVERHEAD
    },
  )
  const { report } = await run
  return { flashBytes: report.flashBytes, frames }
}

/** Of the records that the log holds, as many are averages as of those that a kit appends. */
function averagesHeld(journal: Journal, samples: readonly Sample[]): number {
  const averages = samples.filter(({ type }) => type === RECORD_AVERAGE).length
  return ((journal.nextSequence - journal.oldestSequence) * averages) / samples.length
}
