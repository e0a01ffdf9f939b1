/** Quantities as RIVM's portal names them: clients that know it find their way here. */
import { QUANTITIES, type Quantity } from '../../../device/quantities.ts'
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
}

type Names = Omit<PortalQuantity, 'unit'>

const NAMES: Readonly<Record<string, Names>> = {
  pm25: {
    name: 'pm25',
    description: 'Particulate matter up to 2.5 µm, uncorrected',
    definition: `${POLLUTANT}6001`,
  },
  pm10: {
    name: 'pm10',
    description: 'Particulate matter up to 10 µm, uncorrected',
    definition: `${POLLUTANT}5`,
  },
  pm1: {
    name: 'pm1',
    description: 'Particulate matter up to 1 µm, uncorrected',
    definition: `${POLLUTANT}6002`,
  },
  temperature: {
    name: 'temp',
    description: 'Air temperature',
    definition: `${QUDT_KIND}Temperature`,
  },
  humidity: {
    name: 'rh',
    description: 'Relative humidity',
    definition: `${QUDT_KIND}RelativeHumidity`,
  },
  pressure: {
    name: 'pres',
    description: 'Air pressure',
    definition: `${QUDT_KIND}Pressure`,
  },
  no2: { name: 'no2', description: 'Nitrogen dioxide', definition: `${POLLUTANT}8` },
}

/** Of a quantity that the portal does not have, what our own table says. */
export function portalQuantity({ name, unit }: Quantity): PortalQuantity {
  return {
    ...(NAMES[name] ?? { name, description: name, definition: '' }),
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
