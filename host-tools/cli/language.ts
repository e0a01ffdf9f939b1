/** Dutch where the terminal is Dutch, English elsewhere: for what teachers and students read. */

function isDutch(): boolean {
  const env = process.env
  const set = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG']
  return /^nl(?![a-z])/i.test(set || Intl.DateTimeFormat().resolvedOptions().locale)
}

const dutchTerminal = isDutch()

/** One of the two, by the terminal's language. */
export function say(english: string, dutch: string): string {
  return dutchTerminal ? dutch : english
}
