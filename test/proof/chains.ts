/** Chains of cuts drawn by lot, up to eight one after the other, on logs of real size. */
import type { Random } from '../../host-tools/simulator/random.ts'
import { drawStep, withCut } from './draw.ts'
import { ProofFlash } from './flash.ts'
import type { Geometry } from './geometries.ts'
import { Kit } from './kit.ts'
import { State } from './state.ts'
import { type Step, step } from './step.ts'
import { World } from './world.ts'

const CUTS_MAX = 8
const STEPS_BETWEEN_MAX = 5

export class Chains {
  cuts = 0
  onCut: () => void = () => {}
  private readonly geometry: Geometry
  private readonly world = new World()
  private readonly start: ProofFlash
  private readonly flash: ProofFlash
  private readonly kit: Kit
  private readonly forked = new State()
  private filling: readonly Step[] = []
  private path: Step[] = []

  constructor(geometry: Geometry) {
    this.geometry = geometry
    this.start = new ProofFlash(geometry)
    this.flash = new ProofFlash(geometry)
    this.kit = new Kit(this.flash, this.world)
  }

  history(): Step[] {
    return [...this.filling, ...this.path]
  }

  /** What all chains begin with. */
  fill(steps: readonly Step[]): void {
    const kit = new Kit(this.start, this.world)
    this.path = []
    for (const step of steps) {
      this.path.push(step)
      kit.take(step)
    }
    this.filling = steps
    this.path = []
    this.forked.copy(this.world.now)
  }

  /** One chain; `isDrained`: at its end everything is delivered, and so all of the log is read. */
  run(random: Random, isDrained: boolean): void {
    this.flash.copy(this.start)
    this.kit.off()
    this.path = []
    this.take(step('r'))
    for (let cuts = random.between(1, CUTS_MAX); cuts > 0; ) {
      for (let steps = random.between(0, STEPS_BETWEEN_MAX); steps > 0; steps--)
        this.take(drawStep(random, this.geometry))
      if (this.take(withCut(random, drawStep(random, this.geometry)))) continue
      cuts--
      this.cuts++
      this.onCut()
    }
    if (isDrained) this.kit.drain()
    else {
      this.take(step('r'))
      this.take(step('b'))
    }
    this.world.restore(this.forked)
  }

  private take(step: Step): boolean {
    this.path.push(step)
    return this.kit.take(step)
  }
}
