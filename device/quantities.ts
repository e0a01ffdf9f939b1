/**
 * The one table of what is measured. A reading and its statistics are integers in steps of
 * 10^-decimals units; codecs, hub, page and docs read names, units and ranges from here.
 * Codes are part of the stored and uploaded formats: never renumber, only add.
 */
import {
  CO2_CODE,
  HUMIDITY_CODE,
  NO2_AE_CODE,
  NO2_WE_AE_CODE,
  NOISE_LA_MAX_CODE,
  NOISE_LA_MIN_CODE,
  NOISE_LAEQ_CODE,
  NOX_INDEX_CODE,
  PM1_CODE,
  PM2_5_CODE,
  PM4_CODE,
  PM10_CODE,
  PRESSURE_CODE,
  SUPPLY_CODE,
  TEMPERATURE_CODE,
  VOC_INDEX_CODE,
} from './quantity-codes.ts'

/** By their energy (`device/sampling/energy-mean.ts`), or the least or greatest of them. */
export type Averaging = 'energy' | 'least' | 'greatest'

export interface Quantity {
  readonly code: number
  /** Name as RIVM's and openSenseMap's users know it. */
  readonly name: string
  readonly unit: string
  readonly decimals: number
  /** Physically possible values, in steps; a reading outside is a failure. */
  readonly minimum: number
  readonly maximum: number
  /** This many equal readings in a row make a channel suspect (flag `stuck`); 0: never. */
  readonly stuckAfter: number
  /** How several readings make one; by their arithmetic mean if it is not said. */
  readonly averaging?: Averaging
}

export const PM2_5: Quantity = {
  code: PM2_5_CODE,
  name: 'pm25',
  unit: 'µg/m³',
  decimals: 2,
  minimum: 0,
  maximum: 100_000,
  stuckAfter: 900,
}

export const PM10: Quantity = {
  code: PM10_CODE,
  name: 'pm10',
  unit: 'µg/m³',
  decimals: 2,
  minimum: 0,
  maximum: 100_000,
  stuckAfter: 900,
}

export const TEMPERATURE: Quantity = {
  code: TEMPERATURE_CODE,
  name: 'temperature',
  unit: '°C',
  decimals: 2,
  minimum: -5_500,
  maximum: 13_000,
  stuckAfter: 360,
}

export const HUMIDITY: Quantity = {
  code: HUMIDITY_CODE,
  name: 'humidity',
  unit: '%',
  decimals: 2,
  minimum: 0,
  maximum: 10_000,
  stuckAfter: 360,
}

export const PRESSURE: Quantity = {
  code: PRESSURE_CODE,
  name: 'pressure',
  unit: 'Pa',
  decimals: 0,
  minimum: 30_000,
  maximum: 110_000,
  stuckAfter: 360,
}

export const PM1: Quantity = {
  code: PM1_CODE,
  name: 'pm1',
  unit: 'µg/m³',
  decimals: 2,
  minimum: 0,
  maximum: 100_000,
  stuckAfter: 900,
}

export const PM4: Quantity = {
  code: PM4_CODE,
  name: 'pm4',
  unit: 'µg/m³',
  decimals: 2,
  minimum: 0,
  maximum: 100_000,
  stuckAfter: 900,
}

/** Organic vapours as Sensirion counts them: 100 is the mean of the last day, 500 the most. */
export const VOC_INDEX: Quantity = {
  code: VOC_INDEX_CODE,
  name: 'voc_index',
  unit: '',
  decimals: 1,
  minimum: 0,
  maximum: 5_000,
  stuckAfter: 0,
}

/** The same for nitrogen oxides, of which 1 is the usual. */
export const NOX_INDEX: Quantity = {
  code: NOX_INDEX_CODE,
  name: 'nox_index',
  unit: '',
  decimals: 1,
  minimum: 0,
  maximum: 5_000,
  stuckAfter: 0,
}

export const CO2: Quantity = {
  code: CO2_CODE,
  name: 'co2',
  unit: 'ppm',
  decimals: 0,
  minimum: 0,
  maximum: 40_000,
  stuckAfter: 360,
}

/** Voltage of an NO2 cell's working electrode over that of its auxiliary one. */
export const NO2_WE_AE: Quantity = {
  code: NO2_WE_AE_CODE,
  name: 'no2_we_ae',
  unit: 'mV',
  decimals: 2,
  minimum: -50_000,
  maximum: 50_000,
  stuckAfter: 360,
}

export const NO2_AE: Quantity = {
  code: NO2_AE_CODE,
  name: 'no2_ae',
  unit: 'mV',
  decimals: 2,
  minimum: 0,
  maximum: 100_000,
  stuckAfter: 360,
}

/** A-weighted, "fast". */
export const NOISE_LAEQ: Quantity = {
  code: NOISE_LAEQ_CODE,
  name: 'noise_laeq',
  unit: 'dB(A)',
  decimals: 1,
  minimum: 0,
  maximum: 1_400,
  stuckAfter: 360,
  averaging: 'energy',
}

export const NOISE_LA_MIN: Quantity = {
  code: NOISE_LA_MIN_CODE,
  name: 'noise_la_min',
  unit: 'dB(A)',
  decimals: 1,
  minimum: 0,
  maximum: 1_400,
  stuckAfter: 360,
  averaging: 'least',
}

export const NOISE_LA_MAX: Quantity = {
  code: NOISE_LA_MAX_CODE,
  name: 'noise_la_max',
  unit: 'dB(A)',
  decimals: 1,
  minimum: 0,
  maximum: 1_400,
  stuckAfter: 360,
  averaging: 'greatest',
}

/** Voltage of the kit's supply. */
export const BATTERY: Quantity = {
  code: SUPPLY_CODE,
  name: 'battery',
  unit: 'mV',
  decimals: 0,
  minimum: 0,
  maximum: 30_000,
  stuckAfter: 0,
}

export const QUANTITIES: readonly Quantity[] = [
  PM2_5,
  PM10,
  TEMPERATURE,
  HUMIDITY,
  PRESSURE,
  PM1,
  PM4,
  VOC_INDEX,
  NOX_INDEX,
  CO2,
  NO2_WE_AE,
  NO2_AE,
  NOISE_LAEQ,
  NOISE_LA_MIN,
  NOISE_LA_MAX,
  BATTERY,
]

/** The quantity with this code, or undefined. */
export function quantityByCode(code: number): Quantity | undefined {
  return QUANTITIES.find((quantity) => quantity.code === code)
}
