/**
 * SNTP client packets, RFC 4330 (section numbers: RFC). Fractions of a second count, and an answer
 * must quote the question's random transmit time, so that an old or a forged one is not believed.
 */
import { getU32, putU32 } from '../payload/bytes.ts'

export const SNTP_PORT = 123
export const SNTP_LENGTH = 48
/** Used where the setup names no server. */
export const SNTP_SERVER = 'pool.ntp.org'

/** The HTTP `Date` header has whole seconds: on average it is half of one behind. */
export const DATE_LAG_MS = 500

/** RFC 4: version 4, mode 3 (client). */
const CLIENT = 0x23
const MODE_SERVER = 4
const STRATUM_MAX = 15
const ORIGINATE = 24
const TRANSMIT = 40
/** Seconds from 1900 to 1970. */
const UNIX_EPOCH_S = 2_208_988_800
const ERA_S = 4_294_967_296
const NO_TIME = -1

/** Writes the question; `nonce` is any 32 bits that nobody else knows. */
export function askSntp(packet: Uint8Array, nonce: number): void {
  packet.fill(0)
  packet[0] = CLIENT
  putU32(packet, TRANSMIT, nonce)
}

/**
 * UTC in ms at the arrival of `packet`, half of `roundTripMs` after it was sent; -1 when it is no
 * answer to the question with `nonce`.
 */
export function sntpUtcMs(packet: Uint8Array, nonce: number, roundTripMs: number): number {
  if (packet.length < SNTP_LENGTH || (packet[0]! & 7) !== MODE_SERVER) return NO_TIME
  const stratum = packet[1]!
  if (stratum === 0 || stratum > STRATUM_MAX || getU32(packet, ORIGINATE) !== nonce) return NO_TIME
  let seconds = bigEndian(packet, TRANSMIT)
  if (seconds < UNIX_EPOCH_S) seconds += ERA_S
  const fractionMs = Math.floor((bigEndian(packet, TRANSMIT + 4) * 1000) / ERA_S)
  return (seconds - UNIX_EPOCH_S) * 1000 + fractionMs + Math.floor(roundTripMs / 2)
}

function bigEndian(bytes: Uint8Array, at: number): number {
  return bytes[at]! * 16_777_216 + bytes[at + 1]! * 65_536 + bytes[at + 2]! * 256 + bytes[at + 3]!
}
