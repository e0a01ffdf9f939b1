/**
 * The turn of Sensirion's particle sensors on I2C: once started they measure each second by
 * themselves. The chip is set up in steps of one turn; in the turns after that it is asked whether
 * there are new values, how it is, and for the values. SPS30 and SEN5x share these commands.
 *
 * A start that was lost and a chip that lost its supply look alike: nothing new comes. Then, and at
 * no other fault, the chip is set up again, since it warms up after that and learns anew.
 */
import type { I2C } from '../platform/io.ts'
import { Defects } from './defects.ts'
import {
  CHECKSUM,
  DEFECT,
  type Driver,
  NEXT_STEP,
  NO_ANSWER,
  NO_VALUE,
  NOT_READY,
  type PartDescription,
  PENDING,
  PROTOCOL,
  READING,
  WARMING_UP,
} from './driver.ts'
import { readWords, WORD_LENGTH, wordAt } from './sensirion.ts'

/** The first values come a second after the start. */
export const FIRST_MS_MAX = 3_000
/** Then every second, but for 10 s while the fan cleans itself. */
export const NEXT_MS_MAX = 15_000

/** One step of the setup. */
export interface Order {
  readonly command: Uint8Array
  readonly waitMs: number
  /** Length of the answer, which `judge` looks at; 0: there is none. */
  readonly answerLength: number
  /** A chip that sleeps does not acknowledge what wakes it. */
  readonly mayFail: boolean
}

/** What `judge` finds. */
export const STRANGER = 0
export const TELLS_STATUS = 1
export const WITHOUT_STATUS = 2

/** What differs between the families. */
export interface ContinuousChip {
  readonly setup: readonly Order[]
  readonly judge: (answer: Uint8Array) => number
  /** From a command to its answer. */
  readonly answerMs: number
  readonly values: Uint8Array
  readonly valuesLength: number
  /** Bits of the status, in its lower word, that tell of a fault. */
  readonly faults: number
  /**
   * Puts values, or NO_VALUE, into the channels; `defects` are the bits of what is broken. Returns
   * the fault of those that are impossible, or READING.
   */
  readonly convert: (values: Uint8Array, defects: number, into: Int32Array) => number
}

/** Steps after the setup's. */
const READY = 0
const STATUS = 1
const CLEAR = 2
const VALUES = 3
const STATUS_WORDS = 2

export class Continuous implements Driver {
  readonly part: PartDescription
  private readonly bus: I2C
  private readonly chip: ContinuousChip
  /** Read Data-Ready Flag, Read Device Status, Clear Device Status, Read Measured Values. */
  private readonly commands: readonly Uint8Array[]
  private readonly ready = new Uint8Array(WORD_LENGTH)
  private readonly status = new Uint8Array(STATUS_WORDS * WORD_LENGTH)
  private readonly values: Uint8Array
  private readonly defects = new Defects()
  private step = 0
  private sent = false
  private refused = false
  /** What is still to be told of a reading. */
  private fault = PENDING
  private tellsStatus = false
  private deadlineMs = 0
  private warmFromMs = 0

  constructor(bus: I2C, part: PartDescription, chip: ContinuousChip) {
    this.bus = bus
    this.part = part
    this.chip = chip
    this.values = new Uint8Array(chip.valuesLength)
    this.commands = [
      new Uint8Array([0x02, 0x02]),
      new Uint8Array([0xd2, 0x06]),
      new Uint8Array([0xd2, 0x10]),
      chip.values,
    ]
  }

  start(_nowMs: number): number {
    const { setup, answerMs } = this.chip
    const step = this.step
    const order = step < setup.length ? setup[step]! : undefined
    this.sent = true
    this.refused = false
    try {
      this.bus.write(order?.command ?? this.commands[step - setup.length]!, true)
    } catch (_nack) {
      this.refused = order === undefined || !order.mayFail
    }
    return order?.waitMs ?? answerMs
  }

  finish(nowMs: number, into: Int32Array): number {
    const fault = this.fault
    this.fault = PENDING
    if (fault !== PENDING || !this.sent) return fault
    this.sent = false
    if (this.refused) return this.failed(NO_ANSWER, nowMs)
    try {
      return this.collect(nowMs, into)
    } catch (_nack) {
      return this.failed(NO_ANSWER, nowMs)
    }
  }

  close(): void {
    this.bus.close()
  }

  /** All that a turn without faults needs: what is called besides is put away until it is. */
  private collect(nowMs: number, into: Int32Array): number {
    const { bus, chip, defects } = this
    const asking = chip.setup.length
    switch (this.step - asking) {
      case READY:
        if (!readWords(bus, this.ready)) return this.failed(CHECKSUM, nowMs)
        if (wordAt(this.ready, 0) === 0)
          return nowMs < this.deadlineMs ? PENDING : this.failed(NOT_READY, nowMs)
        this.step = asking + (this.tellsStatus ? STATUS : VALUES)
        return NEXT_STEP
      case STATUS: {
        if (!readWords(bus, this.status)) return this.failed(CHECKSUM, nowMs)
        this.step = asking + VALUES
        const bits = wordAt(this.status, 1) & chip.faults
        if (bits === 0 && defects.bits === 0) return NEXT_STEP
        defects.note(nowMs, bits)
        if (defects.mustClear(nowMs)) this.step = asking + CLEAR
        return NEXT_STEP
      }
      case CLEAR:
        this.step = asking + VALUES
        return NEXT_STEP
      case VALUES:
        break
      default:
        return this.obeyed(nowMs)
    }
    // The chip goes on giving its latest values, so that garbled ones can be read again.
    if (!readWords(bus, this.values)) return this.failed(CHECKSUM, nowMs)
    this.step = asking + READY
    const isWarm = nowMs >= this.warmFromMs
    const isSound = defects.bits === 0
    const found = chip.convert(this.values, defects.bits, into)
    const fault = isSound ? found : DEFECT
    let seen = 0
    for (let i = 0; i < this.part.channels.length; i++) if (into[i] !== NO_VALUE) seen++
    if (seen > 0 || !isSound) this.deadlineMs = nowMs + NEXT_MS_MAX
    if (seen === 0 && fault !== READING) return this.failed(fault, nowMs)
    if (seen === 0 && isWarm) return this.failed(NOT_READY, nowMs)
    if (fault !== READING) this.fault = fault
    return isWarm ? READING : WARMING_UP
  }

  private failed(fault: number, nowMs: number): number {
    if (this.step < this.chip.setup.length || nowMs >= this.deadlineMs) this.step = 0
    return fault
  }

  private obeyed(nowMs: number): number {
    const { setup, judge } = this.chip
    const { answerLength } = setup[this.step]!
    if (answerLength > 0) {
      const answer = this.values.subarray(0, answerLength)
      if (!readWords(this.bus, answer)) return this.failed(CHECKSUM, nowMs)
      const judged = judge(answer)
      if (judged === STRANGER) return this.failed(PROTOCOL, nowMs)
      this.tellsStatus = judged === TELLS_STATUS
    }
    if (++this.step < setup.length) return NEXT_STEP
    this.deadlineMs = nowMs + FIRST_MS_MAX
    this.warmFromMs = nowMs + this.part.warmUpMs
    return PENDING
  }
}
