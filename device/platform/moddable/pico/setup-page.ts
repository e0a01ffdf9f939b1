/**
 * A kit's setup in a page of its own, so that one image serves every kit: JSON as in Espruino's
 * `kit.json`, ended by erased flash. It stands between the journal and Moddable's own storage.
 */
import { flashRead } from './native.ts'

const SETUP_AT = 0x1e7000
const LENGTH_MAX = 2_048
const ERASED = 0xff

/** Undefined where nothing was put there. */
export function setupPage(): string | undefined {
  const bytes = new Uint8Array(LENGTH_MAX)
  flashRead(bytes, LENGTH_MAX, SETUP_AT)
  let text = ''
  for (let i = 0; i < LENGTH_MAX && bytes[i] !== ERASED; i++) text += String.fromCharCode(bytes[i]!)
  return text === '' ? undefined : text
}
