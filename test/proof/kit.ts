/**
 * One life of a journal on one flash: takes steps of a history, as the firmware would, and checks
 * each against the model.
 */
import { Journal } from '../../device/journal/journal.ts'
import { fillPayload, typeOf } from './content.ts'
import { EraseGuard } from './erase-guard.ts'
import { PowerCut, type ProofFlash } from './flash.ts'
import { recoveryBytesMax } from './geometries.ts'
import { Judge } from './judge.ts'
import { TARGETS } from './state.ts'
import type { Step } from './step.ts'
import { Violation } from './violation.ts'
import type { World } from './world.ts'

const RECORD_LENGTH_MAX = 240
const payload = new Uint8Array(RECORD_LENGTH_MAX)

export class Kit {
  readonly flash: ProofFlash
  /** Called when the model is ready for a cut, just before the journal is. */
  beforeCall: () => void = () => {}
  /** The append of the last step returned; its frame stands in this block. -1: no append. */
  appendedTo = -1
  private readonly world: World
  private readonly judge: Judge
  private journal: Journal | undefined
  /** This boot has appended a record. The firmware reads nothing before: see `device/kit.ts`. */
  private isSettled = false

  constructor(flash: ProofFlash, world: World) {
    this.flash = flash
    this.world = world
    this.judge = new Judge(flash, world)
    const guard = new EraseGuard(flash, world)
    flash.onErase = (block) => guard.check(block)
  }

  /** The kit has no power. */
  off(): void {
    this.journal = undefined
  }

  /** Takes the step; false when the power was cut in it. The kit is then off. */
  take(step: Step): boolean {
    if (this.journal === undefined && step.kind !== 'r' && step.kind !== 'x') this.boot()
    this.flash.cut = step.cut
    this.appendedTo = -1
    this.flash.begin()
    this.flash.zeroingsMax = 2 + this.world.now.cuts
    try {
      this.perform(step)
      return true
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error
      const { done, geometry } = this.flash
      this.world.crash(done.hasEraseUpTo(done.count), geometry.blocks)
      this.off()
      return false
    } finally {
      this.flash.cut = undefined
    }
  }

  private perform(step: Step): void {
    const { kind, count, target } = step
    if (kind === 'a') this.append(count, 0)
    else if (kind === 'b') this.append(count + 2, ++this.log().bootId)
    else if (kind === 't') this.call(() => void this.log().tidy())
    else if (kind === 'r') this.boot()
    else if (kind === 'x') this.flash.litter(count)
    else if (kind === 'k') this.acknowledge(target, count)
    else if (this.isSettled) this.readFor(step)
  }

  private readFor({ kind, count, target }: Step): void {
    if (kind === 'g') this.giveUp(target)
    else this.send(target, count)
    if (kind === 'd') this.acknowledge(target, count)
  }

  private log(): Journal {
    if (this.journal === undefined) throw new Error('the kit is off')
    return this.journal
  }

  /** A call of the journal that may write, with all that must hold around it. */
  private call(work: () => void): void {
    this.ready()
    work()
    if (this.flash.done.count > 0) this.world.now.isNamed = true
  }

  private ready(): void {
    if (this.flash.done.count > 0) throw new Violation('I7', 'reading has written')
    this.flash.limitReads()
    this.beforeCall()
  }

  private append(wanted: number, bootId: number): void {
    const { world, flash } = this
    const { now } = world
    const journal = this.log()
    const number = journal.nextSequence
    const length = Math.min(wanted, RECORD_LENGTH_MAX)
    world.checkFree(number)
    const { serial } = now
    fillPayload(payload, serial, bootId, length)
    now.doubt(now.base + number, length, bootId)
    this.ready()
    const given = journal.append(typeOf(serial, bootId), payload, length)
    if (given !== number) throw new Violation('I4', `number ${given}, and ${number} was next`)
    this.appendedTo = this.blockOfFrame()
    world.commit(this.appendedTo, flash)
    if (journal.nextSequence !== number + 1) throw new Violation('I4', 'the number did not rise')
    this.judge.checkCursors(this.log())
    if (this.isSettled) return
    this.isSettled = true
    this.judge.scanNewest(journal, now.boots & 1)
  }

  /** An append ends with its record's frame, so that it is durable when it returns. */
  private blockOfFrame(): number {
    const { done, geometry } = this.flash
    const last = done.count - 1
    if (last < 0 || done.isErase(last))
      throw new Violation('I1', 'an append has returned and its record was not written')
    return Math.floor(done.at(last) / geometry.blockLength)
  }

