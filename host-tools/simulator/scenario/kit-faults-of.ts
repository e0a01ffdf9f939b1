/** What of a scenario's faults one kit meets, and when. */
import type {
  ClockFault,
  FlashFault,
  KitFaults,
  NetworkFault,
  NetworkRates,
  PartFault,
  PowerFault,
  Span,
} from '../faults/kit-faults.ts'
import type { Outage } from '../network.ts'
import { Random } from '../random.ts'
import { type Frame, faultSpan, spanOf, spansOf, timesOf } from './fault-times.ts'
import type { FaultFile } from './format/faults.ts'
import { secondsOf, shareOf } from './format/values.ts'

/** Streams of the draws of faults, one for each place in the file's list. */
const FAULTS = 1_000

export interface FaultPlan {
  readonly outages: readonly Outage[]
  /** Undefined where none of them needs more than a network that is down. */
  readonly faults: KitFaults | undefined
}

interface Draft {
  readonly outages: Outage[]
  readonly power: PowerFault[]
  readonly clock: ClockFault[]
  readonly silences: Span[]
  readonly network: NetworkFault[]
  readonly parts: PartFault[]
  readonly flash: FlashFault[]
  driftPpm: number
}

/** `strikes`: whether the fault at this place of the list strikes this kit. */
export function faultsOf(
  files: readonly FaultFile[],
  kit: number,
  strikes: (place: number) => boolean,
  frame: Frame,
): FaultPlan {
  const draft: Draft = {
    outages: [],
    power: [],
    clock: [],
    silences: [],
    network: [],
    parts: [],
    flash: [],
    driftPpm: 0,
  }
  files.forEach((fault, place) => {
    if (strikes(place)) add(draft, fault, new Random(frame.seed, kit, FAULTS + place), frame)
  })
  const { outages, power, clock, silences, network, parts, flash, driftPpm } = draft
  const count = power.length + clock.length + silences.length + network.length + flash.length
  if (count + parts.length === 0 && driftPpm === 0) return { outages, faults: undefined }
  const inTime = (a: { atS: number }, b: { atS: number }) => a.atS - b.atS
  return {
    outages,
    faults: {
      power: power.sort(inTime),
      clock: rightAtLast(clock.sort(inTime), frame),
      timeSilences: silences,
      driftPpm,
      network,
      parts,
      flash: flash.sort(inTime),
      calmFromS: frame.durationS,
    },
  }
}

/** The time service is right again when all settles. */
function rightAtLast(clock: readonly ClockFault[], { durationS }: Frame): ClockFault[] {
  return clock.length === 0 ? [] : [...clock, { atS: durationS, offsetS: 0 }]
}

function add(draft: Draft, fault: FaultFile, random: Random, frame: Frame): void {
  switch (fault.fault) {
    case 'power-cut':
    case 'brown-out': {
      const kind = fault.fault === 'power-cut' ? 'cut' : 'brown-out'
      const inFlash = fault.inFlash === undefined ? {} : { inFlash: fault.inFlash }
      for (const atS of timesOf(fault, random, frame))
        draft.power.push({ kind, atS, offS: secondsOf(fault.off), ...inFlash })
      return
    }
    case 'reset':
    case 'hang':
      for (const atS of timesOf(fault, random, frame)) draft.power.push({ kind: fault.fault, atS })
      return
    case 'wifi-outage':
    case 'internet-outage': {
      const kind = fault.fault === 'wifi-outage' ? 'wifi' : 'internet'
      for (const span of spansOf(fault, random, frame)) draft.outages.push({ kind, ...span })
      return
    }
    case 'time-service-outage':
      draft.silences.push(...spansOf(fault, random, frame))
      return
    case 'clock-step':
      draft.clock.push({ atS: frame.moment(fault.at), offsetS: offsetOf(fault.offset) })
      return
    case 'clock-drift':
      draft.driftPpm += fault.ppm
      return
    case 'bad-network':
    case 'failing-target':
    case 'slow-target':
      draft.network.push(networkFault(fault, frame))
      return
    default:
      addBroken(draft, fault, random, frame)
  }
}

type Broken = Extract<
  FaultFile,
  {
    fault:
      | 'flash-rot'
      | 'bad-block'
      | 'stuck-fan'
      | 'blinded-laser'
      | 'swapped-wires'
      | 'loose-wire'
      | 'i2c-nack'
  }
>

/** What is broken stays so to the end, unless it is said. */
function addBroken(draft: Draft, fault: Broken, random: Random, frame: Frame): void {
  if (fault.fault === 'flash-rot') {
    for (const atS of timesOf(fault, random, frame))
      draft.flash.push({ kind: 'rot', atS, bits: fault.bits })
    return
  }
  if (fault.fault === 'bad-block') {
    const drawn = random.between(0, frame.blocks - 1)
    const block = Math.min(fault.block ?? drawn, frame.blocks - 1)
    draft.flash.push({ kind: 'bad-block', atS: frame.moment(fault.at), block })
    return
  }
  const span = { ...spanOf(fault, frame, frame.endS + 1), part: fault.part }
  if (fault.fault === 'loose-wire')
    draft.parts.push({
      kind: 'loose-wire',
      ...span,
      openPerMille: perMille(fault.open),
      burstMs: Math.round(secondsOf(fault.burst) * 1000),
    })
  else if (fault.fault === 'i2c-nack')
    draft.parts.push({ kind: 'i2c-nack', ...span, nackPerMille: perMille(fault.share) })
  else draft.parts.push({ kind: fault.fault, ...span })
}

function networkFault(
  fault: Extract<FaultFile, { fault: 'bad-network' | 'failing-target' | 'slow-target' }>,
  frame: Frame,
): NetworkFault {
  const target = fault.target === undefined ? {} : { target: fault.target - 1 }
  const span = { ...faultSpan(fault, frame), ...target }
  if (fault.fault === 'failing-target')
    return { ...span, lateSMax: 0, failingPerMille: perMille(fault.share) }
  if (fault.fault === 'slow-target')
    return {
      ...span,
      lateSMax: 0,
      slowS: secondsOf(fault.by),
      slowPerMille: perMille(fault.share),
    }
  const rates: NetworkRates = {
    lostRequestPerMille: perMille(fault.lostRequests),
    lostReplyPerMille: perMille(fault.lostReplies),
    twicePerMille: perMille(fault.doubledRequests),
    replyTwicePerMille: perMille(fault.doubledReplies),
    latePerMille: perMille(fault.lateRequests),
    garbledReplyPerMille: perMille(fault.garbledReplies),
  }
  return { ...span, ...rates, lateSMax: secondsOf(fault.lateBy) }
}

/** What is less than the least that is drawn is that, and not never. */
function perMille(text: string | undefined): number {
  const share = text === undefined ? 0 : shareOf(text)
  return share === 0 ? 0 : Math.max(1, Math.round(share * 1000))
}

/** Seconds of an offset such as `-1 h`. */
function offsetOf(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1
  return sign * secondsOf(text.replace(/^[+-]/, ''))
}
