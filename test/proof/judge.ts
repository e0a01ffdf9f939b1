/** Judges what a journal says of itself against what the model knows. */
import { CURSOR_STRIDE } from '../../device/journal/cursors.ts'
import type { Journal } from '../../device/journal/journal.ts'
import type { ProofFlash } from './flash.ts'
import { TARGETS } from './state.ts'
import { Violation } from './violation.ts'
import type { World } from './world.ts'

/** Larger logs are read in part after each boot, and whole at the end. */
const SCAN_ALL_BYTES = 8192
const SCAN_NEWEST = 24

export class Judge {
  private readonly flash: ProofFlash
  private readonly world: World

  constructor(flash: ProofFlash, world: World) {
    this.flash = flash
    this.world = world
  }

  /** Cursors and counts as they must be at any time. */
  checkCursors(journal: Journal): void {
    const { world, flash } = this
    const { now } = world
    const oldest = world.oldest(flash)
    if (journal.oldestSequence > oldest && oldest < now.top)
      throw new Violation('I1', `the oldest is said to be ${journal.oldestSequence}, not ${oldest}`)
    for (let target = 0; target < TARGETS; target++) {
      const cursor = journal.cursor(target)
      const utmost = Math.max(now.utmost[target]!, journal.oldestSequence)
      if (cursor > utmost)
        throw new Violation('I1', `target ${target} is at ${cursor}, beyond ${utmost}`)
      now.utmost[target] = Math.max(now.utmost[target]!, cursor)
      world.checkDropped(target, cursor, journal.dropped(target))
    }
  }

  /** The journal has just recovered, and would name a new log `fresh`. */
  checkBoot(journal: Journal, fresh: number): void {
    this.checkName(journal, fresh)
    if (this.flash.done.count > 0) this.world.now.isNamed = true
    this.checkNumbers(journal)
    this.checkLag(journal)
    this.checkCursors(journal)
  }

  /** How far cursors fell back. */
  private checkLag(journal: Journal): void {
    const { now } = this.world
    for (let target = 0; target < TARGETS; target++) {
      const cursor = journal.cursor(target)
      if (now.known[target]! - cursor >= CURSOR_STRIDE && cursor < now.known[target]!)
        throw new Violation('I8', `target ${target} is at ${cursor}, had ${now.known[target]}`)
      // What it acknowledged since flash last learnt of its cursor counts as dropped when it is
      // overwritten before it is sent again.
      const learnt = Math.max(0, now.known[target]! - CURSOR_STRIDE + 1)
      now.slack[target]! += this.world.gotFrom(target, learnt) + now.late[target]!
      now.late[target] = 0
    }
  }

  private checkName(journal: Journal, fresh: number): void {
    const { now } = this.world
    const { logId } = journal
    if (logId === now.logId) return
    if (now.isNamed) throw new Violation('I1', 'the log has another name')
    if (logId === now.formerId) {
      this.world.comeBack()
      return
    }
    if (logId !== fresh) throw new Violation('I2', 'the log has an invented name')
    this.world.rename(logId)
  }

  private checkNumbers(journal: Journal): void {
    const { now } = this.world
    const { nextSequence, oldestSequence, bootId } = journal
    this.world.checkFree(nextSequence)
    if (oldestSequence > nextSequence) throw new Violation('I4', 'the oldest is not there yet')
    if (bootId < now.bootIdDurable || bootId > now.bootIdMax)
      throw new Violation('I2', `boot ${bootId}, and the last was ${now.bootIdDurable}`)
  }

  find(journal: Journal, target: number, sequence: number): boolean {
    this.flash.limitReads()
    return journal.find(target, sequence)
  }

  scanNewest(journal: Journal, target: number): void {
    const isAll = this.flash.bytes.length <= SCAN_ALL_BYTES
    this.scan(journal, target, isAll ? 0 : journal.nextSequence - SCAN_NEWEST)
  }

  /** Reads all records from `from` on, as the target would. */
  scan(journal: Journal, target: number, from: number): void {
    const { world, flash } = this
    let wanted = Math.max(0, from)
    while (this.find(journal, target, wanted)) {
      const number = journal.found.sequence
      if (number < wanted || number >= journal.nextSequence)
        throw new Violation('I4', `asked for ${wanted}, found ${number}`)
      world.checkAbsent(wanted, number, flash)
      world.checkFound(journal.found)
      wanted = number + 1
    }
    world.checkAbsent(wanted, journal.nextSequence, flash)
    if (wanted < world.now.top) world.checkAbsent(wanted, world.now.top, flash)
  }

  tidyAll(journal: Journal): void {
    this.flash.limitReads()
    for (let turns = this.flash.geometry.blocks * 2; journal.tidy(); turns--)
      if (turns === 0) throw new Violation('I6', 'tidying never ends')
  }
}
