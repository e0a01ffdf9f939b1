/** An SPS30's I2C side (DS 6, see `sps30-chip.ts`): a pointer, words with a CRC behind it. */
import type { I2CChip } from '../i2c-bus.ts'
import type { Timing } from '../kernel.ts'
import { putWord } from './sensirion-words.ts'
import type { Sps30 } from './sps30-chip.ts'

/** DS 6.3, table 8: start and stop take less than 20 ms, sleep and wake 5, a reset 100. */
const START_US = 15_000
const SHORT_US = 4_000
const RESET_US = 80_000
const ANSWER_MAX = 60

export class Sps30Bus implements I2CChip {
  readonly address: number
  private readonly time: Timing
  private readonly chip: Sps30
  private readonly answer = new Uint8Array(ANSWER_MAX)
  private pointer = 0
  private busyUntilUs = 0

  constructor(time: Timing, address: number, chip: Sps30) {
    this.time = time
    this.address = address
    this.chip = chip
  }

  onWrite(bytes: Uint8Array): boolean {
    const { chip } = this
    if (this.time.nowUs < this.busyUntilUs || bytes.length < 2 || !chip.hears()) return false
    const pointer = bytes[0]! * 256 + bytes[1]!
    if (chip.isAsleep && pointer !== 0x1103) return false
    this.pointer = pointer
    return pointer === 0x0010 ? this.startWith(bytes) : bytes.length === 2 && this.execute(pointer)
  }

  onRead(into: Uint8Array): boolean {
    const { chip } = this
    if (this.time.nowUs < this.busyUntilUs || chip.isAsleep) return false
    const length = this.fill()
    if (length === 0) return false
    for (let i = 0; i < into.length; i++) into[i] = i < length ? this.answer[i]! : 0xff
    return true
  }

  private startWith(bytes: Uint8Array): boolean {
    if (bytes.length !== 5 || (bytes[2] !== 3 && bytes[2] !== 5)) return false
    putWord(this.answer, 0, bytes[2]! * 256 + bytes[3]!)
    if (this.answer[2] !== bytes[4]) return false
    this.chip.start(bytes[2]!)
    return this.busy(START_US)
  }

  /** False for what its firmware does not know. */
  private execute(pointer: number): boolean {
    const { chip } = this
    switch (pointer) {
      case 0x0104:
        chip.stop()
        return this.busy(START_US)
      case 0x1001:
        chip.sleep()
        return chip.firmware >= 0x0200 && this.busy(SHORT_US)
      case 0x1103:
        chip.wake()
        return chip.firmware >= 0x0200 && this.busy(SHORT_US)
      case 0xd210:
        chip.node.clear()
        return chip.firmware >= 0x0200 && this.busy(SHORT_US)
      case 0xd304:
        chip.reset()
        return this.busy(RESET_US)
      default:
        return this.isReadable(pointer)
    }
  }

  private busy(us: number): boolean {
    this.busyUntilUs = this.time.nowUs + us
    return true
  }

  private isReadable(pointer: number): boolean {
    if (pointer === 0xd206) return this.chip.firmware >= 0x0202
    return pointer === 0x0202 || pointer === 0x0300 || pointer === 0xd100
  }

  /** Puts what the pointer shows into the answer; returns its length. */
  private fill(): number {
    const { chip, answer } = this
    switch (this.pointer) {
      case 0x0202:
        putWord(answer, 0, chip.node.isReady() ? 1 : 0)
        return 3
      case 0xd100:
        putWord(answer, 0, chip.firmware)
        return 3
      case 0xd206:
        putWord(answer, 0, 0)
        putWord(answer, 3, chip.node.look())
        return 6
      case 0x0300:
        chip.take()
        for (let i = 0; i < chip.length / 2; i++)
          putWord(answer, 3 * i, chip.values[2 * i]! * 256 + chip.values[2 * i + 1]!)
        return (chip.length / 2) * 3
      default:
        return 0
    }
  }
}
