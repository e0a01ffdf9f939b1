/** Makes the layers that a scenario file names. */
import { resolve } from 'node:path'
import { importOwn } from '../own-module.ts'
import type { Layer, Site } from '../worlds/air.ts'
import { background } from '../worlds/background.ts'
import { fireworks } from '../worlds/fireworks.ts'
import { fog } from '../worlds/fog.ts'
import { muensterNight } from '../worlds/muenster.ts'
import { recorded } from '../worlds/recorded.ts'
import { swelling } from '../worlds/swelling.ts'
import { traffic } from '../worlds/traffic.ts'
import { turbulence } from '../worlds/turbulence.ts'
import { weather } from '../worlds/weather.ts'
import { courseOf, secondsOf, shareOf } from './format/values.ts'
import type { LayerFile } from './format/world.ts'
import { readRecording } from './recording-file.ts'

/** Paths are relative to `folder`; `moment` gives seconds from the start. */
export async function openLayers(
  files: readonly LayerFile[],
  site: Site,
  folder: string,
  moment: (text: string) => number,
): Promise<Layer[]> {
  const layers: Layer[] = []
  const seen = new Map<string, number>()
  for (const file of files) {
    const nth = (seen.get(file.layer) ?? 0) + 1
    seen.set(file.layer, nth)
    layers.push(await openLayer(file, siteOfNth(site, nth), folder, moment))
  }
  return layers
}

/** The second layer of a kind has draws of its own, or it would only double the first. */
function siteOfNth(site: Site, nth: number): Site {
  return nth === 1 ? site : { ...site, random: (name) => site.random(`${name}, ${nth}`) }
}

async function openLayer(
  file: LayerFile,
  site: Site,
  folder: string,
  moment: (text: string) => number,
): Promise<Layer> {
  switch (file.layer) {
    case 'weather':
      return weather(
        {
          temperature: file.temperature,
          temperatureSwing: file.swing,
          coldestHour: file.coldestAt,
          dewPoint: courseOf(file.dewPoint),
          pressure: courseOf(file.pressure),
        },
        site,
      )
    case 'background':
      return background({ pm25: file.pm25, pm10: file.pm10, wander: shareOf(file.wander) }, site)
    case 'fireworks':
      return openFireworks(file, site, moment)
    case 'fog': {
      const { from, until, ramp, droplets } = file
      const [fromS, toS] = [moment(from), moment(until)]
      return fog({ fromS, toS, rampS: secondsOf(ramp), droplets })
    }
    case 'traffic': {
      const { pm25, pm10, sound } = file
      const roads = file.roads.map(([from, to]) => ({ from: position(from), to: position(to) }))
      return traffic({ roads, pm25, pm10, level: sound }, site)
    }
    case 'turbulence':
      return turbulence({ share: shareOf(file.share), memoryS: secondsOf(file.memory) }, site)
    case 'swelling':
      return swelling(file)
    case 'muenster-night':
      return muensterNight({}, site)
    case 'recorded': {
      const fromUtcS = file.from === undefined ? undefined : Date.parse(file.from) / 1000
      const path = resolve(folder, file.file)
      const points = readRecording(path)
      const lastMs = points.reduce((last, { utcMs }) => Math.max(last, utcMs), 0)
      if (fromUtcS !== undefined && fromUtcS * 1000 > lastMs)
        throw new Error(`${path}: ends before ${file.from}, which it is to be played from`)
      return recorded({ points, fromUtcS }, site)
    }
    case 'use':
      return openOwn(resolve(folder, file.file), file.with, site)
  }
}

const position = ([eastM, northM]: readonly [number, number]) => ({ eastM, northM })

function openFireworks(
  file: Extract<LayerFile, { layer: 'fireworks' }>,
  site: Site,
  moment: (text: string) => number,
): Layer {
  return fireworks(
    {
      centre: position(file.centre),
      radiusM: file.radius,
      calmM: file.calmRadius,
      bursts: file.bursts,
      grams: file.grams,
      fromS: moment(file.from),
      peakS: moment(file.peak),
      toS: moment(file.until),
      peakShare: shareOf(file.peakShare),
      peakLengthS: secondsOf(file.peakLength),
      lidM: file.lid,
      bang: file.bang,
    },
    site,
  )
}

async function openOwn(path: string, options: object, site: Site): Promise<Layer> {
  const make = (await importOwn(path)) as (options: object, site: Site) => Layer
  const layer = named(path, () => make(options, site))
  if (typeof layer?.shape !== 'function') throw new Error(`${path}: gives no layer with a shape`)
  return {
    shape(air, place, timeS) {
      named(path, () => layer.shape(air, place, timeS))
      for (const [name, value] of Object.entries(air))
        if (!Number.isFinite(value))
          throw new Error(`${path}: makes ${name} ${value} at ${timeS} s after the start`)
    },
  }
}

/** Names the file in what goes wrong there. */
function named<Result>(path: string, action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : error}`)
  }
}
