/**
 * The firmware's bundle in a real Espruino: the Linux build that ESPRUINO names. Bundle, simulator
 * and recorded world stand in its Storage, as the firmware does on a board; each kit has a folder,
 * and so a flash, of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { KitReport } from '../guest/guest.ts'
import type { FleetKit } from '../scenario/fleet.ts'
import {
  type Cost,
  type Engine,
  EngineMissing,
  EngineRefusal,
  endOfRunMs,
  type KitRun,
  type OnArrival,
  type OnBody,
} from './engine.ts'
import { bundleKey, modelsOf } from './own-models.ts'

const GUEST = fileURLToPath(new URL('../guest/espruino-main.ts', import.meta.url))
const FIRMWARE = fileURLToPath(new URL('../../../device/index.ts', import.meta.url))
/** Fake flash of Espruino's Linux build (targets/linux/jshardware.c). */
const STORAGE_ADDRESS = 0x10000000
const PAGE_LENGTH = 1024
const FILE_HEADER_LENGTH = 32
const COPY_LENGTH = 4096
/** Of what it printed, where nobody knows what it means. */
const TOLD_LENGTH = 1_000

/** Longest time that one kit may take: the interpreter needs a second for some ten minutes. */
function timeoutMs(hours: number): number {
  return 120_000 + hours * 600_000
}

interface Bundles {
  readonly meetkit: string
  readonly guest: string
}

/** Firmware and guest, both as global code and so without a name in common. */
async function bundlesWith(models: readonly string[]): Promise<Bundles> {
  // The bundler is large, and of no use where the engine is missing.
  const { bundleForEspruino } = await import('../../build/bundle.ts')
  const { code: meetkit } = await bundleForEspruino(FIRMWARE)
  const reserved = [...new Set(meetkit.match(/[\w$]+/g))]
  return { meetkit, guest: (await bundleForEspruino(GUEST, { reserved, models })).code }
}

/** Of this process, by the models in them. */
const BUNDLES = new Map<string, Bundles>()

export class EspruinoEngine implements Engine {
  readonly name = 'espruino'
  private readonly path: string
  private readonly idle: boolean
  private child: ChildProcess | undefined

  /** `idle`: instead of the firmware one that does nothing, to measure what the simulator costs. */
  constructor(idle = false) {
    this.idle = idle
    const path = process.env['ESPRUINO'] ?? ''
    if (!existsSync(path))
      throw new EngineMissing(
        'No Espruino: set ESPRUINO to the path of an Espruino Linux binary ' +
          '(build one with "make BOARD=LINUX" in a checkout of github.com/espruino/Espruino).',
      )
    this.path = path
  }

