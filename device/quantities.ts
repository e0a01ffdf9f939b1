/**
 * The one table of what is measured. A reading and its statistics are integers in steps of
 * 10^-decimals units; codecs, hub, page and docs read names, units and ranges from here.
 * Codes are part of the stored and uploaded formats: never renumber, only add.
 */
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
}

/** As a function, so that a kit that sends no names has none of them in memory. */
export function quantityName(code: number): string {
  switch (code) {
    case 1:
      return 'pm25'
    case 2:
      return 'pm10'
    case 3:
      return 'temperature'
    case 4:
      return 'humidity'
    case 5:
      return 'pressure'
    default:
      return ''
  }
}

/** A step is 10^-decimals units. */
export function quantityDecimals(code: number): number {
  return code === 5 ? 0 : 2
}

function quantity(
  code: number,
  unit: string,
  minimum: number,
  maximum: number,
  stuckAfter: number,
): Quantity {
  const name = quantityName(code)
  const decimals = quantityDecimals(code)
  return { code, name, unit, decimals, minimum, maximum, stuckAfter }
}

export const PM2_5 = quantity(1, 'µg/m³', 0, 100_000, 900)
export const PM10 = quantity(2, 'µg/m³', 0, 100_000, 900)
export const TEMPERATURE = quantity(3, '°C', -4_500, 13_000, 360)
export const HUMIDITY = quantity(4, '%', 0, 10_000, 360)
export const PRESSURE = quantity(5, 'Pa', 30_000, 110_000, 360)

export const QUANTITIES: readonly Quantity[] = [PM2_5, PM10, TEMPERATURE, HUMIDITY, PRESSURE]

/** The quantity with this code, or undefined. */
export function quantityByCode(code: number): Quantity | undefined {
  return QUANTITIES.find((quantity) => quantity.code === code)
}
