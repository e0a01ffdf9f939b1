/**
 * The turn of Sensirion's CO2 sensors: they measure by themselves, and are asked once a turn
 * whether there is a result. Before that come the orders that set them up, each a step of a turn.
 *
 * A read empties the chip's buffer, so a result that arrived garbled is gone: such a turn ends with
 * its fault, also where the repeated question is answered well.
 */
import type { I2C } from '../platform/io.ts'
import {
  CHECKSUM,
  type Driver,
  NEXT_STEP,
  NO_ANSWER,
  NOT_READY,
  OUT_OF_RANGE,
  type PartDescription,
  PENDING,
  READING,
  WARMING_UP,
} from './driver.ts'
import { readWords, WORD_LENGTH, wordAt } from './sensirion.ts'

/** So many turns in a row without a result, and the chip does not measure: it is set up anew. */
const EMPTY_MAX = 3

/** Of orders: there is nothing to read. */
export const SILENT = -1
/** Of orders: a chip to which this means nothing does not acknowledge it. */
export const UNHEARD = -2

/** One step of the setup. */
export interface Order {
  readonly command: Uint8Array
  readonly waitMs: number
  /** The word which makes the next order needless; or SILENT, or UNHEARD. */
  readonly needless: number
}

/** What differs between the families. */
export interface ScdChip {
  /** From power to the first acknowledge; less than a turn. */
  readonly bootMs: number
  readonly setup: readonly Order[]
  /** Asks whether there is a result. */
  readonly ask: Uint8Array
  /** Bits of the answer of which one is set when there is. */
  readonly readyMask: number
  /** Asks for the result. */
  readonly fetch: Uint8Array
  /** From a command to its answer. */
  readonly answerMs: number
  readonly resultLength: number
  /** A result that means nothing is the first one after a restart: it warms up again. */
  readonly restartsEmpty: boolean
  /** Puts a result into its channels; false where it is none that the chip could measure. */
  readonly convert: (result: Uint8Array, into: Int32Array) => boolean
}

/** What `finish` finds. */
const NOTHING = 0
const BOOTING = 1
const SENT = 2
const REFUSED = 3

export class Scd implements Driver {
  readonly part: PartDescription
  private readonly bus: I2C
  private readonly chip: ScdChip
  private readonly word = new Uint8Array(WORD_LENGTH)
  private readonly result: Uint8Array
  private state = BOOTING
  /** Number of the next order; past them stand the question and the fetching of a result. */
  private step = 0
  private turnEndMs = -1
  /** The last fault of this turn, or PENDING. */
  private fault = PENDING
  /** Turns in a row in which the chip had no result. */
  private empty = 0
  /** After a setup whatever comes is not looked at before this. */
  private setUpMs = 0
  private warmFromMs = 0

  constructor(bus: I2C, part: PartDescription, chip: ScdChip) {
    this.bus = bus
    this.part = part
    this.chip = chip
    this.result = new Uint8Array(chip.resultLength)
  }

  start(nowMs: number): number {
    const chip = this.chip
    if (nowMs >= this.turnEndMs) {
      const isFirst = this.turnEndMs < 0
      this.begin(nowMs)
      if (isFirst) return chip.bootMs
    }
    const orders = chip.setup
    const step = this.step
    const order = step < orders.length ? orders[step]! : undefined
    this.state = SENT
    try {
      this.bus.write(order?.command ?? (step === orders.length ? chip.ask : chip.fetch), true)
    } catch (_nack) {
      if (order?.needless !== UNHEARD) this.state = REFUSED
    }
    return order?.waitMs ?? chip.answerMs
  }

  finish(nowMs: number, into: Int32Array): number {
    const state = this.state
    this.state = NOTHING
    if (state === NOTHING) return PENDING
    if (state === BOOTING) return NEXT_STEP
    if (state === REFUSED) return this.failed(NO_ANSWER)
    const asking = this.chip.setup.length
    try {
      if (this.step < asking) return this.obeyed(nowMs)
      return this.step === asking ? this.asked() : this.fetched(nowMs, into)
    } catch (_nack) {
      return this.failed(NO_ANSWER)
    }
  }

  close(): void {
    this.bus.close()
  }

  private begin(nowMs: number): void {
    this.turnEndMs = nowMs + this.part.intervalMs
    this.fault = PENDING
    const asking = this.chip.setup.length
    const late = this.empty - EMPTY_MAX
    const isDue = late >= 0 && late % (EMPTY_MAX + 1) === 0
    this.step = this.step < asking || isDue ? 0 : asking
  }

  /** What is repeated begins with the question. */
  private failed(fault: number): number {
    const asking = this.chip.setup.length
    if (this.step > asking) this.step = asking
    this.fault = fault
    return fault
  }

  private obeyed(nowMs: number): number {
    const { setup } = this.chip
    const needless = setup[this.step]!.needless
    if (needless >= 0) {
      if (!readWords(this.bus, this.word)) return this.failed(CHECKSUM)
      if (wordAt(this.word, 0) === needless) this.step++
    }
    if (++this.step < setup.length) return NEXT_STEP
    this.setUpMs = nowMs + this.part.warmUpMs
    this.warmFromMs = this.setUpMs
    return this.empty < EMPTY_MAX ? PENDING : this.none()
  }

  private asked(): number {
    if (!readWords(this.bus, this.word)) return this.failed(CHECKSUM)
    if ((wordAt(this.word, 0) & this.chip.readyMask) === 0)
      return this.fault === PENDING ? this.none() : this.fault
    this.step++
    return NEXT_STEP
  }

  /** Turns of chip and kit are not in step, so that one without a result is no fault yet. */
  private none(): number {
    return ++this.empty < EMPTY_MAX ? PENDING : this.failed(NOT_READY)
  }

  private fetched(nowMs: number, into: Int32Array): number {
    if (!readWords(this.bus, this.result)) return this.failed(CHECKSUM)
    this.empty = 0
    if (nowMs < this.setUpMs) return WARMING_UP
    if (!this.chip.convert(this.result, into)) {
      if (this.chip.restartsEmpty) this.warmFromMs = nowMs + this.part.warmUpMs
      return this.failed(OUT_OF_RANGE)
    }
    return nowMs < this.warmFromMs ? WARMING_UP : READING
  }
}
