/** Holds one kit's run against everything that its scenario expects of it. */
import type { ExpectationFile } from '../scenario/format/checks.ts'
import { EXPECTATIONS, type Scenario } from '../scenario/scenario.ts'
import { coverageAtLeast } from './coverage.ts'
import { deliveredWithin } from './delivered-within.ts'
import {
  allCounted,
  backlogBelow,
  hubsOf,
  nothingInvented,
  nothingLost,
} from './delivery-checks.ts'
import { type Finding, untried } from './finding.ts'
import type { KitView } from './kit-view.ts'
import { flagRaised, meanWithin, memoryBelow } from './value-checks.ts'
import { words } from './words.ts'

/** These look at what a hub has; no other target keeps records whole. */
const AT_HUB: readonly ExpectationFile['expect'][] = [
  'all-counted',
  'nothing-invented',
  'delivered-within',
  'flag',
  'mean',
  'coverage',
]
const NO_HUB = words('this kit has no hub', 'deze kit heeft geen hub')

/** Which kits each expectation names, looked up once for a whole run. */
export class Judge {
  private readonly expectations: readonly ExpectationFile[]
  private readonly named: readonly ReadonlySet<number>[]
  private readonly excepted: readonly ReadonlySet<number>[]

  constructor(scenario: Scenario) {
    this.expectations = scenario.file.expect
    this.named = this.expectations.map(({ kits, except }, i) =>
      scenario.select(kits, except, EXPECTATIONS + i),
    )
    this.excepted = this.expectations.map(({ except }, i) =>
      scenario.select(except, 'none', EXPECTATIONS + i),
    )
  }

  /** For each expectation what it found; undefined where it does not speak of this kit. */
  findings(view: KitView): (Finding | undefined)[] {
    return this.expectations.map((expectation, i) => {
      const { number } = view.kit.setup
      const isNamed = this.named[i]!.has(number)
      const isOther = !isNamed && !this.excepted[i]!.has(number)
      const speaks = isNamed || (isOther && expectation.expect === 'flag' && expectation.only)
      if (!speaks) return undefined
      const isBlind = AT_HUB.includes(expectation.expect) && hubsOf(view).length === 0
      const finding = isBlind ? untried(NO_HUB) : findingOf(expectation, isNamed, view)
      return isNamed ? finding : { ...finding, isOther: true }
    })
  }
}

/** `isNamed`: the expectation names this kit, and not only the others. */
function findingOf(expectation: ExpectationFile, isNamed: boolean, view: KitView): Finding {
  switch (expectation.expect) {
    case 'nothing-lost':
      return nothingLost(view)
    case 'all-counted':
      return allCounted(view)
    case 'nothing-invented':
      return nothingInvented(view)
    case 'delivered-within':
      return deliveredWithin(expectation, view)
    case 'flag':
      return flagRaised(expectation, isNamed, view)
    case 'mean':
      return meanWithin(expectation, view)
    case 'coverage':
      return coverageAtLeast(expectation, view)
    case 'memory-below':
      return memoryBelow(expectation, view)
    case 'backlog-below':
      return backlogBelow(expectation, view)
  }
}
