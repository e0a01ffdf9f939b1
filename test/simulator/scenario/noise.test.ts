/** A street at the rush and a firework are heard, averaged by energy, and judged so. */
import { ScenarioRun } from '../../../host-tools/simulator/run/run-scenario.ts'
import { parseFile } from '../../../host-tools/simulator/scenario/format/schema.ts'
import { Scenario } from '../../../host-tools/simulator/scenario/scenario.ts'

const DNMS = { part: 'DNMS', offset: 0, spread: 2 }
const FIREWORKS = {
  layer: 'fireworks',
  radius: 400,
  bursts: 200,
  from: '20 min',
  peak: '30 min',
  until: '45 min',
}

function fileOf(parts: readonly object[], expect: readonly object[] = []) {
  return parseFile({
    version: 1,
    title: 'Loud',
    seed: 4,
    place: { latitude: 52, longitude: 5 },
    start: '2026-01-05T07:30:00+01:00',
    duration: '1 h',
    settle: '10 min',
    world: {
      layers: [
        {
          layer: 'traffic',
          roads: [
            [
              [-500, 0],
              [500, 0],
            ],
          ],
        },
        FIREWORKS,
      ],
    },
    kits: [
      { name: 'near', count: 1, parts, area: { at: [0, 20] }, config: { periodS: 300 } },
      { name: 'far', count: 1, parts, area: { at: [0, 3_000] }, config: { periodS: 300 } },
    ],
    expect,
  })
}

async function findings(...expect: object[]) {
  const source = { file: fileOf([DNMS, { part: 'battery' }], expect), folder: '.' }
  const run = await ScenarioRun.open(source, { engine: 'node', workers: 0 })
  return (await run.run()).verdicts.map(({ outcome }) => outcome)
}

test('the mean of the hour is the truth’s, though minutes differ by 30 dB', async () => {
  const mean = { expect: 'mean', quantity: 'noise_laeq', kits: 'all' }
  const coverage = { expect: 'coverage', atLeast: '95 %', kits: 'all' }
  expect(
    await findings(
      { ...mean, orBy: 1 },
      { ...mean, orBy: 0.001 },
      { expect: 'nothing-lost' },
      coverage,
    ),
  ).toEqual(['met', 'failed', 'met', 'met'])
})

test('who has no microphone need not carry the sound', async () => {
  const quantities = async (parts: readonly object[]) => {
    const scenario = await Scenario.open({ file: fileOf(parts), folder: '.' })
    return scenario.kit(0).series.map(({ quantity }) => quantity)
  }
  expect(await quantities([DNMS])).toEqual([...(await quantities([{ part: 'BME280' }])), 13])
})