  /** Rejects with EngineRefusal for a kit with faults: there is no room for what makes them. */
  async run(
    kit: FleetKit,
    hours: number,
    onUpload: OnBody,
    onArrival: OnArrival = () => {},
  ): Promise<KitRun> {
    if (kit.setup.faults !== undefined)
      throw new EngineRefusal(`${kit.setup.id}: Espruino runs kits without faults only`)
    const bundles = await this.bundlesFor(kit)
    const folder = await mkdtemp(join(tmpdir(), 'meetkit-espruino-'))
    try {
      await this.install(folder, kit, bundles)
      return await this.start(folder, kit, hours, onUpload, onArrival)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  private async bundlesFor({ setup }: FleetKit): Promise<Bundles> {
    const models = modelsOf(setup)
    const key = bundleKey(models)
    const known = BUNDLES.get(key) ?? (await bundlesWith(models))
    BUNDLES.set(key, known)
    return known
  }

  close(): void {
    this.child?.kill('SIGKILL')
  }

  /** Fills Storage: the journal's region first, so that its place is known. */
  private async install(folder: string, kit: FleetKit, bundles: Bundles): Promise<void> {
    const files = new Map<string, string | Buffer>()
    files.set('meetkit', bundles.meetkit)
    files.set('guest', bundles.guest)
    files.set('setup', JSON.stringify(kit.setup))
    const series = kit.series.map((one, i) => {
      files.set(`t${i}`, int32(one.timesS))
      files.set(`v${i}`, int32(one.values))
      return { quantity: one.quantity, times: `t${i}`, values: `v${i}` }
    })
    files.set('series', JSON.stringify(series))
    for (const [name, content] of files) await writeFile(join(folder, name), content)
    const { blocks, blockLength } = kit.setup.flash
    const logLength = blocks * blockLength + PAGE_LENGTH - FILE_HEADER_LENGTH
    const lines = [
      'var S=require("Storage"),F=require("fs");S.eraseAll();',
      `S.write("log","K",0,${logLength});`,
      ...[...files].flatMap(([name, content]) => copyLines(name, Buffer.byteLength(content))),
      'print("installed");',
    ]
    await writeFile(join(folder, 'install.js'), lines.join('\n'))
    const output = await this.interpret(folder, 'install.js', 60_000, () => {})
    if (!output.includes('installed')) throw new Error(`Espruino could not install:\n${output}`)
  }

  private async start(
    folder: string,
    { setup }: FleetKit,
    hours: number,
    onUpload: OnBody,
    onArrival: OnArrival,
  ): Promise<KitRun> {
    // Global code, as on a board: a function of a module has a link to the module's scope besides.
    const region = [STORAGE_ADDRESS + PAGE_LENGTH, PAGE_LENGTH].join()
    const lines = [
      'var storage_=require("Storage");',
      'function array_(n){return new Int32Array(storage_.readArrayBuffer(n));}',
      'var series_=JSON.parse(storage_.read("series")).map(function(s){',
      '  return {quantity:s.quantity,timesS:array_(s.times),values:array_(s.values)};});',
      'var exports={},empty_=process.memory().usage;',
      this.idle ? '' : 'eval(storage_.read("meetkit"));',
      'var bundle_=exports,length_=process.memory().usage-empty_;',
      'exports={};eval(storage_.read("guest"));',
      'exports.runKit(bundle_,length_,JSON.parse(storage_.read("setup")),series_,',
      `  ${setup.flash.blocks},${setup.flash.blockLength},`,
      `  ${region},${endOfRunMs(hours)});`,
    ]
    await writeFile(join(folder, 'run.js'), lines.join('\n'))
    let report: KitReport | undefined
    let cost: Cost = {}
    let body = ''
    let first: number | undefined
    const output = await this.interpret(folder, 'run.js', timeoutMs(hours), (mark, rest) => {
      if (mark === 'U') body += rest
      if (mark === 'T') {
        const [target, timeUs] = rest.split(' ').map(Number)
        onUpload(Buffer.from(body, 'base64'), timeUs! / 1000, target!)
        body = ''
      } else if (mark === 'A') {
        const [number, timeUs] = rest.split(' ').map(Number)
        onArrival(number!, timeUs! / 1000)
      } else if (mark === 'R') report = JSON.parse(rest)
      else if (mark === 'M') {
        const [firmware, resident, peak] = rest.split(' ').map(Number)
        first ??= resident!
        cost = {
          jsVarsFirmware: firmware!,
          jsVarsResident: resident!,
          jsVarsPeak: peak!,
          jsVarsGrown: resident! - first,
        }
      }
    })
    if (report === undefined) throw explain(output)
    return { report, cost }
  }

  /** Runs one script; `onMark` gets the marked lines, the result is everything else it printed. */
  private interpret(
    folder: string,
    script: string,
    limitMs: number,
    onMark: (mark: string, rest: string) => void,
  ): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.path, [script], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] })
      this.child = child
      const limit = setTimeout(() => child.kill('SIGKILL'), limitMs)
      let other = ''
      createInterface({ input: child.stdout }).on('line', (line) => {
        const marked = /(?:^|[\r>])([ATUMR]) ([^\r]*)\r?$/.exec(line)
        if (marked) onMark(marked[1]!, marked[2]!)
        else other += `${line}\n`
      })
      child.on('error', reject)
      child.on('close', () => {
        clearTimeout(limit)
        resolve(other)
      })
    })
  }
}

/** Copies a file into Storage, piece by piece: a large one has no room in memory as a whole. */
function copyLines(name: string, length: number): string[] {
  const lines = [`var f=E.openFile("${name}","r");`]
  for (let at = 0; at < length; at += COPY_LENGTH)
    lines.push(`S.write("${name}",f.read(${COPY_LENGTH}),${at},${length});`)
  return [...lines, 'f.close();']
}

/** A kit that this Espruino cannot run, or what it printed first: a dump of its memory follows. */
function explain(output: string): Error {
  const assertion = /ASSERT\(.*\) FAILED AT \S+/.exec(output)?.[0]
  if (assertion === undefined && !output.includes('MEMORY'))
    return new Error(`Espruino gave no report:\n${output.slice(0, TOLD_LENGTH)}`)
  return new EngineRefusal(
    'this Espruino has not enough JsVars for the kit and its simulator' +
      `${assertion === undefined ? '' : ` (${assertion})`}: use fewer parts or targets; ` +
      'two parts with a hub and one other target have room',
  )
}

function int32(values: ArrayLike<number>): Buffer {
  return Buffer.from(Int32Array.from(values).buffer)
}
