/** The top of the page: what this is, whether it is up to date, and the language. */
import type { Connection } from './hub-client.ts'
import { LANGUAGES, type Language, type Texts } from './texts.ts'

interface HeaderProps {
  readonly connection: Connection
  readonly texts: Texts
  readonly language: Language
  readonly onLanguage: (language: Language) => void
}

const LANGUAGE_NAMES: Record<Language, string> = { nl: 'Nederlands', en: 'English' }

export function Header({ connection, texts, language, onLanguage }: HeaderProps) {
  return (
    <header>
      <div>
        <h1>{texts.title}</h1>
        <p class="quiet">{texts.subtitle}</p>
      </div>
      <div class="corner">
        <p class={`connection ${connection}`} role="status" aria-live="polite">
          {texts[connection]}
        </p>
        <fieldset class="languages">
          <legend class="unseen">{texts.language}</legend>
          {LANGUAGES.map((one) => (
            <button
              key={one}
              type="button"
              lang={one}
              aria-pressed={one === language}
              onClick={() => onLanguage(one)}
            >
              {LANGUAGE_NAMES[one]}
            </button>
          ))}
        </fieldset>
      </div>
    </header>
  )
}
