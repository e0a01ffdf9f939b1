/**
 * Lays what the keeper told beside what the kits sent, in tables that live as long as the hub
 * runs, so that one question can be asked of both. Blurred positions are blurred before they come
 * here: no question reaches the others.
 */
import { FLAGS } from '../../../device/sampling/flags.ts'
import type { Sql } from '../store/database.ts'
import type { About, KitAbout, Place } from './about.ts'
import { BLUR_M, blurred } from './blur.ts'
import { portalQuantities } from './quantity-names.ts'
import { sensorsAbout } from './sensor-names.ts'

/** After every time there is, in seconds. */
export const FOREVER_S = 9_000_000_000_000
/** A kit's number times this, plus the place's, is the identifier of the place. */
const PLACES_END = 1_000
/** Codes of parts and quantities take a byte. */
const CODES_END = 256
/** A record holds fewer channels than this, and a log fewer records than that. */
const CHANNELS_END = 64
const RECORDS_END = 4_294_967_296

const TABLES = `
CREATE TEMP TABLE about_kits (
  kit TEXT PRIMARY KEY, name TEXT, description TEXT, properties TEXT);
CREATE TEMP TABLE about_places (
  kit TEXT, ordinal INTEGER, since_s INTEGER, until_s INTEGER, name TEXT, description TEXT,
  longitude REAL, latitude REAL, properties TEXT, PRIMARY KEY (kit, ordinal));
CREATE TEMP TABLE about_quantities (
  code INTEGER PRIMARY KEY, name TEXT, description TEXT, definition TEXT, unit TEXT);
CREATE TEMP TABLE about_parts (
  code INTEGER PRIMARY KEY, name TEXT, description TEXT, metadata TEXT);
`

/** What the portal's entries have; a kit lacks what nobody told. */
const PROPERTIES = [
  'codegemeente',
  'knmicode',
  'owner',
  'pm10closecode',
  'pm10regiocode',
  'pm10stadcode',
  'pm25closecode',
  'pm25regiocode',
  'pm25stadcode',
  'project',
]

/**
 * The entities of SensorThings as views: what a client may ask for by name, and what links them.
 * `kit` and `number` are the hub's own numbers.
 */
const VIEWS = `
CREATE TEMP VIEW things AS SELECT kits.number AS number, coalesce(a.name, kits.id) AS name,
    coalesce(a.description, a.name, kits.id) AS description,
    coalesce(a.properties, '${JSON.stringify(propertiesOf({}))}') AS properties
  FROM main.kits LEFT JOIN about_kits AS a ON a.kit = kits.id;
CREATE TEMP VIEW places AS
  SELECT kits.number * ${PLACES_END} + a.ordinal AS number, kits.number AS thing, a.since_s,
    a.until_s, coalesce(a.name, kits.id) AS name,
    coalesce(a.description, a.name, kits.id) AS description, a.longitude, a.latitude, a.properties,
    coalesce(nullif(a.since_s, 0),
      (SELECT min(start_s) FROM main.averages WHERE averages.kit = kits.number), 0) AS placed_s
  FROM main.kits JOIN about_places AS a ON a.kit = kits.id AND a.ordinal > 0;
CREATE TEMP VIEW features AS
  SELECT kits.number * ${PLACES_END} + a.ordinal AS number, kits.number AS thing, a.since_s,
    a.until_s, coalesce(a.name, kits.id) AS name,
    coalesce(a.description, a.name, kits.id) AS description, a.longitude, a.latitude, a.properties
  FROM main.kits JOIN about_places AS a ON a.kit = kits.id
  UNION ALL SELECT number * ${PLACES_END}, number, 0, ${FOREVER_S}, id, id, NULL, NULL, '{}'
  FROM main.kits WHERE id NOT IN (SELECT kit FROM about_places);
CREATE TEMP VIEW sensors AS SELECT DISTINCT part AS number,
    coalesce(a.name, 'part-' || part) AS name,
    coalesce(a.description, 'part-' || part) AS description, coalesce(a.metadata, '') AS metadata
  FROM main.streams LEFT JOIN about_parts AS a ON a.code = part;
CREATE TEMP VIEW quantities AS SELECT DISTINCT quantity AS number,
    coalesce(a.name, 'quantity-' || quantity) AS name,
    coalesce(a.description, 'quantity-' || quantity) AS description,
    coalesce(a.definition, '') AS definition
  FROM main.streams LEFT JOIN about_quantities AS a ON a.code = quantity;
CREATE TEMP VIEW datastreams AS SELECT s.number, s.kit AS thing, s.part AS sensor,
    s.quantity AS quantity,
    coalesce(k.name, kits.id) || '-' || (s.part + s.ordinal * ${CODES_END}) || '-' ||
      coalesce(q.name, 'quantity-' || s.quantity) AS name,
    coalesce(q.unit, '{"name":"steps","symbol":"steps","definition":""}') AS unit
  FROM main.streams AS s JOIN main.kits ON kits.number = s.kit
    LEFT JOIN about_kits AS k ON k.kit = kits.id
    LEFT JOIN about_quantities AS q ON q.code = s.quantity;
`

