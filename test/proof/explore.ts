/**
 * Tries every cut. A step is taken once while its flash operations are noted; then, for each place
 * in each of them, the image just before is taken again, cut there, and the kit goes on: it boots,
 * is checked, works a little, boots again. Below the greatest depth, each step of that going on is
 * itself explored in the same way.
 */
import { type Cut, ERASE_WAYS, PAGE_WAYS, type Way, WORD_WAYS } from './cut.ts'
import { ProofFlash } from './flash.ts'
import type { Geometry } from './geometries.ts'
import { Kit } from './kit.ts'
import { State } from './state.ts'
import { parse, type Step } from './step.ts'
import { World } from './world.ts'

/** What a kit does after a cut, taken in turns. */
const AFTERMATHS = [
  'r,a5,t,d0.9,a3',
  'r,b,d1.9,a6,t',
  'r,t,a2,a9,g0',
  'r,a1,d0.40,r,a4,t',
  'r,a11,r,a1,d1.2',
].map(parse)
const BOOT = parse('r,b')
/** One trial in so many ends with all being delivered. */
const DRAIN_STRIDE = 8

/** One life of the kit, and what is needed to fork it. */
class Level {
  readonly flash: ProofFlash
  readonly kit: Kit
  /** The image just before the operation that is cut. */
  readonly base: ProofFlash
  /** The model before the call, after it, and before the trial. */
  readonly before = new State()
  readonly after = new State()
  readonly forked = new State()
  path: Step[] = []

  constructor(geometry: Geometry, world: World) {
    this.flash = new ProofFlash(geometry)
    this.base = new ProofFlash(geometry)
    this.kit = new Kit(this.flash, world)
    this.kit.beforeCall = () => {
      this.before.copy(world.now)
      this.base.copy(this.flash)
    }
  }
}

export class Explorer {
  cuts = 0
  /** Cuts that may still follow the first of a trial. */
  depth = 1
  /** Called with each cut. */
  onCut: () => void = () => {}
  private readonly geometry: Geometry
  private readonly world = new World()
  private readonly levels: readonly Level[]

  constructor(geometry: Geometry, depthMax: number) {
    this.geometry = geometry
    this.levels = Array.from({ length: depthMax + 1 }, () => new Level(geometry, this.world))
  }

  /** The history that is under way, with its cuts. */
  history(): Step[] {
    return this.levels.flatMap(({ path }) => path)
  }

  /** Takes a step without any cut. */
  take(step: Step): void {
    const { kit, path } = this.levels[0]!
    path.push(step)
    kit.take(step)
  }

  /** Takes a step, and tries every cut in it. */
  explore(step: Step): void {
    this.exploreAt(0, step)
  }

  private exploreAt(at: number, step: Step): void {
    const { world } = this
    const level = this.levels[at]!
    level.path.push(step)
    level.kit.take(step)
    if (at >= this.depth || level.flash.done.count === 0) return
    level.after.copy(world.now)
    world.restore(level.before)
    level.path.pop()
    for (let op = 0; op < level.flash.done.count; op++) {
      this.cutOperation(at, step, op)
      level.base.apply(level.flash.done, op)
    }
    level.path.push(step)
    if (level.kit.appendedTo >= 0) world.commit(level.kit.appendedTo, level.flash)
    world.now.copy(level.after)
  }

  private cutOperation(at: number, step: Step, op: number): void {
    const { done } = this.levels[at]!.flash
    this.tryWay(at, step, op, 'n', 0)
    if (done.isErase(op)) {
      for (const way of ERASE_WAYS) this.tryWay(at, step, op, way, 0)
      this.tryWay(at, step, op, 'n', 1)
      return
    }
    const words = done.length(op) / this.geometry.writeAlign
    for (let word = 0; word < words; word++) {
      for (const way of WORD_WAYS) this.tryWay(at, step, op, way, word)
      this.tryWay(at, step, op, 'n', word + 1)
    }
    if (words > 1) for (const way of PAGE_WAYS) this.tryWay(at, step, op, way, 0)
  }

  private tryWay(at: number, step: Step, op: number, way: Way, word: number): void {
    this.trial(at, step, { op, way, word, seed: (this.cuts * 0x2545f491) >>> 12 })
  }

  private trial(at: number, step: Step, cut: Cut): void {
    const { world } = this
    const level = this.levels[at]!
    const child = this.levels[at + 1]!
    const number = this.cuts++
    this.onCut()
    child.forked.copy(world.now)
    child.flash.copy(level.base)
    child.flash.fail(level.flash.done, cut)
    child.kit.off()
    child.path = [{ ...step, cut }]
    world.crash(level.flash.done.hasEraseUpTo(cut.op), this.geometry.blocks)
    for (const next of AFTERMATHS[number % AFTERMATHS.length]!) this.exploreAt(at + 1, next)
    for (const next of BOOT) {
      child.path.push(next)
      child.kit.take(next)
    }
    if (number % DRAIN_STRIDE === 0) child.kit.drain()
    child.path = []
    world.restore(child.forked)
  }
}
