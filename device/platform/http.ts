/** What the HTTP clients of all engines share. */

/** Longer replies are cut. */
export const REPLY_LENGTH_MAX = 256

/** The parts of an http or https URL that a client needs. Engines have no URL class. */
export interface UrlParts {
  readonly secure: boolean
  readonly host: string
  readonly port: number
  /** Path and query, at least `/`. */
  readonly path: string
}

export function splitUrl(url: string): UrlParts {
  const secure = url.indexOf('https://') === 0
  const rest = url.slice(secure ? 8 : 7)
  const slash = rest.indexOf('/')
  const authority = slash < 0 ? rest : rest.slice(0, slash)
  const colon = authority.indexOf(':')
  const given = colon < 0 ? 0 : parseInt(authority.slice(colon + 1), 10)
  return {
    secure,
    host: colon < 0 ? authority : authority.slice(0, colon),
    port: given > 0 ? given : secure ? 443 : 80,
    path: slash < 0 ? '/' : rest.slice(slash),
  }
}

/** Longest Retry-After that is read: some thirty years. */
const DIGITS_MAX = 9

/** Seconds that a Retry-After header names; 0 when there is none, or a date, or nonsense. */
export function retryAfterSeconds(header: string | undefined): number {
  const digits = (header ?? '').trim()
  if (digits.length > DIGITS_MAX) return 0
  let seconds = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return 0
    seconds = seconds * 10 + digit
  }
  return seconds
}