/** The share of a step in a unit, as a floating number: division by it is exact. */
function divisorSql(): string {
  const cases = portalQuantities().map(({ code, decimals }) => `WHEN ${code} THEN 1e${decimals}`)
  return `CASE quantity ${cases.join(' ')} ELSE 1.0 END`
}

/** Names of the flags with spaces between, as CSV has them. */
function flagsSql(): string {
  const names = Array.from({ length: 32 }, (_, bit) => FLAGS[bit] ?? `flag-${bit}`)
  const words = names.map((name, bit) => `iif(flags & ${2 ** bit}, ' ${name}', '')`)
  return `substr(${words.join(' || ')}, 2)`
}

/** Only averages with a time: the others come when it is known. */
function observationsSql(): string {
  const inUnits = ['mean', 'minimum', 'maximum', 'deviation'].map(
    (name) => `${name} / (${divisorSql()}) AS ${name}`,
  )
  return `CREATE TEMP VIEW observations AS SELECT kit, log, sequence, channel, stream, start_s,
      length_s, start_s + length_s AS end_s, ${inUnits.join(', ')}, count, expected, failures,
      flags, iif(expected = 0, NULL, round(min(1.0, count * 1.0 / expected), 3)) AS coverage,
      ${flagsSql()} AS flag_names,
      ((SELECT number FROM main.logs WHERE logs.kit = averages.kit AND logs.log = averages.log)
        * ${RECORDS_END} + sequence) * ${CHANNELS_END} + channel AS number
    FROM main.averages WHERE start_s IS NOT NULL;
    CREATE TEMP VIEW valued AS SELECT * FROM observations WHERE mean IS NOT NULL;`
}

/** Where an observation stands, by its identifier. */
export function observationKey(id: bigint): { log: bigint; sequence: bigint; channel: bigint } {
  const record = id / BigInt(CHANNELS_END)
  const log = record / BigInt(RECORDS_END)
  return { log, sequence: record % BigInt(RECORDS_END), channel: id % BigInt(CHANNELS_END) }
}

/** Makes the tables and views; once for each opened database. */
export function layOut(sql: Sql, about: About): void {
  sql.script(`${TABLES}${VIEWS}${observationsSql()}`)
  sql.transaction(() => {
    for (const [id, kit] of Object.entries(about.kits)) storeKit(sql, id, kit)
    for (const { code, name, description, definition, unit } of portalQuantities())
      sql.run('INSERT INTO about_quantities VALUES (?, ?, ?, ?, ?)', [
        code,
        name,
        description,
        definition,
        JSON.stringify(unit),
      ])
    for (const { code, name, description, metadata } of sensorsAbout())
      sql.run('INSERT INTO about_parts VALUES (?, ?, ?, ?)', [code, name, description, metadata])
  })
}

function storeKit(sql: Sql, id: string, kit: KitAbout): void {
  sql.run('INSERT INTO about_kits VALUES (?, ?, ?, ?)', [
    id,
    kit.name ?? null,
    kit.description ?? null,
    JSON.stringify(propertiesOf(kit)),
  ])
  const first = kit.places[0]
  // What was measured before the first place that is known has a feature too, without a place.
  if (first === undefined || first.since !== undefined)
    storePlace(sql, id, 0, { since: 0, until: first?.since ?? FOREVER_S })
  kit.places.forEach((place, i) => {
    const until = kit.places[i + 1]?.since ?? FOREVER_S
    storePlace(sql, id, i + 1, { since: place.since ?? 0, until }, place)
  })
}

function storePlace(
  sql: Sql,
  kit: string,
  ordinal: number,
  { since, until }: { since: number; until: number },
  place?: Place,
): void {
  const exact = place && ([place.longitude, place.latitude] as const)
  const position = exact && (place.blur ? blurred(exact) : exact)
  const properties = place === undefined ? {} : { blurredM: place.blur ? BLUR_M : 0 }
  sql.run('INSERT INTO about_places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', [
    kit,
    ordinal,
    since,
    until,
    place?.name ?? null,
    place?.description ?? null,
    position?.[0] ?? null,
    position?.[1] ?? null,
    JSON.stringify(properties),
  ])
}

function propertiesOf(kit: Partial<KitAbout>): Record<string, unknown> {
  const told = { ...kit.properties, ...pick(kit) }
  const names = [...new Set([...PROPERTIES, ...Object.keys(told)])].sort()
  return Object.fromEntries(names.map((name) => [name, told[name] ?? null]))
}

function pick({ codegemeente, owner, project }: Partial<KitAbout>): Record<string, unknown> {
  const given = Object.entries({ codegemeente, owner, project })
  return Object.fromEntries(given.filter(([, value]) => value !== undefined))
}
