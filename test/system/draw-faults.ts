/** Draws what goes wrong. Each kind has its own stream, so that one more of it changes no other. */
import type { NetworkRates, PowerFault } from '../../host-tools/simulator/faults/kit-faults.ts'
import { Random } from '../../host-tools/simulator/random.ts'
import { type Fault, HUB_ENDS, pick } from './storm.ts'

const POWER = 31
const OUTAGES = 32
const CLOCK = 33
const RATES = 34
const HUB = 35

const RATE_NAMES: readonly (keyof NetworkRates)[] = [
  'lostRequestPerMille',
  'lostReplyPerMille',
  'twicePerMille',
  'latePerMille',
  'slowPerMille',
  'replyTwicePerMille',
  'serverErrorPerMille',
  'garbledReplyPerMille',
]
/** Steps of the time service, up to years; most are small. */
const OFFSETS_S = [0.3, -0.7, 5, -40, 300, -3_600, 7_200, -86_400, 40_000_000, -40_000_000]

export function drawFaults(
  seed: number,
  kits: number,
  hours: number,
  periodS: number,
  blocks: number,
): Fault[] {
  const endS = hours * 3600
  const faults: Fault[] = []
  for (let kit = 0; kit < kits; kit++) {
    drawPower(new Random(seed, kit, POWER), kit, endS, faults)
    drawOutages(new Random(seed, kit, OUTAGES), kit, endS, blocks * periodS, faults)
    drawClock(new Random(seed, kit, CLOCK), kit, endS, faults)
    drawRates(new Random(seed, kit, RATES), kit, faults)
  }
  const random = new Random(seed, kits, HUB)
  for (let restart = random.between(0, 12); restart > 0; restart--)
    faults.push({
      hub: {
        atS: random.between(60, endS),
        offS: random.between(0, 2) === 0 ? random.between(1, 3_600) : 0,
        end: pick(random, HUB_ENDS),
      },
    })
  return faults
}

function drawPower(random: Random, kit: number, endS: number, faults: Fault[]): void {
  for (let count = random.between(0, 14); count > 0; count--) {
    const atS = random.between(5, endS)
    const which = random.between(0, 9)
    if (which === 0) faults.push({ kit, power: { kind: 'reset', atS } })
    else if (which === 1) faults.push({ kit, power: { kind: 'hang', atS } })
    else drawLoss(random, kit, atS, faults)
  }
}

/** Half of them within a flash operation; some are followed by others while the kit boots. */
function drawLoss(random: Random, kit: number, atS: number, faults: Fault[]): void {
  const kind = random.between(0, 1) === 0 ? 'cut' : 'brown-out'
  const offS = random.between(0, 3) === 0 ? random.between(1, 4_000) : random.between(1, 20)
  const isInside = random.between(0, 2) > 0
  const power: PowerFault = { kind, atS, offS }
  faults.push({ kit, power: isInside ? { ...power, inFlash: random.between(1, 8) } : power })
  if (isInside) return
  for (let nested = random.between(0, 3), at = atS; nested > 0; nested--) {
    at += 1
    const inFlash = random.between(1, 4)
    faults.push({ kit, power: { kind: 'cut', atS: at, offS: random.between(1, 20), inFlash } })
  }
}

/** Short ones, and at times one that is longer than a small log. */
function drawOutages(
  random: Random,
  kit: number,
  endS: number,
  longS: number,
  faults: Fault[],
): void {
  for (let count = random.between(0, 5); count > 0; count--) {
    const kind = random.between(0, 1) === 0 ? 'wifi' : 'internet'
    const fromS = random.between(0, endS)
    const isLong = random.between(0, 2) === 0
    const toS = fromS + (isLong ? random.between(longS * 20, longS * 90) : random.between(5, 4_000))
    faults.push({ kit, outage: { kind, fromS, toS: Math.min(toS, endS) } })
  }
}

function drawClock(random: Random, kit: number, endS: number, faults: Fault[]): void {
  for (let count = random.between(0, 9); count > 0; count--)
    faults.push({
      kit,
      clock: { atS: random.between(0, endS), offsetS: pick(random, OFFSETS_S) },
    })
  for (let count = random.between(0, 2); count > 0; count--) {
    const fromS = random.between(0, endS)
    faults.push({ kit, silence: { fromS, toS: fromS + random.between(60, 20_000) } })
  }
  if (random.between(0, 1) === 0) faults.push({ kit, driftPpm: random.between(-200, 200) })
}

function drawRates(random: Random, kit: number, faults: Fault[]): void {
  for (const rate of RATE_NAMES) {
    const perMille = random.between(10, 400)
    if (random.between(0, 1) === 0) faults.push({ kit, rate, perMille })
  }
}
