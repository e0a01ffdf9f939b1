/** What layers make of the air at one place, as the series that a kit's chips are driven by. */
import {
  CO2,
  HUMIDITY,
  NOISE_LAEQ,
  PM2_5,
  PM10,
  PRESSURE,
  TEMPERATURE,
} from '../../../device/quantities.ts'
import { DROPLETS, OUTDOOR_CO2, QUIET_SOUND, type Series, SWELLING } from '../world.ts'
import { type Air, emptyAir, type Layer, type Place } from './air.ts'
import { levelOf } from './sound.ts'

/** Between two points of a series; layers are steady enough for straight lines between them. */
const STEP_S = 60
const SWELLING_UNIT = 1_000

interface Channel {
  readonly code: number
  /** A step of the series is so much of the air's unit. */
  readonly steps: number
  readonly minimum: number
  readonly maximum: number
  of(air: Air): number
}

const CHANNELS: readonly Channel[] = [
  { ...measured(PM2_5), of: (air) => air.pm25 },
  { ...measured(PM10), of: (air) => Math.max(air.pm25, air.pm10) },
  { ...measured(TEMPERATURE), of: (air) => air.temperature },
  { ...measured(HUMIDITY), of: (air) => air.humidity },
  { ...measured(PRESSURE), of: (air) => air.pressure },
  { ...measured(CO2), of: (air) => air.co2 },
  { code: SWELLING, steps: SWELLING_UNIT, minimum: 0, maximum: 100_000, of: (air) => air.swelling },
  { code: DROPLETS, steps: 100, minimum: 0, maximum: 500_000, of: (air) => air.droplets },
]
const SOUND: Channel = { ...measured(NOISE_LAEQ), of: (air) => levelOf(air.sound) }

function measured(quantity: { code: number; decimals: number; minimum: number; maximum: number }) {
  const { code, decimals, minimum, maximum } = quantity
  return { code, steps: 10 ** decimals, minimum, maximum }
}

/**
 * From the scenario's start to its end and a little beyond. `hears`: there is a microphone; other
 * kits need not carry the sound with them.
 */
export function seriesAt(
  layers: readonly Layer[],
  place: Place,
  durationS: number,
  hears = false,
): Series[] {
  const channels = hears ? [...CHANNELS, SOUND] : CHANNELS
  const points = Math.ceil(durationS / STEP_S) + 2
  const timesS = Int32Array.from({ length: points }, (_, i) => i * STEP_S)
  const values = channels.map(() => new Int32Array(points))
  const air = emptyAir()
  for (let i = 0; i < points; i++) {
    Object.assign(air, emptyAir())
    for (const layer of layers) layer.shape(air, place, i * STEP_S)
    channels.forEach(({ of, steps, minimum, maximum }, channel) => {
      const value = Math.round(of(air) * steps)
      values[channel]![i] = Math.min(maximum, Math.max(minimum, value))
    })
  }
  return channels
    .map(({ code }, i) => ({ quantity: code, timesS, values: values[i]! }))
    .filter(({ quantity, values: own }) => !isIdle(quantity, own))
}

/** What bends nothing, or is there without a series, need not be carried into an engine. */
function isIdle(quantity: number, values: Int32Array): boolean {
  if (quantity === CO2.code) return values.every((value) => value === OUTDOOR_CO2)
  if (quantity === NOISE_LAEQ.code) return values.every((value) => value === QUIET_SOUND)
  if (quantity === DROPLETS) return values.every((value) => value === 0)
  return quantity === SWELLING && values.every((value) => value === SWELLING_UNIT)
}
