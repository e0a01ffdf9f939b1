/** A result as CI systems and people read it: JUnit and the terminal, in both languages. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { prepareReports, writeReports } from '../../../host-tools/cli/simulate/reports.ts'
import { junitOf } from '../../../host-tools/simulator/run/junit.ts'
import {
  assemble,
  type KitSummary,
  type ScenarioResult,
} from '../../../host-tools/simulator/run/result.ts'
import type { Finding } from '../../../host-tools/simulator/verdict/finding.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { resultOf } from '../verdict/tiny.ts'

const scratch = scratchFolder()

const words = (en: string, nl: string) => ({ en, nl })
const FAILED: Finding = { kind: 'failed', words: words('came late', 'kwam laat'), atS: 3_909 }
const TIMELESS: Finding = { kind: 'failed', words: words('is <lost> & "gone"', 'is weg') }
const UNTRIED: Finding = { kind: 'untried', words: words('has no hub', 'heeft geen hub') }
const MET: Finding = { kind: 'met', figure: '3' }

let plain: ScenarioResult
beforeAll(async () => {
  plain = await resultOf({
    duration: '2 min',
    expect: [{ expect: 'delivered-within', time: '1 h' }, { expect: 'all-counted' }],
  })
})

/** A result of as many kits as there are rows; a row has a finding for each of two expectations. */
function resultWith(rows: (Finding | null)[][], heading: object = {}): ScenarioResult {
  const kits = rows.map(
    (findings, number): KitSummary => ({
      ...plain.kits[0]!,
      number,
      id: `kit-${String(number + 1).padStart(2, '0')}`,
      findings,
    }),
  )
  return assemble({ ...plain.heading, ...heading }, [{ kits, lines: [], bins: plain.bins }])
}

/** Names of the elements; throws where a text is no well-formed XML of version 1.0. */
function elementsOf(xml: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(xml) || /\p{Surrogate}/u.test(xml))
    throw new Error('a character that XML cannot hold')
  const attribute = ' [\\w-]+="[^"<&]*(?:&\\w+;[^"<&]*)*"'
  const tag = `<(/?)([\\w-]+)(?:${attribute})*(/?)>`
  const other = '<\\?xml [^?]*\\?>|<!\\[CDATA\\[[^]*?\\]\\]>|(?:[^<&]|&#?\\w+;)+'
  const token = new RegExp(`${tag}|${other}`, 'y')
  const open: string[] = []
  const names: string[] = []
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex
    const match = token.exec(xml)
    if (match === null) throw new Error(`no XML: ${xml.slice(at, at + 60)}`)
    const [, isEnd, name, isEmpty] = match
    if (name === undefined) continue
    if (isEnd === '/') {
      if (open.pop() !== name) throw new Error(`${name} ends what did not begin`)
    } else {
      names.push(name)
      if (isEmpty !== '/') open.push(name)
    }
  }
  if (open.length > 0) throw new Error(`${open} did not end`)
  return names
}

describe('JUnit', () => {
  test('a case for each expectation: met, failed with its words and moments, or skipped', () => {
    const xml = junitOf(
      resultWith([
        [FAILED, UNTRIED],
        [MET, null],
        [TIMELESS, UNTRIED],
      ]),
    )
    const names = elementsOf(xml)
    expect(names.filter((name) => name === 'testcase')).toHaveLength(2)
    expect(names.filter((name) => name === 'failure')).toHaveLength(1)
    expect(names.filter((name) => name === 'skipped')).toHaveLength(1)
    expect(xml).toContain('tests="2" failures="1" errors="0" skipped="1"')
    expect(xml).toContain('name="all is delivered within 1 h"')
    expect(xml).toContain('message="kit-01 at 2025-12-31 19:05:09: came late"')
    expect(xml).toContain('kit-03: is <lost> & "gone"')
    expect(xml).not.toContain('kit-02')
  })

  test('of very many kits that fail fifty are named', () => {
    const xml = junitOf(resultWith(Array.from({ length: 53 }, () => [FAILED, MET])))
    elementsOf(xml)
    expect(xml).toContain('kit-50 at')
    expect(xml).not.toContain('kit-51')
    expect(xml).toContain('and 3 more')
  })

  test.each([
    ['A & B <c> "d" \'e\'', 'A &amp; B &lt;c'],
    ['bell \u0007, backspace \u0008, null \u0000', 'bell , backspace , null '],
    ['no character: \uffff \ufffe', 'no character'],
    ['half of a pair: \ud83d', 'half of a pair'],
    ['a whole pair: 🎆', '🎆'],
    [']]>', ']]'],
  ])('a title such as %j is escaped', (title, kept) => {
    const xml = junitOf(resultWith([[TIMELESS, MET]], { title: { en: title, nl: 'anders' } }))
    expect(elementsOf(xml)[0]).toBe('testsuites')
    expect(xml).toContain(kept)
    expect(xml).not.toContain('anders')
  })

  test('a folder for the report is made', async () => {
    const junit = join(scratch, 'not', 'yet', 'there.xml')
    const result = resultWith([[MET, MET]])
    prepareReports({ junit })
    await writeReports(result, { junit })
    expect(readFileSync(junit, 'utf8')).toBe(junitOf(result))
  })
})

