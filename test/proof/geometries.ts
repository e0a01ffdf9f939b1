/** Regions of flash that the proof runs on. */
export interface Geometry {
  readonly name: string
  readonly blocks: number
  readonly blockLength: number
  /** Bytes of one word: the unit of writing, and of tearing. */
  readonly writeAlign: number
}

/** Recovery reads one header of each block and one block, and some of that again if damaged. */
export function recoveryBytesMax({ blocks, blockLength }: Geometry): number {
  return blocks * 64 + blockLength * 1.5 + 1024
}

function geometry(name: string, blocks: number, blockLength: number, writeAlign: number): Geometry {
  return { name, blocks, blockLength, writeAlign }
}

/** Small ones, whose cuts are tried one and all, and in pairs. */
export const SMALL: readonly Geometry[] = [
  geometry('3x192a1', 3, 192, 1),
  geometry('2x256a1', 2, 256, 1),
  geometry('4x192a4', 4, 192, 4),
  geometry('3x256a4', 3, 256, 4),
  geometry('2x512a4', 2, 512, 4),
  geometry('3x256a16', 3, 256, 16),
  geometry('2x512a16', 2, 512, 16),
  geometry('4x256a16', 4, 256, 16),
  geometry('1x256a1', 1, 256, 1),
  geometry('1x512a4', 1, 512, 4),
  geometry('1x512a16', 1, 512, 16),
]

/** Real ones, where chains of cuts are drawn by lot. */
export const REAL: readonly Geometry[] = [
  geometry('esp32-nor', 16, 4096, 1),
  geometry('nrf', 8, 4096, 4),
  geometry('one-64k', 1, 65536, 4),
  geometry('align16', 8, 4096, 16),
  geometry('pair-4k', 2, 4096, 4),
]

export const GEOMETRIES: readonly Geometry[] = [...SMALL, ...REAL]
