/** When faults come: at a moment, from one to another, or as often as it is drawn. */
import type { Span } from '../faults/kit-faults.ts'
import type { Random } from '../random.ts'
import { secondsOf } from './format/values.ts'

const DAY_S = 86_400
/** Of an outage that comes so often a day. */
const LENGTH = '10 min'

/** When faults may come, and the log that they may strike. */
export interface Frame {
  readonly seed: number
  readonly durationS: number
  readonly endS: number
  readonly blocks: number
  /** Seconds from the start to a moment of the file. */
  moment(text: string): number
}

/** At its moment, or as often as it comes on the mean, at drawn ones. */
export function timesOf(
  { at, perDay }: { at?: string | undefined; perDay?: number | undefined },
  random: Random,
  frame: Frame,
  { fromS, toS }: Span = { fromS: 0, toS: frame.durationS },
): number[] {
  const times = at === undefined ? [] : [frame.moment(at)]
  const wanted = ((perDay ?? 0) * Math.max(0, toS - fromS)) / DAY_S
  const whole = Math.floor(wanted)
  const count = whole + (random.between(0, 999_999) < (wanted - whole) * 1_000_000 ? 1 : 0)
  const firstS = Math.floor(fromS) + 1
  const lastS = Math.max(firstS, Math.floor(toS) - 1)
  for (let i = 0; i < count; i++) times.push(random.between(firstS, lastS))
  return times.filter((atS) => atS < toS).sort((a, b) => a - b)
}

type Lasting = { from?: string | undefined; until?: string | undefined }

export function spanOf({ from, until }: Lasting, frame: Frame, otherwiseS: number): Span {
  const fromS = from === undefined ? 0 : frame.moment(from)
  const toS = until === undefined ? otherwiseS : frame.moment(until)
  return { fromS, toS }
}

/** Not into the time in which all settles. */
export function faultSpan(fault: Lasting, frame: Frame): Span {
  const { fromS, toS } = spanOf(fault, frame, frame.durationS)
  return { fromS, toS: Math.min(toS, frame.durationS) }
}

/** One span; or, within it, one of the fault's length as often as it comes. */
export function spansOf(
  fault: Lasting & { perDay?: number | undefined; length?: string | undefined },
  random: Random,
  frame: Frame,
): Span[] {
  const { perDay, until, length } = fault
  const whole = faultSpan(fault, frame)
  if (perDay === undefined) {
    const isShorter = until === undefined && length !== undefined
    const toS = isShorter ? whole.fromS + secondsOf(length) : whole.toS
    return [{ fromS: whole.fromS, toS: Math.min(toS, whole.toS) }]
  }
  const lengthS = secondsOf(length ?? LENGTH)
  return timesOf({ perDay }, random, frame, whole).map((fromS) => ({
    fromS,
    toS: Math.min(whole.toS, fromS + lengthS),
  }))
}
