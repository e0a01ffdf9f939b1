/** The I2C side of the SPS30 (`sps30.ts`). Section numbers: DS. */
import type { I2C } from '../platform/io.ts'
import { Continuous, type Order, TELLS_STATUS, WITHOUT_STATUS } from './continuous.ts'
import { type Driver, type PartDescription, READING } from './driver.ts'
import { sensirionCrc, WORD_LENGTH, wordAt } from './sensirion.ts'
import { noValues, SPS30_ERRORS, SPS30_WORDS, sps30Values } from './sps30-values.ts'

/** DS 6.1: data is there as soon as the pointer is set; the maker's driver still leaves 5 ms. */
const ANSWER_MS = 5
/** DS 6.3, table 8: a reset takes at most 100 ms, for which ESPHome leaves 500; a start 20 ms. */
const RESET_MS = 500
const START_MS = 40
/** DS 6.3, table 8: the status register came with firmware 2.2. */
const STATUS_FROM = 0x0202
const FLOATS = 0x03

/** DS 6.3. The word of an argument is followed by its CRC. */
function setup(): Order[] {
  const wake = order([0x11, 0x03], ANSWER_MS, 0, true)
  const start = new Uint8Array([0x00, 0x10, FLOATS, 0x00, 0])
  start[4] = sensirionCrc(start, 2)
  return [
    // DS 6.3.6: the first one only activates the interface of a chip that sleeps.
    wake,
    wake,
    order([0xd3, 0x04], RESET_MS, 0, false),
    order([0xd1, 0x00], ANSWER_MS, WORD_LENGTH, false),
    { command: start, waitMs: START_MS, answerLength: 0, mayFail: false },
  ]
}

function order(
  command: readonly number[],
  waitMs: number,
  answerLength: number,
  mayFail: boolean,
): Order {
  return { command: new Uint8Array(command), waitMs, answerLength, mayFail }
}

export function sps30OnI2C(bus: I2C, part: PartDescription): Driver {
  return new Continuous(bus, part, {
    setup: setup(),
    judge: (version) => (wordAt(version, 0) < STATUS_FROM ? WITHOUT_STATUS : TELLS_STATUS),
    answerMs: ANSWER_MS,
    values: new Uint8Array([0x03, 0x00]),
    valuesLength: SPS30_WORDS * WORD_LENGTH,
    faults: SPS30_ERRORS,
    convert: (values, defects, into) => {
      if (defects === 0) return sps30Values(values, 0, WORD_LENGTH, into)
      noValues(into)
      return READING
    },
  })
}
