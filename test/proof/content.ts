/**
 * What records hold. Each attempt to append has a serial of its own, also one that the power cut,
 * and content follows from it, so that a record that stands in for another one is told apart.
 */
const TYPES = [1, 3, 0x7f]
const TYPE_BOOT = 2

/** `bootId` is 0 for a record of no boot. */
export function typeOf(serial: number, bootId: number): number {
  return bootId > 0 ? TYPE_BOOT : TYPES[serial % TYPES.length]!
}

/** Byte `i` of the payload. Some payloads are all ones or all zeros, as erased or torn flash is. */
function byteOf(serial: number, bootId: number, i: number): number {
  if (bootId > 0) {
    if (i === 0) return (bootId & 0x7f) | 0x80
    if (i === 1) return bootId >>> 7
  }
  const kind = serial & 31
  if (kind === 30) return 0xff
  if (kind === 31) return 0
  return ((Math.imul(serial, 0x9e3779b1) >>> ((i & 3) << 3)) ^ Math.imul(i, 29)) & 0xff
}

export function fillPayload(
  into: Uint8Array,
  serial: number,
  bootId: number,
  length: number,
): void {
  for (let i = 0; i < length; i++) into[i] = byteOf(serial, bootId, i)
}

export interface FoundRecord {
  readonly sequence: number
  readonly type: number
  readonly length: number
  readonly payload: Uint8Array
}

/** The record found is the one with this serial, bit for bit. */
export function isSame(
  found: FoundRecord,
  serial: number,
  bootId: number,
  length: number,
): boolean {
  if (found.length !== length || found.type !== typeOf(serial, bootId)) return false
  const { payload } = found
  for (let i = 0; i < length; i++) if (payload[i] !== byteOf(serial, bootId, i)) return false
  return true
}
