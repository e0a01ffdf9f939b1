/** An SPS30's serial side: SHDLC (DS 5, see `sps30-chip.ts`). A frame is answered within 20 ms. */
import { Timer, type Timing } from '../kernel.ts'
import type { SerialLine } from '../serial-line.ts'
import type { Sps30 } from './sps30-chip.ts'

/** DS 5.3, table 7: at most 20 ms; DS 6.3, table 8: a reset takes less than 100 ms. */
const ANSWER_US = 15_000
const RESET_US = 80_000
const EDGE = 0x7e
/** Longest content of a frame to it and from it. */
const HEARD_MAX = 16
const CONTENT_MAX = 5 + 40
/** DS 5.2, table 6. */
const WRONG_LENGTH = 0x01
const UNKNOWN_COMMAND = 0x02
const WRONG_PARAMETER = 0x04
const NOT_NOW = 0x43
/** DS 4.4: errors, not warnings. */
const ERRORS = 0x30
const STATUS_FROM = 0x0202

export class Sps30Line {
  private readonly time: Timing
  private readonly line: SerialLine
  private readonly chip: Sps30
  private readonly heard = new Uint8Array(HEARD_MAX)
  /** How much of a frame was heard; -1 outside of one. */
  private length = -1
  private isStuffed = false
  private deafUntilUs = 0
  private readonly content = new Uint8Array(CONTENT_MAX)
  private readonly frame = new Uint8Array(2 * CONTENT_MAX + 2)
  private frameLength = 0
  private readonly answer: Timer

  constructor(time: Timing, line: SerialLine, chip: Sps30) {
    this.time = time
    this.line = line
    this.chip = chip
    this.answer = new Timer(() => this.line.transmit(this.frame, this.frameLength))
    line.attach((bytes, length) => this.hear(bytes, length))
  }

  private hear(bytes: Uint8Array, length: number): void {
    if (this.time.nowUs < this.deafUntilUs) return
    // Of what wakes its interface a sleeping chip understands nothing before the next edge.
    let isOpen = this.chip.hears()
    for (let i = 0; i < length; i++) {
      const byte = bytes[i]!
      if (isOpen) this.take(byte)
      else isOpen = byte === 0xff
    }
  }

  private take(byte: number): void {
    if (byte === EDGE) {
      if (this.length > 0) {
        this.obey(this.length)
        this.length = -1
      } else this.length = 0
      this.isStuffed = false
      return
    }
    if (this.length < 0 || this.length === HEARD_MAX) return
    if (byte === 0x7d) this.isStuffed = true
    else {
      this.heard[this.length++] = this.isStuffed ? byte ^ 0x20 : byte
      this.isStuffed = false
    }
  }

  private obey(length: number): void {
    const heard = this.heard
    let sum = 0
    for (let i = 0; i < length; i++) sum += heard[i]!
    const isWhole = length >= 4 && heard[0] === 0 && heard[2] === length - 4
    if (!isWhole || (sum & 0xff) !== 0xff) return
    const command = heard[1]!
    if (this.chip.isAsleep && command !== 0x11) return
    const isLongEnough = heard[2] === (command === 0x00 ? 2 : command === 0xd2 ? 1 : 0)
    this.reply(command, isLongEnough ? this.execute(command) : WRONG_LENGTH)
  }

  /** What goes wrong, or 0. */
  private execute(command: number): number {
    const { chip, heard } = this
    switch (command) {
      case 0x00:
        if (heard[3] !== 1 || (heard[4] !== 3 && heard[4] !== 5)) return WRONG_PARAMETER
        return chip.start(heard[4]) ? 0 : NOT_NOW
      case 0x01:
        return chip.stop() ? 0 : NOT_NOW
      case 0x03:
        return chip.node.isMeasuring ? 0 : NOT_NOW
      case 0x10:
        return chip.sleep() ? 0 : chip.firmware < 0x0200 ? UNKNOWN_COMMAND : NOT_NOW
      case 0x11:
        chip.wake()
        return chip.firmware < 0x0200 ? UNKNOWN_COMMAND : 0
      case 0xd2:
        return chip.firmware < STATUS_FROM ? UNKNOWN_COMMAND : 0
      case 0xd3:
        return 0
      default:
        return UNKNOWN_COMMAND
    }
  }

  private reply(command: number, code: number): void {
    const { chip, content } = this
    const status = chip.node.look()
    content[0] = 0
    content[1] = command
    content[2] = (status & ERRORS) !== 0 ? code | 0x80 : code
    content[3] = code === 0 ? this.data(command, status) : 0
    let sum = 0
    const length = 4 + content[3]!
    for (let i = 0; i < length; i++) sum += content[i]!
    content[length] = ~sum & 0xff
    this.stuff(length + 1)
    this.time.set(this.answer, this.time.nowUs + ANSWER_US)
    if (command !== 0xd3) return
    chip.reset()
    this.deafUntilUs = this.time.nowUs + RESET_US
  }

  /** Puts the answer's data into the content; returns its length. */
  private data(command: number, status: number): number {
    const { chip, content } = this
    if (command === 0x03) {
      if (!chip.node.isReady()) return 0
      chip.take()
      for (let i = 0; i < chip.length; i++) content[4 + i] = chip.values[i]!
      return chip.length
    }
    if (command !== 0xd2) return 0
    for (let i = 0; i < 5; i++) content[4 + i] = i === 3 ? status : 0
    if (this.heard[3] === 1) chip.node.clear()
    return 5
  }

  /** DS 5.2, table 5. */
  private stuff(length: number): void {
    const { content, frame } = this
    let at = 0
    frame[at++] = EDGE
    for (let i = 0; i < length; i++) {
      const byte = content[i]!
      const isPlain = byte !== EDGE && byte !== 0x7d && byte !== 0x11 && byte !== 0x13
      if (!isPlain) frame[at++] = 0x7d
      frame[at++] = isPlain ? byte : byte ^ 0x20
    }
    frame[at++] = EDGE
    this.frameLength = at
  }
}
