/**
 * Draws scenarios. Each seed has an option set of its own (Groce et al., Swarm Testing, ISSTA
 * 2012): every kind of fault is in it or not, and how bad it is is drawn as well; so some runs have
 * little of everything, and others nothing but one thing, very often.
 */
import type { TargetConfig } from '../../../device/config/targets.ts'
import { Random } from '../random.ts'
import type { FaultFile } from '../scenario/format/faults.ts'
import { parseFile, type ScenarioFile } from '../scenario/format/schema.ts'
import { secondsOf } from '../scenario/format/values.ts'

/** Streams of draws: one for the shape, one for each kind of fault. */
const SHAPE = 60
const KINDS = 61

const HOURS_MAX = 20
const LOGS = [
  { blocks: 3, blockLength: 1_024 },
  { blocks: 4, blockLength: 2_048 },
  { blocks: 6, blockLength: 4_096 },
  { blocks: 32, blockLength: 4_096 },
  { blocks: 128, blockLength: 4_096 },
] as const
/** Bytes of flash that an average takes at the most, with a share of headers and marks. */
const RECORD_BYTES = 130
/** A boot writes records of its own and zeros, and may close a sector early. */
const RECORDS_A_BOOT = 6

function pick<T>(random: Random, among: readonly T[]): T {
  return among[random.between(0, among.length - 1)]!
}

const percent = (random: Random, most: number) => `${random.between(1, most)} %`
const seconds = (random: Random, most: number) => `${random.between(1, most)} s`

type Draw = (random: Random, durationS: number) => object

/** A kind of fault is in one of so many scenarios; bad flash, which may lose records, in fewer. */
const ONE_IN = 3
const FLASH_ONE_IN = 8
const FLASH_KINDS = 2

/** What each kind may look like, from a nuisance to the worst; bad flash comes first. */
const FAULTS: readonly Draw[] = [
  (random) => ({ fault: 'flash-rot', perDay: random.between(1, 60), bits: random.between(1, 8) }),
  () => ({ fault: 'bad-block' }),
  (random) => ({
    fault: pick(random, ['power-cut', 'brown-out']),
    perDay: random.between(1, 60),
    off: seconds(random, 120),
    inFlash: random.between(1, 8),
  }),
  (random) => ({
    fault: pick(random, ['power-cut', 'brown-out']),
    perDay: random.between(1, 60),
    off: seconds(random, 3_000),
  }),
  (random) => ({ fault: pick(random, ['reset', 'hang']), perDay: random.between(1, 40) }),
  (random) => ({
    fault: pick(random, ['wifi-outage', 'internet-outage', 'time-service-outage']),
    perDay: random.between(1, 30),
    length: seconds(random, 5_000),
  }),
  (random, durationS) => {
    const fromS = random.between(0, durationS - 1)
    const until = `${random.between(fromS + 1, durationS)} s`
    const fault = pick(random, ['wifi-outage', 'internet-outage', 'time-service-outage'])
    return { fault, from: `${fromS} s`, until }
  },
  (random) => ({
    fault: 'bad-network',
    lostRequests: percent(random, 40),
    lostReplies: percent(random, 40),
    doubledRequests: percent(random, 30),
    doubledReplies: percent(random, 30),
    lateRequests: percent(random, 30),
    garbledReplies: percent(random, 30),
    lateBy: seconds(random, 1_500),
  }),
  (random) => ({ fault: 'failing-target', share: percent(random, 100) }),
  (random) => ({ fault: 'slow-target', share: percent(random, 100), by: seconds(random, 60) }),
  (random, durationS) => ({
    fault: 'clock-step',
    at: `${random.between(0, durationS - 1)} s`,
    offset: `${pick(random, ['', '-'])}${random.between(1, 40_000_000)} s`,
  }),
  (random) => ({ fault: 'clock-drift', ppm: random.between(-300, 300) }),
  (random) => ({
    fault: 'loose-wire',
    part: pick(random, ['SDS011', 'BME280']),
    open: percent(random, 60),
    burst: seconds(random, 60),
  }),
  (random) => ({ fault: 'i2c-nack', part: 'BME280', share: percent(random, 30) }),
  (random) => ({
    fault: pick(random, ['stuck-fan', 'blinded-laser', 'swapped-wires']),
    part: 'SDS011',
  }),
]

