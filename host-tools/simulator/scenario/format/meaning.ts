/** What the schema cannot tell: names that lead nowhere, times that end before they begin. */
import { isParticulateMatter } from '../../../../device/quantity-codes.ts'
import { UTC_MS_END, UTC_MS_MIN } from '../../../../device/time/wall-clock.ts'
import { partByName } from '../../../parts/parts.ts'
import { MODELS } from '../../chips/models.ts'
import { wrongBusKey } from '../parts/own.ts'
import type { PartFile } from '../parts/parts.ts'
import { groupFault, partNames, timingOf } from '../scenario.ts'
import { type Complaint, type Path, remedy, ScenarioError } from './complaint.ts'
import type { ReadScenario } from './read.ts'
import type { ScenarioFile } from './schema.ts'
import { selectionFaults } from './selection-faults.ts'
import { momentOf, secondsOf, shareOf } from './values.ts'

const KITS_MAX = 200_000
/** Faults that only a particle sensor with fan and laser can have. */
const DUST_FAULTS = ['stuck-fan', 'blinded-laser']
/** These need a moment, or to be told how often they come. */
const SUDDEN = ['power-cut', 'brown-out', 'reset', 'hang', 'flash-rot']

/** Time is drawn in ms. */
const BURST_MIN_S = 0.001

type Say = (path: Path, message: string) => void

/** Throws a ScenarioError with all that is wrong. */
export function checkMeaning(name: string, { file, complain }: ReadScenario): void {
  const complaints: Complaint[] = []
  const say: Say = (path, message) => void complaints.push(complain(path, message))
  checkTiming(file, say)
  checkKits(file, say)
  checkFaults(file, say)
  checkFireworks(file, say)
  checkSpans(file.world.layers, ['world', 'layers'], file, say)
  for (const [i, { kits, except }] of file.expect.entries()) {
    for (const text of selectionFaults(kits, file)) say(['expect', i, 'kits'], text)
    for (const text of selectionFaults(except, file)) say(['expect', i, 'except'], text)
  }
  checkSpans(file.expect, ['expect'], file, say)
  checkLimits(file, say)
  if (complaints.length > 0) throw new ScenarioError(name, complaints)
}

function checkTiming(file: ScenarioFile, say: Say): void {
  if (timingOf(file).durationS === 0) say(['duration'], 'duration: must be longer than that')
  const day = file.start.slice(0, 10)
  const time = new Date(`${day}T00:00:00Z`).getTime()
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === day
  if (!isDay || Number.isNaN(Date.parse(file.start)))
    say(['start'], `start: there is no such moment as ${file.start}`)
  const { startUtcS, endS } = timingOf(file)
  if (startUtcS * 1000 < UTC_MS_MIN || (startUtcS + endS) * 1000 > UTC_MS_END)
    say(['start'], 'start: kits know times from 2015 to 2099')
}

/** Time runs on from one to the next, and there is ground to let them off from. */
function checkFireworks(file: ScenarioFile, say: Say): void {
  const { startOfDayS } = timingOf(file)
  for (const [i, layer] of file.world.layers.entries()) {
    if (layer.layer !== 'fireworks') continue
    const at = (key: string): Path => ['world', 'layers', i, key]
    const name = `world.layers[${i}]`
    if (layer.calmRadius > 0.99 * layer.radius)
      say(at('calmRadius'), `${name}.calmRadius: leaves no room within ${layer.radius} m`)
    const [fromS, peakS, untilS] = [layer.from, layer.peak, layer.until].map((text) =>
      momentOf(text, startOfDayS),
    )
    if (peakS! < fromS! || peakS! > untilS!)
      say(at('peak'), `${name}.peak: does not lie between "from" and "until"`)
  }
}

const isMissing = (value: unknown) => value === undefined

/** An expectation without a limit would hold always, or never. */
function checkLimits({ expect }: ScenarioFile, say: Say): void {
  for (const [i, one] of expect.entries()) {
    if (one.expect === 'mean' && shareOf(one.within) === 0 && one.orBy === 0)
      say(['expect', i], `expect[${i}]: "within" or "orBy" is missing`)
    if (one.expect === 'memory-below' && [one.jsVars, one.xsSlots, one.growth].every(isMissing))
      say(['expect', i], `expect[${i}]: "jsVars", "xsSlots" or "growth" is missing`)
  }
}

