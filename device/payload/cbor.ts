/**
 * A CBOR writer (RFC 8949) for what a kit sends: unsigned integers, ASCII text, byte strings,
 * arrays and maps of known length, shortest form. It never grows its buffer: a caller asks
 * `room` first.
 */
export class CborWriter {
  readonly bytes: Uint8Array
  length = 0

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity)
  }

  room(): number {
    return this.bytes.length - this.length
  }

  /** RFC 8949 section 3: major type and argument. `value` up to 2^53 - 1. */
  head(major: number, value: number): void {
    const bytes = this.bytes
    const type = major * 32
    if (value < 24) {
      bytes[this.length++] = type + value
      return
    }
    let width = 1
    if (value > 0xffffffff) width = 8
    else if (value > 0xffff) width = 4
    else if (value > 0xff) width = 2
    bytes[this.length++] = type + (width === 1 ? 24 : width === 2 ? 25 : width === 4 ? 26 : 27)
    for (let i = width - 1; i >= 0; i--) {
      bytes[this.length + i] = value % 256
      value = Math.floor(value / 256)
    }
    this.length += width
  }

  unsigned(value: number): void {
    this.head(0, value)
  }

  text(text: string): void {
    this.head(3, text.length)
    for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i)
  }

  /** One byte string made of `first` and bytes `from` to `to` - 1 of `rest`. */
  prefixedBytes(first: number, rest: Uint8Array, from: number, to: number): void {
    this.head(2, 1 + to - from)
    this.bytes[this.length++] = first
    for (let i = from; i < to; i++) this.bytes[this.length++] = rest[i]!
  }

  array(length: number): void {
    this.head(4, length)
  }

  map(pairs: number): void {
    this.head(5, pairs)
  }
}
