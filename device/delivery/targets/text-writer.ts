/** Writes the texts that other people's servers read: ASCII, exact decimals, dates. */

const DAY_S = 86_400
/** Days from 1 March of year 0, where the calendar's periods begin, to 1970. */
const DAYS_TO_1970 = 719_468
const DAYS_PER_400_YEARS = 146_097

export class TextWriter {
  readonly bytes: Uint8Array
  length = 0
  /** Something did not fit since the flag was put back. */
  full = false

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  text(text: string): void {
    if (this.length + text.length > this.bytes.length) {
      this.full = true
      return
    }
    for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i)
  }

  /** A whole number of steps of 10^-decimals, exactly: 1230 steps of 0.01 are 12.30. */
  decimal(steps: number, decimals: number): void {
    const digits = String(Math.abs(steps)).padStart(decimals + 1, '0')
    const point = digits.length - decimals
    this.text((steps < 0 ? '-' : '') + digits.slice(0, point))
    if (decimals > 0) this.text(`.${digits.slice(point)}`)
  }

  /**
   * UTC in seconds since 1970 as 2025-12-31T23:00:00Z (RFC 3339). The calendar is counted from
   * March, so that leap days come last.
   */
  utcText(utcS: number): string {
    const days = Math.floor(utcS / DAY_S) + DAYS_TO_1970
    const era = Math.floor(days / DAYS_PER_400_YEARS)
    const day = days % DAYS_PER_400_YEARS
    const leapDays = Math.floor(day / 36_524) - Math.floor(day / 1_460) - Math.floor(day / 146_096)
    const year = Math.floor((day + leapDays) / 365)
    const dayOfYear = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))
    const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
    const dayOfMonth = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
    const month = ((fromMarch + 2) % 12) + 1
    const s = utcS % DAY_S
    const two = (value: number) => String(value).padStart(2, '0')
    const date = `${era * 400 + year + (month < 3 ? 1 : 0)}-${two(month)}`
    const clock = `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}`
    return `${date}-${two(dayOfMonth)}T${clock}:${two(s % 60)}Z`
  }
}
