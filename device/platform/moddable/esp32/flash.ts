/** The journal in the partition `log` of `partitions.csv`, 1 MiB. */
import storage, { type Flash as Partition } from 'embedded:storage/flash'
import type { Flash, FlashStatus } from '../../io.ts'

const WRITE_ALIGN = 4

export class PartitionFlash implements Flash {
  private readonly partition: Partition
  private readonly shape: FlashStatus

  constructor() {
    this.partition = storage.open({ path: 'log', mode: 'r+' })
    const { blocks, blockLength } = this.partition.status()
    this.shape = { blocks, blockLength, writeAlign: WRITE_ALIGN }
  }

  status(): FlashStatus {
    return this.shape
  }

  read(into: Uint8Array, length: number, byteOffset: number): void {
    this.partition.read(length === into.length ? into : into.subarray(0, length), byteOffset)
  }

  write(bytes: Uint8Array, length: number, byteOffset: number): void {
    this.partition.write(length === bytes.length ? bytes : bytes.subarray(0, length), byteOffset)
  }

  eraseBlock(block: number): void {
    this.partition.eraseBlock(block)
  }
}
