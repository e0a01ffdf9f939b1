import type { ChipModel } from './chip.ts'

/** The supply is the board's own (`SimPlatform`), and no chip is put on any wire for it. */
export const batteryModel: ChipModel<object> = () => ({})
