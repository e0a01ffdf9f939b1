/**
 * One hub to a database file.
 *
 * node-sqlite3-wasm locks a database by making the directory `<file>.lock`, and nothing removes it
 * when the process dies: the next start would find the database busy for ever. So a hub writes its
 * process id into `<file>.pid` first. Who holds that file may clear the stale directory; a file
 * left by a process that lives no more is taken over. Beside the id stands which start of the
 * machine it is of, where the system tells: after a power cut the same id is soon another
 * program's, and the hub has to come up by itself.
 *
 * The limits of this: an id that went to another program without a restart looks alive, and then
 * the message names the file to remove; and programs other than a hub do not look at the file.
 */
import { readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'

/** Files that this very process holds: its own id in a file proves nothing. */
const heldHere = new Set<string>()

/** Takes the lock of `database` and returns the way to give it back. Throws when it is taken. */
export function lockDatabase(database: string): () => void {
  const file = `${database}.pid`
  if (!tryToWrite(file)) {
    const [id, start] = readFileSync(file, 'utf8').split(' ')
    const holder = Number(id)
    if (heldHere.has(file) || (isThisStart(start) && isAlive(holder)))
      throw new Error(
        `${database} is in use by process ${holder}. Stop that hub, or choose another file with ` +
          `--database. If process ${holder} is no hub, remove ${file}.`,
      )
    rmSync(file, { force: true })
    if (!tryToWrite(file)) throw new Error(`${database} was taken by another hub just now.`)
  }
  const unlock = () => {
    heldHere.delete(file)
    rmSync(file, { force: true })
  }
  heldHere.add(file)
  try {
    removeStaleDirectory(`${database}.lock`)
  } catch (error) {
    unlock()
    throw error
  }
  return unlock
}

/** False when the file exists. Other faults, such as a folder that cannot be written, throw. */
function tryToWrite(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${machineStart() ?? ''}`.trim(), { flag: 'wx' })
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Random name of this start of the machine, where the system has one. */
function machineStart(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch (_notLinux) {
    return undefined
  }
}

/** A file that does not say counts as of this start. */
function isThisStart(start: string | undefined): boolean {
  const mine = machineStart()
  return start === undefined || mine === undefined || start === mine
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

function removeStaleDirectory(directory: string): void {
  try {
    rmdirSync(directory)
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code
}
