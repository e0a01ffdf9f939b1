/**
 * A network whose hub stores whatever it is sent. It finds the fields `first` and `records` in the
 * bytes of a batch and answers as the hub does.
 */
import { CRC32_BEGIN, crc32, crc32End } from '../../../payload/crc32.ts'
import type { Network, OnReply } from '../../io.ts'

/** New Year's Eve 2025, 18:00 UTC. */
const START_UTC_MS = 1_767_204_000_000
/** CBOR: a text of five bytes, "first", and of seven, "records". */
const FIRST = [0x65, 0x66, 0x69, 0x72, 0x73, 0x74]
const RECORDS = [0x67, 0x72, 0x65, 0x63, 0x6f, 0x72, 0x64, 0x73]

export class HubDouble implements Network {
  batches = 0
  /** Records that arrived, each counted once. */
  stored = 0
  private crc = CRC32_BEGIN
  private readonly ticks: () => number

  constructor(ticks: () => number) {
    this.ticks = ticks
  }

  /** CRC-32 of every byte received. */
  checksum(): number {
    return crc32End(this.crc)
  }

  connect(onLink: (up: boolean) => void): void {
    onLink(true)
  }

  requestTime(onTime: (utcMs: number) => void): void {
    onTime(START_UTC_MS + this.ticks())
  }

  request(
    _channel: number,
    _method: string,
    _url: string,
    _headers: readonly string[],
    body: Uint8Array,
    length: number,
    onReply: OnReply,
  ): void {
    this.batches++
    this.crc = crc32(this.crc, body, 0, length)
    const first = unsigned(body, after(body, length, FIRST))
    const count = body[after(body, length, RECORDS)]! & 31
    if (first === this.stored) this.stored += count
    onReply(200, `{"stored": ${first + count - 1}}`, 0)
  }
}

/** The place behind `mark`. */
function after(body: Uint8Array, length: number, mark: readonly number[]): number {
  for (let at = 0; at + mark.length <= length; at++) {
    let same = 0
    while (same < mark.length && body[at + same] === mark[same]) same++
    if (same === mark.length) return at + same
  }
  throw new Error('not a batch')
}

/** A CBOR unsigned integer of at most 16 bits. */
function unsigned(body: Uint8Array, at: number): number {
  const head = body[at]!
  if (head < 24) return head
  return head === 24 ? body[at + 1]! : body[at + 1]! * 256 + body[at + 2]!
}