  /** Reads up to `count` records for the target, without a gap, as one batch. */
  private send(target: number, count: number): void {
    const journal = this.log()
    const { now } = this.world
    const first = this.nextOf(target)
    if (first < 0) return
    let to = first + 1
    while (
      to < first + count &&
      this.judge.find(journal, target, to) &&
      journal.found.sequence === to
    ) {
      this.world.checkFound(journal.found)
      to++
    }
    now.sentFrom[target] = first
    now.sentTo[target] = to
  }

  /** The next record for the target, checked; -1 when there is none. */
  private nextOf(target: number): number {
    const journal = this.log()
    const { world, flash } = this
    const { now } = world
    const cursor = journal.cursor(target)
    flash.limitReads()
    const isFound = journal.next(target)
    const reached = isFound ? journal.found.sequence : journal.nextSequence
    if (reached < cursor) throw new Violation('I4', `next gave ${reached}, the cursor is ${cursor}`)
    world.checkAbsent(cursor, reached, flash)
    if (isFound) world.checkFound(journal.found)
    if (journal.cursor(target) !== reached)
      throw new Violation('I8', `the cursor is ${journal.cursor(target)}, not ${reached}`)
    now.utmost[target] = Math.max(now.utmost[target]!, reached)
    return isFound ? reached : -1
  }

  /** The target acknowledges up to `count` of what was sent. */
  private acknowledge(target: number, count: number): void {
    const { world } = this
    const { now } = world
    const from = now.sentFrom[target]!
    const to = Math.min(now.sentTo[target]!, from + Math.max(count, 1))
    if (to <= from) return
    now.sentFrom[target] = now.sentTo[target] = 0
    world.deliver(target, from, to)
    now.utmost[target] = Math.max(now.utmost[target]!, to)
    now.late[target]! += Math.max(0, Math.min(this.log().cursor(target), to) - from)
    this.settle(target, to, () => this.log().acknowledge(target, from, to))
  }

  private giveUp(target: number): void {
    const { now } = this.world
    const number = this.nextOf(target)
    if (number < 0) return
    now.sentFrom[target] = now.sentTo[target] = 0
    now.utmost[target] = Math.max(now.utmost[target]!, number + 1)
    // It may have got this one, and forgotten, and now refuses it.
    now.slack[target]! += this.world.gotFrom(target, number) > 0 ? 1 : 0
    this.settle(target, number + 1, () => this.log().acknowledge(target, number, number + 1, 1))
  }

  private settle(target: number, to: number, work: () => void): void {
    const { now } = this.world
    now.settledCount += Math.max(0, to - now.known[target]!)
    this.call(work)
    now.known[target] = Math.max(now.known[target]!, to)
    this.judge.checkCursors(this.log())
  }

  private boot(): void {
    const { now } = this.world
    const fresh = 0x5eed0000 + ++now.boots
    const journal = new Journal(this.flash, TARGETS)
    this.flash.begin()
    this.ready()
    this.flash.bytesReadMax = recoveryBytesMax(this.flash.geometry)
    journal.recover(fresh)
    this.journal = journal
    this.judge.checkBoot(journal, fresh)
    this.isSettled = false
  }

  /** The faults have stopped: each target gets all that is held, in order, each number once. */
  drain(): void {
    if (this.journal === undefined) this.boot()
    this.flash.zeroingsMax = 2 + this.world.now.cuts
    const journal = this.log()
    this.flash.begin()
    if (!this.isSettled) this.append(2, ++journal.bootId)
    this.flash.begin()
    this.judge.tidyAll(journal)
    this.flash.begin()
    for (let target = 0; target < TARGETS; target++) {
      this.judge.scan(journal, target, 0)
      let last = -1
      for (;;) {
        const number = this.nextOf(target)
        if (number < 0) break
        if (number <= last) throw new Violation('I6', `record ${number} came twice`)
        last = number
        this.world.now.sentFrom[target] = number
        this.world.now.sentTo[target] = number + 1
        this.flash.begin()
        this.acknowledge(target, 1)
      }
      if (journal.cursor(target) !== journal.nextSequence)
        throw new Violation('I6', `target ${target} stays at ${journal.cursor(target)}`)
    }
  }
}
