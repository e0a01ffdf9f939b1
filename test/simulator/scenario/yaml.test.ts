/** What is no YAML, or none of a scenario at all. */
import { ScenarioError } from '../../../host-tools/simulator/scenario/format/complaint.ts'
import { parseScenario } from '../../../host-tools/simulator/scenario/format/read.ts'

function complaintsOf(text: string): string[] {
  try {
    parseScenario('f.yaml', text)
    return []
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return error.message.split('\n')
  }
}

test.each([
  ['a: [1', /^f\.yaml:1:\d: Flow sequence in block collection/],
  ['a: 1\na: 2', /^f\.yaml:2:1: Map keys must be unique/],
  ['\t- x', /^f\.yaml:1:1: /],
  ['', /^f\.yaml:1:1: keys with values are wanted, not null$/],
  ['- 1', /^f\.yaml:1:1: /],
  [`a: &a [x]\nb: ${'[*a,'.repeat(1)} *a]\nc: ${'*a '.repeat(1)}`, /^f\.yaml:/],
])('what is no YAML, or not this, is told with its place: %j', (text, message) => {
  expect(complaintsOf(text)[0]).toMatch(message)
})

test('aliases within aliases end in a complaint', () => {
  const levels = Array.from({ length: 12 }, (_, i) => {
    const before = i === 0 ? 'x' : `*l${i - 1}`
    return `l${i}: &l${i} [${new Array(10).fill(before).join(', ')}]`
  })
  expect(complaintsOf(levels.join('\n'))[0]).toMatch(/^f\.yaml:1:1: Excessive alias count/)
})
