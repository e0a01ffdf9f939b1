/** The firmware's module bundle in the real XS engine, one machine a kit. */
import { fileURLToPath } from 'node:url'
import type { KitReport } from '../guest/guest.ts'
import type { XsRuns } from '../guest/xs-main.ts'
import type { FleetKit } from '../scenario/fleet.ts'
import {
  type Engine,
  EngineMissing,
  endOfRunMs,
  type KitRun,
  type OnArrival,
  type OnBody,
} from './engine.ts'
import { bundleKey, modelsOf } from './own-models.ts'
import { findXsWorker, XsWorker } from './xs-worker.ts'

const ENTRY = fileURLToPath(new URL('../guest/xs-main.ts', import.meta.url))
/** Kinds of messages, in their first byte; `guest/xs-main.ts` has the other end. */
const UPLOAD = 1
const ARRIVAL = 3
/** Of an upload: kind, target, time in ms. */
const UPLOAD_HEAD = 10
/** Simulated time of one evaluation; short enough that a stuck guest is noticed. */
const STEP_MS = 600_000
const HOUR_MS = 3_600_000

/** Typed arrays become plain ones on the way into the engine. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_name, part) =>
    ArrayBuffer.isView(part) ? [...(part as Int32Array)] : part,
  )
}

/** Of this process, by the models in them. */
const SCRIPTS = new Map<string, string>()

export class XsEngine implements Engine {
  readonly name = 'xs'
  private readonly path: string
  private readonly runs: XsRuns
  private worker: XsWorker | undefined

  constructor(runs: XsRuns = 'watched') {
    this.runs = runs
    const path = findXsWorker()
    if (path === undefined)
      throw new EngineMissing(
        'XS is not here: it is the optional package @agoric/xsnap, which npm builds on Node 20 ' +
          'and 22 where it finds make and a C compiler. Install these, then run npm ci again; ' +
          'or set XSNAP_WORKER to the path of an xsnap-worker (see the README).',
      )
    this.path = path
  }

  async run(
    kit: FleetKit,
    hours: number,
    onUpload: OnBody,
    onArrival: OnArrival = () => {},
  ): Promise<KitRun> {
    const script = await this.scriptFor(kit)
    let report: KitReport | undefined
    const worker = new XsWorker(this.path, (message) => {
      if (message[0] === UPLOAD)
        onUpload(message.subarray(UPLOAD_HEAD), message.readDoubleLE(2), message[1]!)
      else if (message[0] === ARRIVAL) onArrival(message.readUInt32LE(2), message.readDoubleLE(6))
      else report = JSON.parse(message.toString('utf8', 1))
    })
    this.worker = worker
    try {
      await worker.evaluate(script)
      const start = [kit.setup, kit.series, this.runs]
      await worker.evaluate(`guestBegin(${start.map(toJson).join()})`)
      let computrons = 0
      let slotsAfterAnHour = 0
      const endMs = endOfRunMs(hours)
      for (let timeMs = 0; timeMs < endMs; ) {
        timeMs = Math.min(timeMs + STEP_MS, endMs)
        computrons += (await worker.command(`run ${timeMs}`)).computrons
        if (timeMs <= HOUR_MS) slotsAfterAnHour = (await worker.command('collect')).slots
      }
      const { slots } = await worker.command('collect')
      await worker.command('report')
      if (report === undefined) throw new Error('XS gave no report')
      return { report, cost: { computrons, slots, slotsGrown: slots - slotsAfterAnHour } }
    } finally {
      worker.close()
    }
  }

  private async scriptFor({ setup }: FleetKit): Promise<string> {
    const models = modelsOf(setup)
    const key = bundleKey(models)
    const known = SCRIPTS.get(key)
    if (known !== undefined) return known
    // The bundler is large, and of no use where the engine is missing.
    const { bundleForModules } = await import('../../build/bundle.ts')
    const script = `(() => {${await bundleForModules(ENTRY, models)}\n})()`
    SCRIPTS.set(key, script)
    return script
  }

  close(): void {
    this.worker?.close()
  }
}
