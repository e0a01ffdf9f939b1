/** A scenario with each event of one kit spelled out, so that any of them can be left out alone. */
import type { KitFaults } from '../faults/kit-faults.ts'
import type { FaultFile } from '../scenario/format/faults.ts'
import { parseFile, type ScenarioFile } from '../scenario/format/schema.ts'
import { Scenario } from '../scenario/scenario.ts'

/** Faults that are drawn as events; all others stay as they are, for this kit. */
const DRAWN: readonly FaultFile['fault'][] = [
  'power-cut',
  'brown-out',
  'reset',
  'hang',
  'wifi-outage',
  'internet-outage',
  'time-service-outage',
  'flash-rot',
  'bad-block',
]

export async function spelledOut(
  file: ScenarioFile,
  folder: string,
  kit: number,
): Promise<ScenarioFile> {
  const scenario = await Scenario.open({ file, folder })
  const { setup } = scenario.kit(kit)
  const kits = setup.id
  const steady = file.faults.flatMap((fault, place) => {
    if (DRAWN.includes(fault.fault) || !scenario.strikes(place, kit)) return []
    return [{ ...fault, kits, except: 'none' }]
  })
  const outages = setup.outages.map(({ kind, fromS, toS }) => ({
    fault: `${kind}-outage`,
    kits,
    from: `${fromS} s`,
    until: `${toS} s`,
  }))
  const faults = [...steady, ...outages, ...events(setup.faults ?? {}, kits)]
  return parseFile({ ...file, faults: faults.map(({ ...fault }) => withoutName(fault)) })
}

function withoutName(fault: object): object {
  const { name: _name, ...rest } = fault as { name?: string }
  return rest
}

function events({ power, timeSilences, flash }: KitFaults, kits: string): object[] {
  const cuts = (power ?? []).map((one) => {
    const at = `${one.atS} s`
    if (!('offS' in one)) return { fault: one.kind, kits, at }
    const fault = one.kind === 'cut' ? 'power-cut' : 'brown-out'
    const inFlash = one.inFlash === undefined ? {} : { inFlash: one.inFlash }
    return { fault, kits, at, off: `${one.offS} s`, ...inFlash }
  })
  const silences = (timeSilences ?? []).map(({ fromS, toS }) => ({
    fault: 'time-service-outage',
    kits,
    from: `${fromS} s`,
    until: `${toS} s`,
  }))
  const decays = (flash ?? []).map((one) => {
    const at = `${one.atS} s`
    return one.kind === 'rot'
      ? { fault: 'flash-rot', kits, at, bits: one.bits }
      : { fault: 'bad-block', kits, at, block: one.block }
  })
  return [...cuts, ...silences, ...decays]
}
