/** Where a kit sends its records to. `targetFault` says what is wrong with one. */

export interface HubConfig {
  readonly kind: 'hub'
  /** For example `http://hub.school.example:8080/api/v1/batches`. */
  readonly url: string
}

export interface InfluxDbConfig {
  readonly kind: 'influxdb'
  /** With what names the place: `…/api/v2/write?org=…&bucket=…` or `…/write?db=…&u=…&p=…`. */
  readonly url: string
  /** The header's value, for example `Token …` or `Basic …`. */
  readonly authorization?: string
}

export interface OpenSenseMapConfig {
  readonly kind: 'opensensemap'
  /** `https://api.opensensemap.org`; without a slash at its end. */
  readonly url: string
  /** Id of the box. */
  readonly box: string
  /** Ids of the box's sensors, by the names of quantities; others are not sent. */
  readonly sensors: Readonly<Record<string, string>>
  /** The box's access token, where the box asks for it. */
  readonly token?: string
}

export interface SensorThingsConfig {
  readonly kind: 'sensorthings'
  /** With the version, for example `https://frost.town.example/FROST-Server/v1.1`. */
  readonly url: string
  /** Ids of datastreams, whole numbers, by the names of quantities; others are not sent. */
  readonly datastreams: Readonly<Record<string, number>>
  /** The header's value, for example `Basic …`. */
  readonly authorization?: string
}

export interface SensorCommunityConfig {
  readonly kind: 'sensor-community' | 'madavi'
  /** `http://api.sensor.community/v1/push-sensor-data/`, `http://api-rrd.madavi.de/data.php`. */
  readonly url: string
  /** As it was registered, for example `esp32-12345678`. */
  readonly node: string
}

/** Of boxes and sensors, in hexadecimal. */
const ID_LENGTH = 24

export type TargetConfig =
  | HubConfig
  | InfluxDbConfig
  | OpenSenseMapConfig
  | SensorThingsConfig
  | SensorCommunityConfig

/** Empty when the config can be used, else the wrong field and what it must be. */
export function targetFault(config: TargetConfig): string {
  const kinds = ['hub', 'influxdb', 'opensensemap', 'sensorthings', 'sensor-community', 'madavi']
  if (config === null || typeof config !== 'object' || kinds.indexOf(config.kind) < 0)
    return `kind: must be one of ${kinds.join(', ')}`
  const url = String(config.url)
  if (url.indexOf('http://') !== 0 && url.indexOf('https://') !== 0)
    return 'url: must begin with http:// or https://'
  switch (config.kind) {
    case 'influxdb':
      return isText(config.authorization ?? '-', 0) ? '' : 'authorization: must be a text'
    case 'opensensemap':
      return boxFault(config)
    case 'sensorthings':
      return datastreamFault(config)
    case 'sensor-community':
    case 'madavi':
      return isText(config.node, 0) ? '' : 'node: must be the id that was registered'
    default:
      return ''
  }
}

function boxFault(config: OpenSenseMapConfig): string {
  if (!isText(config.box, ID_LENGTH)) return 'box: must be an id of 24 digits'
  if (!isText(config.token ?? '-', 0)) return 'token: must be a text'
  const sensors = config.sensors
  const names = typeof sensors === 'object' && sensors !== null ? Object.keys(sensors) : []
  for (let i = 0; i < names.length; i++)
    if (!isText(sensors[names[i]!], ID_LENGTH))
      return `sensors.${names[i]}: must be an id of 24 digits`
  return names.length > 0 ? '' : 'sensors: must name ids of sensors by quantity'
}

function datastreamFault(config: SensorThingsConfig): string {
  if (!isText(config.authorization ?? '-', 0)) return 'authorization: must be a text'
  const ids = config.datastreams
  const names = typeof ids === 'object' && ids !== null ? Object.keys(ids) : []
  for (let i = 0; i < names.length; i++) {
    const id = ids[names[i]!]!
    if (!(typeof id === 'number' && id >= 0 && id % 1 === 0))
      return `datastreams.${names[i]}: must be a whole number`
  }
  return names.length > 0 ? '' : 'datastreams: must name ids by quantity'
}

/** Printable ASCII that can stand in a header, of this length where it is not 0. */
function isText(value: unknown, length: number): boolean {
  if (typeof value !== 'string' || value === '') return false
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if (code < 32 || code > 126) return false
  }
  return length === 0 || value.length === length
}
