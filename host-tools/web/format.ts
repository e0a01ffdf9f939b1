/** Numbers and times as people of a language write them. */
import { QUANTITIES } from '../../device/quantities.ts'
import type { Language } from './texts.ts'

const LOCALES: Record<Language, string> = { nl: 'nl-NL', en: 'en-GB' }
const MINUTE_S = 60
const HOUR_S = 3_600
const DAY_S = 86_400
/** Values from here on are shown without decimals. */
const LARGE = 100

/** How a quantity is shown: pressure in the hPa of weather reports, others as stored. */
export interface Display {
  readonly unit: string
  readonly factor: number
  readonly decimals: number
}

export function displayOf(quantity: string): Display {
  if (quantity === 'pressure') return { unit: 'hPa', factor: 0.01, decimals: 1 }
  const unit = QUANTITIES.find(({ name }) => name === quantity)?.unit ?? ''
  return { unit, factor: 1, decimals: quantity === 'humidity' ? 0 : 1 }
}

/** `value` in the quantity's own unit. */
export function formatValue(value: number, display: Display, language: Language): string {
  const shown = value * display.factor
  const decimals = display.factor === 1 && Math.abs(shown) >= LARGE ? 0 : display.decimals
  return `${formatNumber(shown, language, decimals)} ${display.unit}`
}

export function formatNumber(value: number, language: Language, decimals = 0): string {
  return new Intl.NumberFormat(LOCALES[language], {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value)
}

/** Hours and minutes in local time; seconds since 1970. */
export function formatClock(seconds: number, language: Language): string {
  return dateFormat(language, { hour: '2-digit', minute: '2-digit' }).format(seconds * 1000)
}

export function formatDay(seconds: number, language: Language): string {
  return dateFormat(language, { day: 'numeric', month: 'short' }).format(seconds * 1000)
}

export function formatMoment(seconds: number, language: Language): string {
  return `${formatDay(seconds, language)} ${formatClock(seconds, language)}`
}

/** The zone of local times at that moment, with its name: `Europe/Amsterdam (CET)`. */
export function zoneName(seconds: number, language: Language): string {
  const format = dateFormat(language, { timeZoneName: 'short' })
  const short = format.formatToParts(seconds * 1000).find(({ type }) => type === 'timeZoneName')
  const zone = format.resolvedOptions().timeZone
  return short === undefined || short.value === zone ? zone : `${zone} (${short.value})`
}

/** `ageS` seconds ago, in words. */
export function formatAgo(ageS: number, language: Language): string {
  const format = new Intl.RelativeTimeFormat(LOCALES[language], { numeric: 'auto' })
  if (ageS < MINUTE_S) return format.format(0, 'second')
  if (ageS < HOUR_S) return format.format(-Math.floor(ageS / MINUTE_S), 'minute')
  if (ageS < DAY_S) return format.format(-Math.floor(ageS / HOUR_S), 'hour')
  return format.format(-Math.floor(ageS / DAY_S), 'day')
}

function dateFormat(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(LOCALES[language], options)
}
