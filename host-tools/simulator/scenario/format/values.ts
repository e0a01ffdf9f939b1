/** Values that scenario files are full of: durations, moments, shares, texts in two languages. */
import * as v from 'valibot'

const UNITS_S = { ms: 0.001, s: 1, min: 60, h: 3_600, d: 86_400 } as const
const DURATION = /^(\d+(?:\.\d+)?) ?(ms|s|min|h|d)$/
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/
const SHARE = /^(\d{1,4}(?:\.\d+)?) ?%$/

/** As a pattern of JSON Schema, which knows no alternatives of patterns. */
const MOMENT = new RegExp(`${DURATION.source}|${CLOCK.source}`)

export const Duration = v.pipe(
  v.string('a duration is wanted, such as 20 s, 5 min or 12 h'),
  v.regex(DURATION, 'a duration is wanted, such as 20 s, 5 min or 12 h'),
  v.description('A duration: a number and ms, s, min, h or d.'),
)

export const Moment = v.pipe(
  v.string('a moment is wanted: a time since the start such as 90 min, or a clock time as "23:30"'),
  v.regex(
    MOMENT,
    'a moment is wanted: a time since the start such as 90 min, or a clock time as "23:30"',
  ),
  v.description('A time since the start, or a clock time: its first one after the start.'),
)

export const Share = v.pipe(
  v.string('a share is wanted, such as 10 %'),
  v.regex(SHARE, 'a share is wanted, such as 10 %'),
  v.check((text) => shareOf(text) <= 1, 'a share is at most 100 %'),
  v.description('A share, such as 10 %.'),
)

export const Percent = v.pipe(
  v.string('a percentage is wanted, such as 20 %'),
  v.regex(/^\d{1,4}(\.\d+)? ?%$/, 'a percentage is wanted, such as 20 %'),
  v.description('A percentage; it may be more than 100 %.'),
)

export const Text = v.pipe(
  v.union(
    [v.string(), v.strictObject({ en: v.string(), nl: v.string() })],
    'a text is wanted, or one in each language: {en: …, nl: …}',
  ),
  v.description('A text, or one for each language.'),
)
export type Text = v.InferOutput<typeof Text>

export const Name = v.pipe(
  v.string('a name is wanted'),
  v.regex(/^[A-Za-z][A-Za-z0-9_.-]{0,31}$/, 'a name is a letter and up to 31 of A-Z a-z 0-9 _ . -'),
)

/** A number from `minimum` to `maximum`. */
export function number(minimum: number, maximum: number, description: string) {
  const message = `a number from ${minimum} to ${maximum} is wanted`
  return v.pipe(
    v.number(message),
    v.minValue(minimum, message),
    v.maxValue(maximum, message),
    v.description(description),
  )
}

export function whole(minimum: number, maximum: number, description: string) {
  const message = `a whole number from ${minimum} to ${maximum} is wanted`
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(minimum, message),
    v.maxValue(maximum, message),
    v.description(description),
  )
}

/** One number for all the time, or one for the start and one for the end. */
export function course(minimum: number, maximum: number, description: string) {
  const one = number(minimum, maximum, description)
  return v.pipe(
    v.union(
      [one, v.strictTuple([one, one])],
      `a number from ${minimum} to ${maximum} is wanted, or two in brackets: start and end`,
    ),
    v.description(`${description} One for all the time, or two: at the start and at the end.`),
  )
}
export type Course = number | readonly [number, number]

export function courseOf(value: Course): readonly [number, number] {
  return typeof value === 'number' ? [value, value] : value
}

/** Seconds of a text that `Duration` lets pass. */
export function secondsOf(text: string): number {
  const match = DURATION.exec(text)!
  return Number(match[1]) * UNITS_S[match[2] as keyof typeof UNITS_S]
}

/** Seconds from the start to a moment, given the local time of day at the start in seconds. */
export function momentOf(text: string, startOfDayS: number): number {
  const clock = CLOCK.exec(text)
  if (clock === null) return secondsOf(text)
  const dayS = Number(clock[1]) * 3_600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0)
  return (dayS - (startOfDayS % 86_400) + 86_400) % 86_400
}

/** 0 to 1. */
export function shareOf(text: string): number {
  return Number(SHARE.exec(text)![1]) / 100
}
