/** The language: as chosen before, else as the browser asks. */
import type { Language } from './texts.ts'

const KEY = 'meetkit.language'

export function preferredLanguage(): Language {
  const stored = read()
  if (stored === 'nl' || stored === 'en') return stored
  return navigator.language.toLowerCase().startsWith('nl') ? 'nl' : 'en'
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language)
  } catch (_notAllowed) {
    // A browser that stores nothing shows its own language next time.
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch (_notAllowed) {
    return null
  }
}
