/** Runs a scenario, or one shard of it: in this thread or in many, always with the same result. */
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import type { Engine, EngineName, EngineOptions } from '../engines/engine.ts'
import { openEngine } from '../engines/open.ts'
import { importOwn } from '../own-module.ts'
import { remedy } from '../scenario/format/complaint.ts'
import { Scenario, type ScenarioSource } from '../scenario/scenario.ts'
import { KitRunner } from './kit-run.ts'
import { namesOf } from './ledger.ts'
import { Pool } from './pool.ts'
import { assemble, type Heading, type Part, type ScenarioResult } from './result.ts'

/** Ids that are named when one is wrong. */
const IDS_MAX = 200

export interface RunOptions {
  readonly engine: EngineName
  readonly engineOptions?: EngineOptions
  /** Threads; 0 runs in this one. */
  readonly workers: number
  /** Kits number k, k + n, … of the fleet, counted from 1. */
  readonly shard?: readonly [k: number, n: number]
  /** Ids of the kits that are run; all if it is not said. */
  readonly only?: readonly string[]
  /** Folder for what is recorded of each kit. */
  readonly record?: string | undefined
  /** Hears how many kits are done, of how many. */
  readonly onKit?: (done: number, all: number) => void
}

export class ScenarioRun {
  private readonly source: ScenarioSource
  private readonly scenario: Scenario
  private readonly options: RunOptions
  private pool: Pool | undefined
  private engine: Engine | undefined
  private readonly numbers: readonly number[]
  private isClosed = false

  private constructor(
    source: ScenarioSource,
    scenario: Scenario,
    options: RunOptions,
    numbers: readonly number[],
  ) {
    this.source = source
    this.scenario = scenario
    this.options = options
    this.numbers = numbers
  }

  /**
   * Rejects when a recording or a module that the scenario names cannot be used, and for the id of
   * a kit that it has not.
   */
  static async open(source: ScenarioSource, options: RunOptions): Promise<ScenarioRun> {
    const scenario = await Scenario.open(source)
    await tryOwnModels(source)
    return new ScenarioRun(source, scenario, options, chosenKits(scenario, options))
  }

  /**
   * Rejects with EngineMissing where the engine is not installed, with EngineRefusal where it
   * cannot do what is asked, and when closed.
   */
  async run(): Promise<ScenarioResult> {
    const { scenario, options, numbers } = this
    const threads = Math.min(options.workers, numbers.length)
    const parts = threads > 0 ? await this.inThreads(threads, numbers) : await this.here(numbers)
    return assemble(headingOf(scenario, options.engine), parts, options.shard)
  }

  close(): void {
    this.isClosed = true
    this.pool?.close()
    this.engine?.close()
  }

  private async inThreads(threads: number, numbers: readonly number[]): Promise<Part[]> {
    const { source, options } = this
    const { engine, engineOptions = {}, record } = options
    // What is missing is said here once, and not by every thread.
    ;(await openEngine(engine, engineOptions)).close()
    this.pool = new Pool({ source, engine, engineOptions, record }, threads, numbers)
    let done = 0
    return this.pool.run((count) => {
      done += count
      options.onKit?.(done, numbers.length)
    })
  }

  private async here(numbers: readonly number[]): Promise<Part[]> {
    this.engine = await openEngine(this.options.engine, this.options.engineOptions ?? {})
    const runner = new KitRunner(this.scenario, this.engine, this.options.record)
    try {
      for (const [i, number] of numbers.entries()) {
        if (this.isClosed) throw new Error('closed')
        await runner.run(number)
        this.options.onKit?.(i + 1, numbers.length)
      }
    } finally {
      this.engine.close()
    }
    return [runner.part()]
  }
}

/** Numbers of the kits that are run. Throws for the id of a kit that there is not. */
export function chosenKits(
  { ids }: Scenario,
  { only, shard }: Pick<RunOptions, 'only' | 'shard'>,
): number[] {
  const strange = only?.find((id) => !ids.includes(id))
  if (strange !== undefined)
    throw new Error(`no kit "${strange}"${remedy(strange, ids.slice(0, IDS_MAX))}`)
  const [k, n] = shard ?? [1, 1]
  return [...ids.keys()].filter(
    (number) => number % n === k - 1 && (only === undefined || only.includes(ids[number]!)),
  )
}

/** Chips in files of the user's: what is wrong with them is said before anything runs. */
async function tryOwnModels({ file, folder }: ScenarioSource): Promise<void> {
  for (const { parts } of file.kits)
    for (const part of parts) if (part.part === 'use') await importOwn(resolve(folder, part.file))
}

export function headingOf(scenario: Scenario, engine: EngineName): Heading {
  const { file, seed, durationS, endS, binS, ids } = scenario
  return {
    title: file.title,
    about: file.about ?? null,
    scenario: createHash('sha256').update(JSON.stringify(file)).digest('hex'),
    seed,
    engine,
    start: file.start,
    durationS,
    endS,
    binS,
    quantities: namesOf(scenario),
    kits: ids.length,
    idleFaults: scenario
      .idleFaults()
      .map((place) => `faults[${place}] (${file.faults[place]!.fault})`),
    expectations: file.expect,
  }
}
