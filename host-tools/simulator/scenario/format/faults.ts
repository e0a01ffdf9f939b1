/**
 * What goes wrong in a scenario. A fault comes at a moment, lasts from one to another, or comes so
 * many times a day, as the seed draws it for each kit.
 */
import * as v from 'valibot'
import { Selection } from './selection.ts'
import { Duration, Moment, Name, number, Share, whole } from './values.ts'

const who = {
  name: v.optional(v.pipe(Name, v.description('For "hit by" in a selection of kits.'))),
  kits: v.optional(Selection, 'all'),
  except: v.optional(Selection, 'none'),
}
/** A moment, or so many of them. */
const when = {
  at: v.optional(Moment),
  perDay: v.optional(number(0.001, 10_000, 'How often a day, on the mean.')),
}
/** From the start and to the end of the faults where it is not said. */
const during = { from: v.optional(Moment), until: v.optional(Moment) }
const part = { part: v.pipe(Name, v.description('Which part of the kit.')) }
const TARGET = {
  target: v.optional(whole(1, 4, 'Which of the kit’s targets; all of them if it is not said.')),
}

const PowerLoss = v.strictObject({
  fault: v.picklist(['power-cut', 'brown-out']),
  ...who,
  ...when,
  off: v.optional(Duration, '5 s'),
  inFlash: v.optional(
    whole(1, 100, 'Power goes within that write or erase after the moment, which is half done.'),
  ),
})

const Restart = v.strictObject({ fault: v.picklist(['reset', 'hang']), ...who, ...when })

const Outage = v.strictObject({
  fault: v.picklist(['wifi-outage', 'internet-outage', 'time-service-outage']),
  ...who,
  ...during,
  perDay: when.perDay,
  length: v.optional(
    v.pipe(Duration, v.description('10 min, unless "until" says it, or "from" alone: to the end.')),
  ),
})

const Network = v.strictObject({
  fault: v.literal('bad-network'),
  ...who,
  ...during,
  ...TARGET,
  lostRequests: v.optional(Share),
  lostReplies: v.optional(Share),
  doubledRequests: v.optional(Share),
  doubledReplies: v.optional(Share),
  lateRequests: v.optional(Share),
  garbledReplies: v.optional(Share),
  lateBy: v.optional(Duration, '60 s'),
})

const FailingTarget = v.strictObject({
  fault: v.literal('failing-target'),
  ...who,
  ...during,
  ...TARGET,
  share: v.optional(Share, '100 %'),
})

const SlowTarget = v.strictObject({
  fault: v.literal('slow-target'),
  ...who,
  ...during,
  ...TARGET,
  share: v.optional(Share, '100 %'),
  by: v.optional(Duration, '25 s'),
})

const ClockStep = v.strictObject({
  fault: v.literal('clock-step'),
  ...who,
  at: Moment,
  offset: v.pipe(
    v.string(),
    v.regex(/^[+-]?\d+(\.\d+)? ?(ms|s|min|h|d)$/, 'an offset is wanted, such as -1 h'),
    v.description(
      'How far off the time service is from then on; 0 s makes it right before all settles.',
    ),
  ),
})

const ClockDrift = v.strictObject({
  fault: v.literal('clock-drift'),
  ...who,
  ppm: number(-10_000, 10_000, 'By how much the board’s oscillator runs fast.'),
})

const FlashRot = v.strictObject({
  fault: v.literal('flash-rot'),
  ...who,
  ...when,
  bits: v.optional(whole(1, 64, 'Bits of one byte or its neighbours that turn over.'), 1),
})

const BadBlock = v.strictObject({
  fault: v.literal('bad-block'),
  ...who,
  at: v.optional(Moment, '0 s'),
  block: v.optional(whole(0, 4_095, 'Drawn if it is not said.')),
})

const PartFault = v.strictObject({
  fault: v.picklist(['stuck-fan', 'blinded-laser', 'swapped-wires']),
  ...who,
  ...part,
  ...during,
})

const LooseWire = v.strictObject({
  fault: v.literal('loose-wire'),
  ...who,
  ...part,
  ...during,
  open: v.optional(Share, '20 %'),
  burst: v.optional(Duration, '2 s'),
})

const Nack = v.strictObject({
  fault: v.literal('i2c-nack'),
  ...who,
  ...part,
  ...during,
  share: v.optional(Share, '5 %'),
})

export const Fault = v.variant('fault', [
  PowerLoss,
  Restart,
  Outage,
  Network,
  FailingTarget,
  SlowTarget,
  ClockStep,
  ClockDrift,
  FlashRot,
  BadBlock,
  PartFault,
  LooseWire,
  Nack,
])
export type FaultFile = v.InferOutput<typeof Fault>
