/** Sentences in both languages. */
import type { FLAGS } from '../../../device/sampling/flags.ts'

/** Flags as the pages call them in Dutch. */
export const FLAGS_NL: Record<(typeof FLAGS)[number], string> = {
  saturated: 'verzadigd',
  stuck: 'vastgelopen',
  'out-of-range': 'buiten bereik',
  humid: 'te vochtig',
  'warming-up': 'warmt op',
  'sensor-missing': 'sensor ontbreekt',
  'checksum-errors': 'controlefouten',
  'bus-errors': 'busfouten',
  defective: 'defect',
}

export interface Words {
  readonly en: string
  readonly nl: string
}

export function words(en: string, nl: string): Words {
  return { en, nl }
}

const HOUR_S = 3_600

/** 1:05:09, as a time since the start. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(whole / HOUR_S)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
}

/** Seconds of an ISO 8601 time as if its wall clock showed UTC. */
export function wallSeconds(time: string): number {
  return Date.parse(`${time.replace(/(Z|[+-]\d\d:\d\d)$/, '')}Z`) / 1000
}

/** What a clock on the wall shows at a moment, in the zone of `start`: 2025-12-31 19:25:00. */
export function momentText(start: string, atS: number): string {
  const text = new Date((wallSeconds(start) + Math.round(atS)) * 1000).toISOString()
  return text.slice(0, 19).replace('T', ' ')
}

/** A duration in the unit that suits it. */
export function durationText(seconds: number): string {
  if (seconds < 100) return `${round(seconds, 1)} s`
  if (seconds < 2 * HOUR_S) return `${round(seconds / 60, 1)} min`
  return `${round(seconds / HOUR_S, 1)} h`
}

/** No more decimals than wanted, and none that are zero. */
export function round(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)))
}

/** Never more than it is: what falls short of all is not called 100 %. */
export function percentText(share: number): string {
  return `${Math.floor(share * 1000 + 1e-9) / 10} %`
}
