/** Faults of the disk and of the file on it. The library passes on SQLite's text, and no code. */

/** What is wrong and what to do, by the beginning of SQLite's message. */
const STORAGE_FAULTS: readonly [message: string, advice: string][] = [
  ['database or disk is full', 'the disk is full; make room on it'],
  ['disk I/O error', 'the disk cannot be written or read; see whether it is full or failing'],
  ['database is locked', 'another program holds the database; close that program'],
  ['attempt to write a readonly database', 'the database may not be written; give the hub leave'],
  ['unable to open database file', 'the database or a file beside it cannot be opened'],
  ['out of memory', 'the memory of this machine is full; close other programs'],
  ['database disk image is malformed', 'the database is damaged; put back a copy of it'],
]

/** What to tell of an error that is the disk's and not the program's; else undefined. */
export function storageFault(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'SQLite3Error') return undefined
  const { message } = error
  return STORAGE_FAULTS.find(([beginning]) => message.startsWith(beginning))?.[1]
}