test('an expectation that no kit could show is untried, and so is one that speaks of none', () => {
  const outcomes = (rows: (Finding | null)[][]) =>
    resultWith(rows).verdicts.map(({ outcome }) => outcome)
  expect(outcomes([[UNTRIED, null]])).toEqual(['untried', 'untried'])
  expect(
    outcomes([
      [UNTRIED, MET],
      [MET, FAILED],
    ]),
  ).toEqual(['met', 'failed'])
  expect(resultWith([[UNTRIED, null]]).passed).toBe(true)
  expect(resultWith([[UNTRIED, FAILED]]).passed).toBe(false)
})

describe('on a terminal', () => {
  const { LC_ALL } = process.env
  afterEach(() => {
    process.env['LC_ALL'] = LC_ALL
    if (LC_ALL === undefined) delete process.env['LC_ALL']
    jest.restoreAllMocks()
  })

  async function printed(locale: string, result: ScenarioResult): Promise<string> {
    process.env['LC_ALL'] = locale
    jest.resetModules()
    const { printResult } = await import('../../../host-tools/cli/simulate/print.ts')
    const lines: string[] = []
    jest.spyOn(console, 'log').mockImplementation((line = '') => void lines.push(line))
    printResult(result, 2)
    return stripVTControlCharacters(lines.join('\n'))
  }
  const nine = () => resultWith([...new Array(8).fill([FAILED, UNTRIED]), [MET, MET]])

  test('in English', async () => {
    const text = await printed('en_GB.UTF-8', nine())
    expect(text).toContain('✗ all is delivered within 1 h 8 of 9 kits\n')
    expect(text).toContain('    kit-06 at 2025-12-31 19:05:09: came late\n    and 2 more\n')
    expect(text).not.toContain('kit-07')
    expect(text).toContain('✓ what is missing is counted')
    expect(text).toMatch(/lost +0\n/)
    expect(text).toContain('540 kit-seconds a second')
    expect(text).toMatch(/not as expected {2}node hash [0-9a-f]{64}$/)
  })

  test('in Dutch', async () => {
    const text = await printed('nl_NL.UTF-8', nine())
    expect(text).toContain('✗ alles is bezorgd binnen 1 h 8 van 9 kits\n')
    expect(text).toContain('    kit-06 om 2025-12-31 19:05:09: kwam laat\n    en nog 2\n')
    expect(text).toMatch(/verloren +0\n/)
    expect(text).toContain('niet zoals verwacht')
  })

  test('what no kit could show is told once, and all is as expected', async () => {
    const text = await printed(
      'en',
      resultWith([
        [MET, UNTRIED],
        [MET, UNTRIED],
      ]),
    )
    expect(text).toContain('– what is missing is counted\n    kit-01: has no hub\n    and 1 more\n')
    expect(text).toMatch(/\nas expected {2}node/)
  })

  test('what speaks of no kit is told so, and which faults strike none', async () => {
    const heading = { idleFaults: ['faults[3] (stuck-fan)'] }
    const text = await printed('en', resultWith([[MET, null]], heading))
    expect(text).toContain('– what is missing is counted\n    it speaks of no kit here\n')
    expect(text).toContain('! faults[3] (stuck-fan) strikes no kit\n')
    const dutch = await printed('nl', resultWith([[MET, null]], heading))
    expect(dutch).toContain(
      '– wat ontbreekt is geteld\n    er is hier geen kit waarover het gaat\n',
    )
    expect(dutch).toContain('! faults[3] (stuck-fan) treft geen enkele kit\n')
  })
})