function checkKits(file: ScenarioFile, say: Say): void {
  const { kits } = file
  const total = kits.reduce((sum, { count }) => sum + count, 0)
  if (total > KITS_MAX) say(['kits'], `kits: ${total} kits are more than ${KITS_MAX}`)
  const names = new Set<string>()
  for (const [i, group] of kits.entries()) {
    if (group.name === 'all' || group.name === 'none')
      say(['kits', i, 'name'], `kits[${i}].name: "${group.name}" already means something`)
    if (names.has(group.name))
      say(['kits', i], `kits[${i}].name: "${group.name}" stands there twice`)
    names.add(group.name)
    if (secondsOf(group.switchedOnWithin) > timingOf(file).durationS)
      say(['kits', i, 'switchedOnWithin'], `kits[${i}].switchedOnWithin: longer than all`)
    const fault = groupFault(group)
    if (fault !== '') say(['kits', i, 'config'], `kits[${i}].config.${fault}`)
    for (const [p, part] of group.parts.entries()) checkPart(part, i, p, say)
  }
}

function checkPart(part: PartFile, group: number, place: number, say: Say): void {
  const path: Path = ['kits', group, 'parts', place]
  if (part.part !== 'use') {
    if (MODELS[part.part] === undefined) say(path, `no model of ${part.part}`)
    return
  }
  const key = wrongBusKey(part)
  const has = key === 'port' ? 'is on I2C and has no port' : 'is not on I2C and has no address'
  if (key !== undefined)
    say([...path, key], `kits[${group}].parts[${place}].${key}: ${part.name} ${has}`)
}

function countsParticles(part: string): boolean {
  const channels = partByName(part)?.channels ?? []
  return channels.some(({ quantity }) => isParticulateMatter(quantity.code))
}

/** Of a part of one's own nobody knows. */
function canBeOnBus(part: string): boolean {
  const known = partByName(part)
  return known === undefined || known.addresses !== undefined
}

function checkFaults(file: ScenarioFile, say: Say): void {
  const { faults, kits } = file
  const all = [...new Set(kits.flatMap(partNames))]
  checkSpans(faults, ['faults'], file, say, timingOf(file).durationS)
  checkNames(faults, say)
  for (const [i, fault] of faults.entries()) {
    const at = (key: string): Path => ['faults', i, key]
    for (const text of selectionFaults(fault.kits, file, i)) say(at('kits'), text)
    for (const text of selectionFaults(fault.except, file, i)) say(at('except'), text)
    if ('part' in fault) {
      if (!all.includes(fault.part))
        say(at('part'), `faults[${i}].part: no kit has "${fault.part}"${remedy(fault.part, all)}`)
      else if (DUST_FAULTS.includes(fault.fault) && !countsParticles(fault.part))
        say(at('part'), `faults[${i}].part: ${fault.part} has no fan and no laser`)
      else if (fault.fault === 'i2c-nack' && !canBeOnBus(fault.part))
        say(at('part'), `faults[${i}].part: ${fault.part} is not on I2C`)
      else if (partByName(fault.part)?.bus === 'analog')
        say(at('part'), `faults[${i}].part: ${fault.part} has no wires that could fail`)
    }
    if ('burst' in fault && secondsOf(fault.burst) < BURST_MIN_S)
      say(at('burst'), `faults[${i}].burst: must be at least ${BURST_MIN_S * 1000} ms`)
    const { at: when, perDay } = fault as { at?: string; perDay?: number }
    if (SUDDEN.includes(fault.fault) && when === undefined && perDay === undefined)
      say(['faults', i], `faults[${i}]: "at" or "perDay" is missing`)
    if ('target' in fault && fault.target !== undefined) {
      const most = Math.max(...kits.map(({ config }) => config.targets.length))
      if (fault.target > most)
        say(at('target'), `faults[${i}].target: no kit has more than ${most}`)
    }
  }
}

/** "hit by" must mean one of them. */
function checkNames(faults: ScenarioFile['faults'], say: Say): void {
  const names = faults.map(({ name }) => name)
  for (const [i, name] of names.entries())
    if (name !== undefined && names.indexOf(name) < i)
      say(['faults', i, 'name'], `faults[${i}].name: "${name}" stands there twice`)
}

/** `from` comes before `until`, and what begins does so before `lastS`. */
function checkSpans(
  items: readonly object[],
  path: Path,
  file: ScenarioFile,
  say: Say,
  lastS = timingOf(file).endS,
): void {
  const { startOfDayS, durationS } = timingOf(file)
  const end = lastS > durationS ? 'the end' : 'the end of "duration"'
  for (const [i, item] of items.entries()) {
    const moments = item as Record<'from' | 'until' | 'at' | 'peak', string | undefined>
    const isRecording = 'file' in item
    if (isRecording) continue
    const { from, until, at, peak } = moments
    const name = `${path.join('.')}[${i}]`
    for (const [key, text] of Object.entries({ from, at, peak }))
      if (text !== undefined && momentOf(text, startOfDayS) >= lastS)
        say([...path, i, key], `${name}.${key}: ${text} comes after ${end}`)
    if (until === undefined) continue
    const fromS = from === undefined ? 0 : momentOf(from, startOfDayS)
    if (momentOf(until, startOfDayS) <= fromS)
      say([...path, i, 'until'], `${name}.until: ends before it begins`)
  }
}
