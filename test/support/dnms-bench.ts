/** A DNMS's driver with a chip on its bus. */
import { Dnms, dnmsPart } from '../../device/sensors/dnms.ts'
import { DnmsModel } from './dnms-model.ts'
import { turn } from './driving.ts'
import { I2CBus } from './i2c-bus.ts'

export const PART = dnmsPart('ICS-43434')
export const SET_ICS43434 = 0x1b
export const TURN_MS = 10_000

/** 54.52, 43.09 and 75.97 dB, as an airRohr printed them: lichtteil/local_luftdaten#52. */
export const GOOD = { outcomes: ['reading'], values: [[545, 431, 760]] }
export const failure = (outcome: string) => ({ outcomes: [outcome], values: [] })

export function kit() {
  const chip = new DnmsModel()
  const bus = new I2CBus(chip)
  return { chip, bus, driver: new Dnms(bus, PART, SET_ICS43434) }
}

/** A kit past its first turn, which brings no reading. */
export function warmKit() {
  const warm = kit()
  turn(warm.driver, 0)
  warm.bus.mark()
  return warm
}