/** The scenario of a seed. With `base`, its world and kits under other faults and chances. */
export function drawScenario(seed: number, base?: ScenarioFile): ScenarioFile {
  const random = new Random(seed, 0, SHAPE)
  const hours = random.between(2, HOURS_MAX)
  // The world of a base has moments of its own, for which there must be time.
  const duration = base?.duration ?? `${hours} h`
  const durationS = Math.floor(secondsOf(duration))
  const faults = FAULTS.flatMap((draw, kind) => {
    const chance = new Random(seed, kind, KINDS)
    const isIn = chance.between(1, kind < FLASH_KINDS ? FLASH_ONE_IN : ONE_IN) === 1
    return isIn ? [{ ...draw(chance, durationS), name: `f${kind}` }] : []
  })
  const kits = base === undefined ? [drawGroup(random)] : base.kits.map(fewOf)
  const drawn = {
    version: 1,
    title: `explored ${seed}`,
    place: base?.place ?? { latitude: 52, longitude: 5 },
    start: base?.start ?? '2025-12-31T18:00:00+01:00',
    duration,
    settle: '4 h',
    seed,
    world: base?.world ?? { layers: [{ layer: 'weather', temperature: 8, dewPoint: 4 }, SMOKE] },
    kits,
    faults: faults.filter((fault) => hasPart(fault, kits)),
  }
  const file = parseFile({ ...drawn, expect: [] })
  return { ...file, expect: parseFile({ ...drawn, expect: promises(file) }).expect }
}

const SMOKE = { layer: 'muenster-night' }

function drawGroup(random: Random) {
  const targets: { kind: TargetConfig['kind'] }[] = [{ kind: 'hub' }]
  for (const kind of ['influxdb', 'opensensemap', 'sensor-community'] as const)
    if (random.between(0, 4) === 0) targets.push({ kind })
  return {
    name: 'kit',
    count: random.between(1, 3),
    parts: [{ part: 'SDS011' }, { part: 'BME280' }],
    config: { periodS: pick(random, [60, 120, 300]), targets },
    flash: { ...pick(random, LOGS), writeAlign: pick(random, [1, 4, 16]) },
  }
}

/** Of a large group a few will do, many times over. */
function fewOf(group: ScenarioFile['kits'][number]) {
  return { ...group, count: Math.min(group.count, 2) }
}

function hasPart(fault: object, kits: readonly { parts: readonly object[] }[]): boolean {
  if (!('part' in fault)) return true
  return kits.some(({ parts }) => parts.some((part) => 'part' in part && part.part === fault.part))
}

/** What must hold whatever goes wrong. Records may be lost only where flash or room are. */
function promises({ kits, faults, duration, settle }: ScenarioFile): object[] {
  const rots = faults.some(({ fault }) => fault === 'flash-rot')
  const isSound = !rots && faults.every(({ fault }) => fault !== 'bad-block')
  // What rots at the end of the log leaves no trace: a boot counts without it, and gives its
  // number again (FORMAT.md).
  const ofNumbers = [{ expect: 'nothing-invented' }, { expect: 'all-counted' }]
  const always = [{ expect: 'backlog-below', records: 10 }, ...(rots ? [] : ofNumbers)]
  const lastingS = secondsOf(duration) + secondsOf(settle)
  const hasRoom = kits.every(({ flash, config }) => {
    const room = ((flash.blocks - 2) * flash.blockLength) / RECORD_BYTES
    return room * config.periodS > lastingS + bootsOf(faults, lastingS) * config.periodS
  })
  // Other targets want times that a boot may never have known.
  const isHub = kits.every(({ config }) => config.targets.every(({ kind }) => kind === 'hub'))
  return hasRoom && isSound && isHub ? [{ expect: 'nothing-lost' }, ...always] : always
}

/** Records that all the boots take the room of. */
function bootsOf(faults: readonly FaultFile[], lastingS: number): number {
  const perDay = faults.reduce(
    (sum, fault) => sum + (('perDay' in fault ? fault.perDay : undefined) ?? 0),
    0,
  )
  return ((perDay * lastingS) / 86_400) * RECORDS_A_BOOT
}
