/** What is wrong in the text of a request, and where. */

/** Characters of the text that are shown before and after the place. */
const SHOWN = 12

/** A request that cannot be answered as it stands; `message` names the place. */
export class RequestFault extends Error {}

/** A fault at `at`, counted from 0, in the value of one option. */
export class TextFault extends RequestFault {
  constructor(option: string, text: string, at: number, reason: string) {
    const place = at >= text.length ? 'at the end' : `at character ${at + 1}`
    super(`${option}, ${place}: ${reason}${excerpt(text, at)}`)
  }
}

function excerpt(text: string, at: number): string {
  if (text === '') return ''
  const from = Math.max(0, at - SHOWN)
  const before = `${from > 0 ? '…' : ''}${text.slice(from, at)}`
  const after = `${text.slice(at, at + SHOWN)}${at + SHOWN < text.length ? '…' : ''}`
  return ` (here: ${before}▸${after})`
}
