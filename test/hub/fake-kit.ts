/** Batches as a kit writes them, made with the device's own writers. */
import { encode } from 'cborg'
import { HUB_CONTENT_TYPE } from '../../device/delivery/targets/hub.ts'
import { CborWriter } from '../../device/payload/cbor.ts'
import {
  RECORD_AVERAGE,
  RECORD_BOOT,
  RECORD_CLOCK,
  RecordWriter,
} from '../../device/payload/record.ts'

/** 31 December 2018, 18:00 UTC, in seconds. */
export const EVENING_S = Date.UTC(2018, 11, 31, 18) / 1000
export const PERIOD_S = 300

/** One record: type byte, then payload. */
export type RecordBytes = Uint8Array

interface Channel {
  readonly quantity: number
  readonly part?: number
  readonly flags?: number
  readonly mean?: number
}

export function averageRecord(
  startS: number,
  channels: readonly Channel[],
  { bootId = 1, clockKnown = true, lengthS = PERIOD_S } = {},
): RecordBytes {
  const writer = new RecordWriter()
  writer.beginAverage(bootId, clockKnown, startS, lengthS)
  for (const { quantity, part = 1, flags = 0, mean } of channels) {
    writer.channel(quantity, part, flags, lengthS, mean === undefined ? 0 : lengthS - 2, 0)
    if (mean !== undefined) writer.statistics(mean, mean, mean, 0)
  }
  return finished(writer, RECORD_AVERAGE)
}

/** An average of PM2.5 alone, in hundredths of µg/m³. */
export function smokeRecord(startS: number, mean: number, flags = 0): RecordBytes {
  return averageRecord(startS, [{ quantity: 1, mean, flags }])
}

export function bootRecord(bootId: number, version = 100): RecordBytes {
  const writer = new RecordWriter()
  writer.boot(bootId, 0, version)
  return finished(writer, RECORD_BOOT)
}

export function clockRecord(bootId: number, ticksMs: number, utcMs: number): RecordBytes {
  const writer = new RecordWriter()
  writer.clock(bootId, ticksMs, utcMs)
  return finished(writer, RECORD_CLOCK)
}

function finished(writer: RecordWriter, type: number): RecordBytes {
  return Uint8Array.of(type, ...writer.bytes.subarray(0, writer.length))
}

interface BatchFields {
  readonly kit?: string
  readonly log?: number
  readonly boot?: number
  readonly dropped?: number
  readonly battery?: number
  readonly backlog?: number
  /** Encoded as it is, so that it may be wrong. */
  readonly others?: unknown
}

/** The body of one batch whose records are numbered from `first`. */
export function batchBody(
  first: number,
  records: readonly RecordBytes[],
  { kit = 'kit-01', log = 7, boot = 1, dropped = 0, battery, backlog, others }: BatchFields = {},
): Uint8Array<ArrayBuffer> {
  const cbor = new CborWriter(64 * 1024)
  const fields: [string, number | undefined][] = [
    ['log', log],
    ['boot', boot],
    ['uptime', 60],
    ['dropped', dropped],
    ['battery', battery],
    ['backlog', backlog],
    ['first', first],
  ]
  const given = fields.filter(([, value]) => value !== undefined)
  cbor.map(given.length + (others === undefined ? 3 : 4))
  cbor.text('v')
  cbor.unsigned(1)
  cbor.text('kit')
  cbor.text(kit)
  for (const [name, value] of given) {
    cbor.text(name)
    cbor.unsigned(value!)
  }
  if (others !== undefined) cborRaw(cbor, 'others', others)
  cbor.text('records')
  cbor.array(records.length)
  for (const record of records) cbor.prefixedBytes(record[0]!, record, 1, record.length)
  return new Uint8Array(cbor.bytes.subarray(0, cbor.length))
}

/** The device's writer knows only what the device writes; this takes any value. */
function cborRaw(cbor: CborWriter, name: string, value: unknown): void {
  cbor.text(name)
  const bytes = encode(value)
  cbor.bytes.set(bytes, cbor.length)
  cbor.length += bytes.length
}

/** Anything that answers requests: an app, or a hub at an address. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>

export function post(ask: Ask, body: BodyInit, type = HUB_CONTENT_TYPE): Promise<Response> {
  return ask('/api/v1/batches', { method: 'POST', headers: { 'Content-Type': type }, body })
}
