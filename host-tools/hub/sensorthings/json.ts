/** Rows as the entities of SensorThings, in JSON. */

import type { Row, Sql } from '../store/database.ts'
import { isoTime } from '../store/kits.ts'
import { MEASUREMENT } from './entities.ts'
import type { Edition, Entity } from './model.ts'

export type Json = Record<string, unknown>

const GEO_JSON = 'application/vnd.geo+json'

/** Start and end of a period; what others have always been. */
function period(startS: number, endS: number): string {
  return `${isoTime(startS)}/${isoTime(endS)}`
}

/** As RIVM's portal writes times, which clients read to the letter. */
function portalTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}

function place(row: Row): Json | null {
  const { longitude, latitude } = row
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return null
  return { type: 'Point', coordinates: [longitude, latitude] }
}

function parsed(value: Row[string] | undefined): unknown {
  return typeof value === 'string' ? JSON.parse(value) : null
}

/** The properties of one entity, but for its id and links. */
export function propertiesOf(entity: Entity, row: Row, edition: Edition, sql: Sql): Json {
  const { name, description } = row
  switch (entity.name) {
    case 'Thing':
      return { name, description, properties: parsed(row['properties']) }
    case 'Location':
      return {
        name,
        description,
        encodingType: GEO_JSON,
        location: place(row),
        properties: parsed(row['properties']),
      }
    case 'HistoricalLocation':
      return { time: isoTime(Number(row['placed_s'])) }
    case 'FeatureOfInterest':
      return {
        name,
        description,
        encodingType: GEO_JSON,
        feature: place(row) ?? { type: 'Feature', geometry: null, properties: {} },
        properties: parsed(row['properties']),
      }
    case 'Sensor':
      return { name, description, encodingType: 'text/html', metadata: row['metadata'] }
    case 'ObservedProperty':
      return { name, description, definition: row['definition'] }
    case 'Datastream':
      return datastream(row, sql)
    case 'Observation':
      return observation(row, edition)
  }
}

function datastream(row: Row, sql: Sql): Json {
  const { name, number } = row
  // Each of the two is one look into the index.
  const found = sql.first(
    `SELECT (SELECT min(start_s) FROM averages WHERE stream = ?1) AS first_s,
       (SELECT start_s + length_s FROM averages WHERE stream = ?1 AND start_s IS NOT NULL
        ORDER BY start_s DESC LIMIT 1) AS last_s`,
    [number!],
  )
  const { first_s: firstS, last_s: lastS } = found ?? {}
  const known = typeof firstS === 'number' && typeof lastS === 'number'
  const time = known ? period(firstS, lastS) : null
  return {
    name,
    description: name,
    unitOfMeasurement: parsed(row['unit']),
    observationType: MEASUREMENT,
    phenomenonTime: time,
    resultTime: time,
  }
}

function observation(row: Row, edition: Edition): Json {
  const [startS, endS] = [Number(row['start_s']), Number(row['end_s'])]
  const time = edition.asPortal ? portalTime(endS) : period(startS, endS)
  return {
    phenomenonTime: time,
    result: row['mean'],
    resultTime: edition.asPortal ? time : isoTime(endS),
    resultQuality: {
      coverage: row['coverage'],
      count: row['count'],
      expected: row['expected'],
      failures: row['failures'],
      minimum: row['minimum'],
      maximum: row['maximum'],
      deviation: row['deviation'],
      flags: String(row['flag_names'])
        .split(' ')
        .filter((flag) => flag !== ''),
    },
  }
}
