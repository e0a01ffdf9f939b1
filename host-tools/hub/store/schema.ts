/** What the tables hold, version by version. An older file is brought up to date in place. */

/**
 * `records` is what the kits sent, byte for byte, and is never changed. The other tables can be
 * made again from it. Values are integers in the quantity's steps, times whole seconds since 1970
 * in UTC. `since_boot_s` is set for averages taken before the kit knew the time; their `start_s`
 * is null until a clock record of the same boot has come.
 */
const FIRST = `
CREATE TABLE kits (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, seen_ms INTEGER NOT NULL,
  log INTEGER NOT NULL, boot INTEGER NOT NULL, uptime_s INTEGER NOT NULL,
  dropped INTEGER NOT NULL, battery_mv INTEGER, backlog INTEGER,
  version INTEGER, records INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE records (
  kit INTEGER NOT NULL REFERENCES kits, log INTEGER NOT NULL, sequence INTEGER NOT NULL,
  type INTEGER NOT NULL, payload BLOB NOT NULL, received_ms INTEGER NOT NULL,
  PRIMARY KEY (kit, log, sequence)
) WITHOUT ROWID;
CREATE TABLE averages (
  kit INTEGER NOT NULL, log INTEGER NOT NULL, sequence INTEGER NOT NULL, channel INTEGER NOT NULL,
  boot INTEGER NOT NULL, since_boot_s INTEGER, start_s INTEGER, length_s INTEGER NOT NULL,
  quantity INTEGER NOT NULL, part INTEGER NOT NULL, flags INTEGER NOT NULL,
  expected INTEGER NOT NULL, count INTEGER NOT NULL, failures INTEGER NOT NULL,
  mean INTEGER, minimum INTEGER, maximum INTEGER, deviation INTEGER,
  PRIMARY KEY (kit, log, sequence, channel)
) WITHOUT ROWID;
CREATE INDEX averages_time ON averages (start_s);
CREATE INDEX averages_kit_time ON averages (kit, start_s);
CREATE INDEX averages_quantity_time ON averages (quantity, start_s);
CREATE INDEX averages_since_boot ON averages (kit, log, boot) WHERE since_boot_s IS NOT NULL;
CREATE TABLE clocks (
  kit INTEGER NOT NULL, log INTEGER NOT NULL, boot INTEGER NOT NULL,
  ticks_ms INTEGER NOT NULL, utc_ms INTEGER NOT NULL,
  PRIMARY KEY (kit, log, boot)
) WITHOUT ROWID;
`

/**
 * What is missing of a log is its highest number plus one, less the records that are here: counting
 * as they come costs nothing, where counting afterwards reads the whole log. `others` is the
 * kit's own list, as JSON.
 */
const LOGS_AND_OTHERS = `
CREATE TABLE logs (
  kit INTEGER NOT NULL, log INTEGER NOT NULL, highest INTEGER NOT NULL, records INTEGER NOT NULL,
  PRIMARY KEY (kit, log)
) WITHOUT ROWID;
INSERT INTO logs SELECT kit, log, max(sequence), count(*) FROM records GROUP BY kit, log;
ALTER TABLE kits ADD COLUMN others TEXT;
`

/**
 * `streams` are the series that others subscribe to: one quantity of one part of one kit, and
 * `ordinal` tells equal parts of a kit apart, in the order in which a record has them. Numbers of
 * streams and logs go out as identifiers, so they are given once and never again.
 */
const STREAMS = `
CREATE TABLE streams (
  number INTEGER PRIMARY KEY, kit INTEGER NOT NULL, quantity INTEGER NOT NULL,
  part INTEGER NOT NULL, ordinal INTEGER NOT NULL, UNIQUE (kit, quantity, part, ordinal)
);
ALTER TABLE averages ADD COLUMN stream INTEGER;
INSERT INTO streams (kit, quantity, part, ordinal)
  SELECT DISTINCT kit, quantity, part, row_number() OVER (
    PARTITION BY kit, log, sequence, quantity, part ORDER BY channel) - 1 AS ordinal
  FROM averages ORDER BY kit, part, quantity, ordinal;
UPDATE averages SET stream = (SELECT number FROM streams WHERE streams.kit = averages.kit
  AND streams.quantity = averages.quantity AND streams.part = averages.part AND streams.ordinal = (
    SELECT count(*) FROM averages AS before WHERE before.kit = averages.kit
      AND before.log = averages.log AND before.sequence = averages.sequence
      AND before.channel < averages.channel AND before.quantity = averages.quantity
      AND before.part = averages.part));
CREATE INDEX averages_stream_time ON averages (stream, start_s);
ALTER TABLE logs ADD COLUMN number INTEGER;
UPDATE logs SET number = (SELECT count(*) FROM logs AS before
  WHERE (before.kit, before.log) <= (logs.kit, logs.log));
CREATE UNIQUE INDEX logs_number ON logs (number);
`

/** `STEPS[n]` makes version n + 1 out of version n. Never changed once released, only added to. */
const STEPS: readonly string[] = [FIRST, LOGS_AND_OTHERS, STREAMS]

const SCHEMA_VERSION = STEPS.length

/** What has to be run on a file of this version; throws when no hub of ours made it. */
export function upgradeOf(file: string, version: number, tables: number): string | undefined {
  if (version === SCHEMA_VERSION) return undefined
  if (version > SCHEMA_VERSION && version < SCHEMA_VERSION + 100)
    throw new Error(
      `${file} was written by a later version of meetkit. Update meetkit, or choose another file ` +
        'with --database.',
    )
  if (version < 0 || version > SCHEMA_VERSION || (version === 0 && tables !== 0))
    throw new Error(
      `${file} is a database, but not one of a hub. Choose another file with --database.`,
    )
  return `${STEPS.slice(version).join('')} PRAGMA user_version = ${SCHEMA_VERSION};`
}
