/** What a scenario expects of its kits. Each expectation is judged for every kit that it names. */
import * as v from 'valibot'
import { FLAGS } from '../../../../device/sampling/flags.ts'
import { Selection } from './selection.ts'
import { Duration, Moment, number, Percent, Share, whole } from './values.ts'

const whose = {
  kits: v.optional(Selection, 'all'),
  except: v.optional(Selection, 'none'),
}

const QUANTITY_NAMES = [
  'pm25',
  'pm10',
  'temperature',
  'humidity',
  'pressure',
  'co2',
  'noise_laeq',
] as const

const NothingLost = v.pipe(
  v.strictObject({ expect: v.literal('nothing-lost'), ...whose }),
  v.description('Every record that a kit called durable is at its target or still in flash.'),
)

const AllCounted = v.pipe(
  v.strictObject({ expect: v.literal('all-counted'), ...whose }),
  v.description('What is missing at the hub, the hub knows of.'),
)

const OnceOnly = v.pipe(
  v.strictObject({ expect: v.literal('nothing-invented'), ...whose }),
  v.description('The hub holds no record that was not appended, each as it was, each once.'),
)

const DeliveredWithin = v.pipe(
  v.strictObject({
    expect: v.literal('delivered-within'),
    ...whose,
    time: Duration,
    share: v.optional(Share, '100 %'),
  }),
  v.description('From the end of its period to the target’s receipt.'),
)

const Flags = v.pipe(
  v.strictObject({
    expect: v.literal('flag'),
    flag: v.picklist(FLAGS),
    ...whose,
    only: v.optional(v.boolean(), true),
  }),
  v.description(
    'These kits raise the flag and, unless `only` is false, no others do; `except` may or may not.',
  ),
)

const Mean = v.pipe(
  v.strictObject({
    expect: v.literal('mean'),
    ...whose,
    quantity: v.picklist(QUANTITY_NAMES),
    within: v.optional(Percent, '0 %'),
    orBy: v.optional(number(0, 1e6, 'In the quantity’s unit; the wider of both counts.'), 0),
    from: v.optional(Moment),
    until: v.optional(Moment),
  }),
  v.description('The mean of what a kit sent, against the truth in the same periods.'),
)

const Coverage = v.pipe(
  v.strictObject({ expect: v.literal('coverage'), ...whose, atLeast: Share }),
  v.description('Readings that counted, of all that the run had room for.'),
)

const Memory = v.pipe(
  v.strictObject({
    expect: v.literal('memory-below'),
    ...whose,
    jsVars: v.optional(whole(1, 1e6, 'Espruino: at the peak, simulator and all.')),
    xsSlots: v.optional(whole(1, 1e6, 'XS: at the end, simulator and all.')),
    growth: v.optional(whole(0, 1e6, 'More of either at the end than after an hour.')),
  }),
  v.description('Holds in the engine that counts it; elsewhere it is told as not tried.'),
)

const Backlog = v.pipe(
  v.strictObject({
    expect: v.literal('backlog-below'),
    ...whose,
    records: whole(1, 1e6, 'Records in flash that a target lacks at the end.'),
  }),
  v.description('What still waits at the end.'),
)

export const Expectation = v.variant('expect', [
  NothingLost,
  AllCounted,
  OnceOnly,
  DeliveredWithin,
  Flags,
  Mean,
  Coverage,
  Memory,
  Backlog,
])
export type ExpectationFile = v.InferOutput<typeof Expectation>
