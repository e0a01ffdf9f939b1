/** SHT4x as its datasheet ("SHT4x", version 6.6, section numbers: DS) describes it. */
import type { ChipModel } from './chip.ts'
import { type AirUnit, type Family, SingleShotChip } from './single-shot-chip.ts'

const SHT4X: Family = {
  commandLength: 1,
  // DS 3.2, table 5: longest reset, typical measurement at high repeatability.
  reset: 0x94,
  resetUs: 1_000,
  measures: [0xfd, 0xf6, 0xe0],
  measureUs: 6_900,
  // DS 4.6: the word reaches from -6 to 119 %.
  humidityWord: (centiPercent) => ((centiPercent + 600) * 65535) / 12500,
}

/** An SHT4x on its bus. */
export const sht4xModel: ChipModel<AirUnit> = (bench, unit) => {
  bench.addToBus(new SingleShotChip(bench.time, bench.world, bench.random, unit, SHT4X))
  return {}
}
