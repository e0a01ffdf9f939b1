/** Makes UF2 files, block by block: https://github.com/microsoft/uf2. */

export const RP2040 = 0xe48bff56
const DATA_LENGTH = 256

export interface Uf2Block {
  readonly address: number
  readonly data?: Uint8Array
  readonly number?: number
  readonly count?: number
  readonly flags?: number
  readonly family?: number
  readonly length?: number
}

export function uf2Block(block: Uf2Block): Uint8Array {
  const bytes = new Uint8Array(512)
  const view = new DataView(bytes.buffer)
  const { address, data = new Uint8Array(DATA_LENGTH), flags = 0x2000 } = block
  const { number = 0, count = 1, family = RP2040, length = data.length } = block
  const words = [0x0a324655, 0x9e5d5157, flags, address, length, number, count, family]
  words.forEach((value, i) => {
    view.setUint32(4 * i, value, true)
  })
  bytes.set(data, 32)
  view.setUint32(508, 0x0ab16f30, true)
  return bytes
}

/** A whole image, from the beginning of the flash on. */
export function uf2Of(content: Uint8Array, change: Partial<Uf2Block> = {}): Uint8Array {
  const count = Math.ceil(content.length / DATA_LENGTH)
  const blocks = Array.from({ length: count }, (_, number) => {
    const data = new Uint8Array(DATA_LENGTH)
    data.set(content.subarray(number * DATA_LENGTH, (number + 1) * DATA_LENGTH))
    return uf2Block({ address: 0x10000000 + number * DATA_LENGTH, data, number, count, ...change })
  })
  return Buffer.concat(blocks)
}
