/** New Year's Eve, from the chips to the page. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pc from 'picocolors'
import type { Hub } from '../hub/hub.ts'
import { LiveFleet } from '../simulator/live/live-fleet.ts'
import type { FleetOptions } from '../simulator/scenario/fleet.ts'
import { MUENSTER_NIGHT_UTC_MS } from '../simulator/scenario/muenster-night.ts'
import { nightFleet } from '../simulator/scenario/night.ts'
import { EXIT_FAILURE, EXIT_INTERRUPTED } from './exit-codes.ts'
import { untilInterrupted } from './interruption.ts'
import { say } from './language.ts'
import { openHub } from './open-hub.ts'
import { startProgress } from './progress.ts'

export interface DemoOptions {
  readonly kits: number
  readonly hours: number
  readonly seed: number
  readonly period: number
  readonly seconds: number
  readonly port: number
  readonly exit?: boolean
}

/** Simulated time goes on in steps of this. */
const STEP_MS = 60_000
/** After the night, kits get this long to deliver what they hold; not a whole number of periods. */
const DRAIN_MS = 1_890_000

export async function demo(options: DemoOptions): Promise<void> {
  const interruption = listenForInterruption()
  const folder = await mkdtemp(join(tmpdir(), 'meetkit-demo-'))
  let simulatedMs = 0
  let hub: Hub | undefined
  try {
    hub = await openHub('demo', {
      port: options.port,
      database: join(folder, 'demo.sqlite'),
      now: () => MUENSTER_NIGHT_UTC_MS + simulatedMs,
      durable: false,
    })
    if (hub === undefined) return
    const onStep = (timeMs: number) => {
      simulatedMs = timeMs
      return interruption.happened
    }
    await showNight(hub.url, options, onStep)
    if (interruption.happened) process.exitCode = EXIT_INTERRUPTED
    else if (!options.exit) {
      const url = pc.cyan(hub.url)
      console.log(
        say(
          `\nThe page stays open at ${url}. Ctrl-C ends it.`,
          `\nDe pagina blijft open op ${url}. Ctrl-C stopt.`,
        ),
      )
      await interruption.promise
    }
  } finally {
    await hub?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function listenForInterruption(): { happened: boolean; promise: Promise<void> } {
  const promise = untilInterrupted(EXIT_INTERRUPTED)
  const interruption = { happened: false, promise }
  void promise.then(() => {
    interruption.happened = true
  })
  return interruption
}

/** `onStep` hears the simulated time and says whether to stop. */
type OnStep = (timeMs: number) => boolean

async function showNight(hubUrl: string, options: DemoOptions, onStep: OnStep): Promise<void> {
  announce(hubUrl, options)
  const fleet = makeDemoFleet(options, hubUrl)
  if (await playNight(fleet.live, options, onStep)) conclude(fleet)
}

function announce(url: string, options: DemoOptions): void {
  const kits = `${options.kits} kit${options.kits === 1 ? '' : 's'}`
  const page = pc.cyan(pc.underline(url))
  console.log(
    say(
      `${pc.bold('New Year’s Eve')}: ${kits}, the real firmware on simulated chips.`,
      `${pc.bold('Oudejaarsnacht')}: ${kits}, de echte firmware op gesimuleerde chips.`,
    ),
  )
  console.log(
    say(`Open ${page} and watch the smoke arrive.\n`, `Open ${page} en zie de rook komen.\n`),
  )
}

interface DemoFleet {
  readonly live: LiveFleet
  readonly digest: () => string
}

function makeDemoFleet(options: DemoOptions, hubUrl: string): DemoFleet {
  const fleetOptions: FleetOptions = {
    kits: options.kits,
    hours: options.hours,
    seed: options.seed,
    periodS: options.period,
    hubUrl: `${hubUrl.replace(/\/$/, '')}/api/v1/batches`,
  }
  const hashes = Array.from({ length: options.kits }, () => createHash('sha256'))
  const live = new LiveFleet(nightFleet(fleetOptions), (kit, body) => hashes[kit]!.update(body))
  const digest = () => {
    const all = createHash('sha256')
    for (const hash of hashes) all.update(hash.digest())
    return all.digest('hex')
  }
  return { live, digest }
}

/** False when it was stopped before the end. */
async function playNight(live: LiveFleet, options: DemoOptions, onStep: OnStep): Promise<boolean> {
  const nightMs = options.hours * 3_600_000
  const endMs = nightMs + DRAIN_MS
  const progress = startProgress(nightMs, true)
  const startedMs = performance.now()
  try {
    for (let timeMs = 0; timeMs < endMs; ) {
      timeMs = Math.min(timeMs + STEP_MS, endMs)
      await live.run(timeMs)
      if (onStep(timeMs)) return false
      const shownMs = Math.min(timeMs, nightMs)
      progress.update(shownMs, `${clock(shownMs)}  ${live.counts().records} records`)
      const dueMs = startedMs + (shownMs / nightMs) * options.seconds * 1000
      await rest(Math.max(0, dueMs - performance.now()))
    }
    return true
  } finally {
    progress.stop()
  }
}

function conclude(fleet: DemoFleet): void {
  const { records, acknowledged } = fleet.live.counts()
  const all = records === acknowledged
  const waiting = records - acknowledged
  const hash = fleet.digest()
  console.log(
    say(
      `\n${records} records measured, ${acknowledged} acknowledged by the hub.`,
      `\n${records} records gemeten, ${acknowledged} door de hub bevestigd.`,
    ),
  )
  console.log(
    all
      ? pc.green(say('Nothing was lost.', 'Niets ging verloren.'))
      : pc.yellow(say(`${waiting} wait in flash.`, `${waiting} wachten in flash.`)),
  )
  console.log(pc.dim(say(`hash of all uploads ${hash}`, `hash van alle uploads ${hash}`)))
  if (acknowledged === 0) process.exitCode = EXIT_FAILURE
}

function clock(timeMs: number): string {
  return `${new Date(MUENSTER_NIGHT_UTC_MS + timeMs).toISOString().slice(11, 16)} UTC`
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
