/** What is simulated when no scenario is named: Münster's night, or a recording, without faults. */
import { parseFile } from './format/schema.ts'
import { MUENSTER_NIGHT_UTC_MS } from './muenster-night.ts'
import { readRecording } from './recording-file.ts'
import type { ScenarioSource } from './scenario.ts'

/** Kits that saw the night in Münster. */
const KITS = 17

export interface NightOptions {
  readonly hours: number
  readonly periodS: number
  /** A recording instead of the night, one kit for each of its kits. */
  readonly replay?: string | undefined
}

/** Throws, with file, line and column, for a recording that cannot be used. */
export function nightScenario({ hours, periodS, replay }: NightOptions): ScenarioSource {
  const points = replay === undefined ? undefined : readRecording(replay)
  const kits = points === undefined ? KITS : new Set(points.map(({ kit }) => kit)).size
  const firstMs = points?.reduce((least, { utcMs }) => Math.min(least, utcMs), Infinity)
  const startMs =
    firstMs === undefined ? MUENSTER_NIGHT_UTC_MS : firstMs - (firstMs % (periodS * 1000))
  const start = `${new Date(startMs).toISOString().slice(0, 19)}Z`
  const climate = [
    {
      layer: 'weather',
      temperature: 9,
      swing: 3,
      dewPoint: [5.5, 7],
      pressure: [100_450, 100_600],
    },
    { layer: 'turbulence', share: '5 %' },
  ]
  const air =
    replay === undefined
      ? [...climate, { layer: 'muenster-night' }]
      : [...climate, { layer: 'recorded', file: replay, from: start }]
  const file = parseFile({
    version: 1,
    title: replay ?? {
      en: 'New Year’s Eve in Münster, 2017',
      nl: 'Oudejaarsavond in Münster, 2017',
    },
    place: { latitude: 51.9607, longitude: 7.6261 },
    start,
    duration: `${Math.round(hours * 3_600_000)} ms`,
    settle: '0 s',
    world: { wind: { speed: 6, from: 220 }, layers: air },
    kits: [
      {
        name: 'mk',
        count: kits,
        parts: [{ part: 'SDS011' }, { part: 'BME280' }],
        config: { periodS },
      },
    ],
    faults: [{ fault: 'wifi-outage', kits: '20 %', perDay: 3, length: '25 min' }],
  })
  return { file, folder: process.cwd() }
}
