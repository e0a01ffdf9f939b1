/** Quantities as RIVM's portal names them: clients that know it find their way here. */
import { QUANTITIES, type Quantity } from '../../../device/quantities.ts'
import { quantityWords } from '../../words/quantities.ts'
import { plainUnit } from '../units.ts'

export interface PortalQuantity {
  readonly name: string
  readonly description: string
  readonly definition: string
  readonly unit: { readonly name: string; readonly symbol: string; readonly definition: string }
}

const QUDT_UNIT = 'https://qudt.org/vocab/unit/'
const QUDT_KIND = 'https://qudt.org/vocab/quantitykind/'
/** Pollutants of the European Environment Agency. */
const POLLUTANT = 'http://dd.eionet.europa.eu/vocabulary/aq/pollutant/'

const UNITS: Readonly<Record<string, PortalQuantity['unit']>> = {
  'µg/m³': {
    name: 'microgram per cubic metre',
    symbol: 'ug/m3',
    definition: `${QUDT_UNIT}MicroGM-PER-M3`,
  },
  '°C': { name: 'degree Celsius', symbol: 'C', definition: `${QUDT_UNIT}DEG_C` },
  '%': { name: 'percent', symbol: '%', definition: `${QUDT_UNIT}PERCENT` },
  Pa: { name: 'pascal', symbol: 'Pa', definition: `${QUDT_UNIT}PA` },
  ppm: { name: 'parts per million', symbol: 'ppm', definition: `${QUDT_UNIT}PPM` },
  mV: { name: 'millivolt', symbol: 'mV', definition: `${QUDT_UNIT}MilliV` },
}

interface Names {
  readonly name: string
  readonly definition: string
}

const NAMES: Readonly<Record<string, Names>> = {
  pm1: { name: 'pm1', definition: `${POLLUTANT}6002` },
  pm25: { name: 'pm25', definition: `${POLLUTANT}6001` },
  pm10: { name: 'pm10', definition: `${POLLUTANT}5` },
  co2: { name: 'co2', definition: `${POLLUTANT}71` },
  no2: { name: 'no2', definition: `${POLLUTANT}8` },
  temperature: { name: 'temp', definition: `${QUDT_KIND}Temperature` },
  humidity: { name: 'rh', definition: `${QUDT_KIND}RelativeHumidity` },
  pressure: { name: 'pres', definition: `${QUDT_KIND}Pressure` },
}

/** Of a quantity that the portal does not have, what our own table says. */
export function portalQuantity({ name, unit }: Quantity): PortalQuantity {
  return {
    ...(NAMES[name] ?? { name, definition: '' }),
    description: quantityWords('en')[name] ?? name,
    unit: UNITS[unit] ?? { name: unit, symbol: plainUnit(unit), definition: '' },
  }
}

export function portalQuantities(): (PortalQuantity & { code: number; decimals: number })[] {
  return QUANTITIES.map((quantity) => ({
    ...portalQuantity(quantity),
    code: quantity.code,
    decimals: quantity.decimals,
  }))
}
