/**
 * The entities of SensorThings 1.1 (OGC 18-088, 8.2): what they are called, which columns of our
 * views their properties are, and how they are linked.
 */
import { bound, type Fragment, own, sql } from './fragment.ts'
import type { Edition, Entity, EntityName, Link, Property } from './model.ts'

export const MEASUREMENT = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement'

/** Longest period of an average. */
const PERIOD_S_MAX = 86_400

const column =
  (name: string) =>
  (alias: string): Fragment =>
    own(`${alias}.${name}`)
const text = (name: string): Property => ({ type: 'text', value: column(name) })
const number = (name: string): Property => ({ type: 'number', value: column(name) })
const time = (name: string): Property => ({ type: 'time', value: column(name) })
const json = (name: string): Property => ({ type: 'any', value: column(name) })
const position: Property = { type: 'position', value: own }
const constant = (value: string): Property => ({ type: 'text', value: () => bound(value) })

const link = (target: EntityName, many: boolean, from: string, to: string): Link => ({
  target,
  many,
  pairs: [[to, '=', from]],
})

const periodEnd: Property = {
  type: 'time',
  value: column('end_s'),
  indexed: { value: column('start_s'), beforeS: PERIOD_S_MAX },
}

const QUALITY = ['coverage', 'count', 'expected', 'failures', 'minimum', 'maximum', 'deviation']

const PLACE_COLUMNS =
  'number name description longitude latitude properties thing since_s until_s'.split(' ')

const NAMED = { id: number('number'), name: text('name'), description: text('description') }

const thing: Entity = {
  name: 'Thing',
  set: 'Things',
  view: 'things',
  properties: { ...NAMED, properties: json('properties') },
  links: {
    Locations: { ...link('Location', true, 'number', 'thing'), current: 'to' },
    HistoricalLocations: link('HistoricalLocation', true, 'number', 'thing'),
    Datastreams: link('Datastream', true, 'number', 'thing'),
  },
  order: ['number'],
  newestFirst: false,
  columns: ['number', 'name', 'description', 'properties'],
}

const location: Entity = {
  name: 'Location',
  set: 'Locations',
  view: 'places',
  properties: {
    ...NAMED,
    encodingType: constant('application/vnd.geo+json'),
    location: position,
    properties: json('properties'),
  },
  links: {
    Things: { ...link('Thing', true, 'thing', 'number'), current: 'from' },
    HistoricalLocations: link('HistoricalLocation', true, 'number', 'number'),
  },
  order: ['number'],
  newestFirst: false,
  columns: PLACE_COLUMNS,
}

const historicalLocation: Entity = {
  name: 'HistoricalLocation',
  set: 'HistoricalLocations',
  view: 'places',
  properties: { id: number('number'), time: time('placed_s') },
  links: {
    Thing: link('Thing', false, 'thing', 'number'),
    Locations: link('Location', true, 'number', 'number'),
  },
  order: ['number'],
  newestFirst: false,
  columns: ['number', 'placed_s', 'thing'],
}

const datastream: Entity = {
  name: 'Datastream',
  set: 'Datastreams',
  view: 'datastreams',
  properties: {
    ...NAMED,
    description: text('name'),
    unitOfMeasurement: json('unit'),
    observationType: constant(MEASUREMENT),
    phenomenonTime: { type: 'time', value: firstStart },
    resultTime: { type: 'time', value: firstStart },
  },
  links: {
    Thing: link('Thing', false, 'thing', 'number'),
    Sensor: link('Sensor', false, 'sensor', 'number'),
    ObservedProperty: link('ObservedProperty', false, 'quantity', 'number'),
    Observations: link('Observation', true, 'number', 'stream'),
  },
  order: ['number'],
  newestFirst: false,
  columns: ['number', 'name', 'unit', 'thing', 'sensor', 'quantity'],
}

const sensor: Entity = {
  name: 'Sensor',
  set: 'Sensors',
  view: 'sensors',
  properties: { ...NAMED, encodingType: constant('text/html'), metadata: text('metadata') },
  links: { Datastreams: link('Datastream', true, 'number', 'sensor') },
  order: ['number'],
  newestFirst: false,
  columns: ['number', 'name', 'description', 'metadata'],
}

const observedProperty: Entity = {
  name: 'ObservedProperty',
  set: 'ObservedProperties',
  view: 'quantities',
  properties: { ...NAMED, definition: text('definition') },
  links: { Datastreams: link('Datastream', true, 'number', 'quantity') },
  order: ['number'],
  newestFirst: false,
  columns: ['number', 'name', 'description', 'definition'],
}

const featureOfInterest: Entity = {
  name: 'FeatureOfInterest',
  set: 'FeaturesOfInterest',
  view: 'features',
  properties: {
    ...NAMED,
    encodingType: constant('application/vnd.geo+json'),
    feature: position,
    properties: json('properties'),
  },
  links: {
    Observations: {
      target: 'Observation',
      many: true,
      pairs: [
        ['kit', '=', 'thing'],
        ['start_s', '>=', 'since_s'],
        ['start_s', '<', 'until_s'],
      ],
    },
  },
  order: ['number'],
  newestFirst: false,
  columns: PLACE_COLUMNS,
}

function firstStart(alias: string): Fragment {
  return sql`(SELECT min(start_s) FROM main.averages WHERE stream = ${own(`${alias}.number`)})`
}

function observation(asPortal: boolean): Entity {
  const inside = Object.fromEntries(QUALITY.map((name) => [name, number(name)]))
  return {
    name: 'Observation',
    set: 'Observations',
    view: asPortal ? 'valued' : 'observations',
    properties: {
      id: number('number'),
      phenomenonTime: asPortal ? periodEnd : time('start_s'),
      resultTime: periodEnd,
      result: number('mean'),
      resultQuality: {
        type: 'any',
        value: column('coverage'),
        inside: { ...inside, flags: text('flag_names') },
      },
    },
    links: {
      Datastream: link('Datastream', false, 'stream', 'number'),
      FeatureOfInterest: {
        target: 'FeatureOfInterest',
        many: false,
        pairs: [
          ['thing', '=', 'kit'],
          ['since_s', '<=', 'start_s'],
          ['until_s', '>', 'start_s'],
        ],
      },
    },
    order: ['start_s', 'kit', 'log', 'sequence', 'channel'],
    newestFirst: true,
    columns: [
      'number',
      'start_s',
      'end_s',
      'mean',
      ...QUALITY,
      'flag_names',
      'stream',
      'kit',
      'log',
    ].concat('sequence', 'channel'),
  }
}

function entities(asPortal: boolean): Record<EntityName, Entity> {
  return {
    Thing: thing,
    Location: location,
    HistoricalLocation: historicalLocation,
    Datastream: datastream,
    Sensor: sensor,
    ObservedProperty: observedProperty,
    Observation: observation(asPortal),
    FeatureOfInterest: featureOfInterest,
  }
}

const MODELS = { 'v1.0': entities(true), 'v1.1': entities(false) }

/** All entities as this edition has them. */
export function modelOf(edition: Edition): Record<EntityName, Entity> {
  return MODELS[edition.version]
}
