/** What an expectation asks, as a sentence. */
import type { ExpectationFile } from '../scenario/format/checks.ts'
import { type Selection, wordsOf } from '../scenario/format/selection.ts'
import { FLAGS_NL, type Words, words } from './words.ts'

export function sentenceOf(expectation: ExpectationFile): Words {
  const { en, nl } = askedOf(expectation)
  const [whoEn, whoNl] = [who(expectation, 'en'), who(expectation, 'nl')]
  return words(`${en}${whoEn}`, `${nl}${whoNl}`)
}

function askedOf(expectation: ExpectationFile): Words {
  switch (expectation.expect) {
    case 'nothing-lost':
      return words('nothing is lost', 'niets gaat verloren')
    case 'all-counted':
      return words('what is missing is counted', 'wat ontbreekt is geteld')
    case 'nothing-invented':
      return words('nothing is invented', 'niets is verzonnen')
    case 'delivered-within': {
      const { time, share } = expectation
      const part = share === '100 %' ? words('all', 'alles') : words(share, share)
      return words(`${part.en} is delivered within ${time}`, `${part.nl} is bezorgd binnen ${time}`)
    }
    case 'flag': {
      const { flag, only } = expectation
      const alone = only ? words(', and by no others', ' en elders niet') : words('', '')
      return words(
        `flag "${flag}" is raised${alone.en}`,
        `vlag "${FLAGS_NL[flag]}" wordt gemeld${alone.nl}`,
      )
    }
    case 'mean': {
      const { quantity, within, orBy, from, until } = expectation
      const by = [within === '0 %' ? '' : within, orBy === 0 ? '' : String(orBy)]
      const allowed = by.filter(Boolean)
      const span = (from ?? until) ? ` (${from ?? ''} – ${until ?? ''})` : ''
      return words(
        `mean ${quantity} is within ${allowed.join(' or ') || '0'} of the truth${span}`,
        `gemiddelde ${quantity} wijkt hoogstens ${allowed.join(' of ') || '0'} af${span}`,
      )
    }
    case 'coverage':
      return words(
        `at least ${expectation.atLeast} of the time is seen`,
        `minstens ${expectation.atLeast} van de tijd is gezien`,
      )
    case 'memory-below':
      return words('memory stays below its limit', 'het geheugen blijft onder de grens')
    case 'backlog-below':
      return words(
        `fewer than ${expectation.records} records wait at the end`,
        `minder dan ${expectation.records} records wachten aan het eind`,
      )
  }
}

/** ` (kits: ward; not: hit by wifi)`, or nothing where all are meant. */
function who({ kits, except }: ExpectationFile, language: 'en' | 'nl'): string {
  const list = (selection: Selection) => wordsOf(selection).join(', ')
  const parts: string[] = []
  if (list(kits) !== 'all') parts.push(`kits: ${list(kits)}`)
  if (list(except) !== 'none') parts.push(`${language === 'en' ? 'not' : 'niet'}: ${list(except)}`)
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`
}
