/** What the first hubs wrote, kept as they wrote it: files with it are still out there. */
export const SCHEMA_1 = `
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
