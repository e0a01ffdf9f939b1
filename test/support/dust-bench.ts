/** SPS30, SEN54 and SEN55 on I2C, each with a driver and words that mean something. */
import type { I2C } from '../../device/platform/io.ts'
import type { Driver } from '../../device/sensors/driver.ts'
import { sen5x, sen5xPart } from '../../device/sensors/sen5x.ts'
import { sps30Part } from '../../device/sensors/sps30.ts'
import { sps30OnI2C } from '../../device/sensors/sps30-i2c.ts'
import { turn } from './driving.ts'
import { DUST_MODELS } from './dust-model.ts'
import { I2CBus } from './i2c-bus.ts'
import { measured, wordsOf } from './shdlc.ts'

export type DustName = keyof typeof DUST_MODELS

export const SPS30_WORDS = wordsOf(measured(1, 2.5, 4, 10))
/** 1.2, 2.3, 3.4, 10.5 µg/m³, 45.67 %, 21.4 °C, VOC 123, NOx 4. */
export const SEN5X_WORDS = [12, 23, 34, 105, 4567, 4280, 1230, 40]
const SEN5X_VALUES = [120, 230, 340, 1050, 4567, 2140, 1230, 40]

export interface DustCase {
  readonly name: DustName
  readonly open: (bus: I2C) => Driver
  /** The setup's operations, and those of a turn with values. */
  readonly setup: readonly string[]
  readonly read: string
  readonly words: readonly number[]
  readonly values: readonly number[]
  /** From a command to its answer, in ms. */
  readonly answerMs: number
}

const SEN5X = { read: '03 c4', words: SEN5X_WORDS, answerMs: 20 }
const sen5xSetup = (name: string) => ['w d3 04 .', 'w d0 14 .', name, 'w 00 21 .']

export const DUST_CASES: readonly DustCase[] = [
  {
    name: 'SPS30',
    open: (bus) => sps30OnI2C(bus, sps30Part('i2c')),
    setup: [
      'w 11 03 .',
      'w 11 03 .',
      'w d3 04 .',
      'w d1 00 .',
      'r 02 02 3a',
      // DS 6.3.1, and the CRC of 6.2.
      'w 00 10 03 00 ac .',
    ],
    read: '03 00',
    words: SPS30_WORDS,
    values: [100, 250, 400, 1000],
    answerMs: 5,
  },
  {
    name: 'SEN54',
    open: (bus) => sen5x(bus, sen5xPart('SEN54')),
    setup: sen5xSetup('r 53 45 83 4e 35 55 34 00 b0'),
    ...SEN5X,
    values: SEN5X_VALUES.slice(0, 7),
  },
  {
    name: 'SEN55',
    open: (bus) => sen5x(bus, sen5xPart('SEN55')),
    setup: sen5xSetup('r 53 45 83 4e 35 55 35 00 44'),
    ...SEN5X,
    values: SEN5X_VALUES,
  },
]

/** A kit of one part, past its setup and, with `warm`, past its warm-up. */
export class DustBench {
  readonly chip
  readonly bus: I2CBus
  readonly driver: Driver
  seconds = 0

  constructor({ name, open, words }: DustCase, warm = true, version = 0x0202) {
    this.chip = name === 'SPS30' ? DUST_MODELS.SPS30(words, version) : DUST_MODELS[name](words)
    this.bus = new I2CBus(this.chip)
    this.driver = open(this.bus)
    while (warm && this.seconds <= 31) this.turn()
    this.bus.mark()
  }

  /** A turn in which the chip has new values, if it measures. */
  turn(isNew = true) {
    this.chip.ready = isNew
    return turn(this.driver, 1000 * this.seconds++)
  }

  /** Outcomes of so many turns; '' for a turn without any. */
  outcomes(turns: number, isNew = true): string[] {
    return Array.from({ length: turns }, () => this.turn(isNew).outcomes.join(' '))
  }
}
