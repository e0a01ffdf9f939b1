/** The two families of Sensirion's CO2 sensors, each on a bus that fails on command. */

import { SCD4X, scd4x } from '../../device/sensors/scd4x.ts'
import { SCD30, scd30 } from '../../device/sensors/scd30.ts'
import { SCD4X_RESULTS, SCD30_RESULTS } from '../vectors/co2.ts'
import { bytesOf, hex, type Turn, turn } from './driving.ts'
import { I2CBus } from './i2c-bus.ts'
import { framed, ScdModel } from './scd-model.ts'

export const FAMILIES = [
  {
    name: 'SCD30',
    part: SCD30,
    open: scd30,
    words: {
      ask: '02 02',
      fetch: '03 00',
      ready: 1,
      idle: 0,
      settings: { '46 00': 2, '53 06': 0 },
    },
    result: SCD30_RESULTS[0]![1],
    values: SCD30_RESULTS[0]![2],
    answerMs: 4,
    bootMs: 1_900,
    /** Of a chip that nobody set otherwise. */
    setup: [
      'w 46 00 .',
      `r ${hex(framed([2]))}`,
      'w 53 06 .',
      `r ${hex(framed([0]))}`,
      'w 00 10 00 00 81 .',
    ],
    setupMs: [1_900, 4, 4, 20],
    /** Operations of the setup that may go unheard. */
    unheard: [] as readonly number[],
  },
  {
    name: 'SCD4x',
    part: SCD4X,
    open: scd4x,
    words: { ask: 'e4 b8', fetch: 'ec 05', ready: 0x8006, idle: 0x8000, settings: {} },
    result: SCD4X_RESULTS[0]![1],
    values: SCD4X_RESULTS[0]![2],
    answerMs: 2,
    bootMs: 1_000,
    setup: ['w 36 f6 .', 'w 3f 86 .', 'w 24 16 00 00 81 .', 'w 21 b1 .'],
    setupMs: [1_000, 30, 500, 2, 2],
    unheard: [0] as readonly number[],
  },
]

export type Family = (typeof FAMILIES)[number]

/** Operations of a turn that brings a reading: asked, answered, fetched, read. */
export const TURN_OPERATIONS = 4

export class ScdBench {
  readonly family: Family
  readonly chip: ScdModel
  readonly bus: I2CBus
  readonly driver: ReturnType<Family['open']>
  turns = 0

  constructor(family: Family) {
    this.family = family
    this.chip = new ScdModel(family.words, family.result)
    this.bus = new I2CBus(this.chip)
    this.driver = family.open(this.bus)
  }

  get log() {
    const { words, result } = this.family
    return [
      `w ${words.ask} .`,
      `r ${hex(framed([words.ready]))}`,
      `w ${words.fetch} .`,
      `r ${result}`,
    ]
  }

  /** A turn for which the chip has measured `results` times; a bus fault set before stays set. */
  turn(results = 1): Turn {
    this.chip.waiting = results
    return turn(this.driver, this.turns++ * this.family.part.intervalMs)
  }

  /** Past the setup and the warm-up. */
  warm(): this {
    const { warmUpMs, intervalMs } = this.family.part
    while (this.turns * intervalMs <= warmUpMs + 2 * intervalMs) this.turn()
    this.bus.mark()
    return this
  }

  /** The chip says these words to the next fetching. */
  says(words: readonly number[]): this {
    this.chip.result = framed(words)
    return this
  }

  saysWell(): this {
    this.chip.result = bytesOf(this.family.result)
    return this
  }

  good(): Turn {
    return { outcomes: ['reading'], values: [[...this.family.values]] }
  }
}
