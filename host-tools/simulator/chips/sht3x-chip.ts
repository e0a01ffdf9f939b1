/** SHT3x as its datasheet ("SHT3x-DIS", version 7, section numbers: DS) describes it. */
import type { ChipModel } from './chip.ts'
import { type AirUnit, type Family, SingleShotChip } from './single-shot-chip.ts'

const SHT3X: Family = {
  commandLength: 2,
  // DS 2.2, table 4: typical durations.
  reset: 0x30a2,
  resetUs: 500,
  measures: [0x2400, 0x240b, 0x2416],
  measureUs: 12_500,
  // DS 4.13.
  humidityWord: (centiPercent) => (centiPercent * 65535) / 10000,
}

/** An SHT3x on its bus. */
export const sht3xModel: ChipModel<AirUnit> = (bench, unit) => {
  bench.addToBus(new SingleShotChip(bench.time, bench.world, bench.random, unit, SHT3X))
  return {}
}
