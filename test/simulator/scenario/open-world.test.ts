/** That each key of a layer in a scenario file does in the air what it says. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { World } from '../../../host-tools/simulator/scenario/format/world.ts'
import { openLayers } from '../../../host-tools/simulator/scenario/open-world.ts'
import type { Air } from '../../../host-tools/simulator/worlds/air.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { airAt, ORIGIN, placeAt, siteOf } from '../worlds/air-at.ts'

const folder = scratchFolder()
const HOUR_S = 3_600

async function airOf(
  layers: readonly object[],
  hour = 0,
  below: Partial<Air> = {},
  place = ORIGIN,
): Promise<Air> {
  const file = v.parse(World, { layers })
  const moment = (text: string) => Number(text.replace(' h', '')) * HOUR_S
  return airAt(await openLayers(file.layers, siteOf(), folder, moment), place, hour * HOUR_S, below)
}

test('weather', async () => {
  const weather = { layer: 'weather', temperature: 15, dewPoint: [4, 8], pressure: [99_000, 1e5] }
  const coldest = await airOf([{ ...weather, swing: 6, coldestAt: 4.5 }], 4.5)
  expect(coldest.temperature).toBeCloseTo(12, 9)
  expect((await airOf([weather])).temperature).toBe(15)
  expect((await airOf([weather], 12)).pressure).toBe(99_500)
  const steady = await airOf([{ ...weather, dewPoint: 6 }], 12)
  expect((await airOf([weather], 12)).humidity).toBeCloseTo(steady.humidity, 9)
})

test('background and turbulence', async () => {
  const background = { layer: 'background', pm25: 8, pm10: 14, wander: '0 %' }
  expect(await airOf([background], 3)).toMatchObject({ pm25: 8, pm10: 14 })
  expect((await airOf([{ ...background, wander: '50 %' }], 3)).pm25).not.toBe(8)
  const stirred = await airOf([background, { layer: 'turbulence', share: '30 %' }], 3)
  expect(stirred.pm25).not.toBe(8)
  const still = await airOf([background, { layer: 'turbulence', share: '0 %' }], 3)
  expect(still.pm25).toBe(8)
})

test('fog and swelling', async () => {
  const fog = { layer: 'fog', from: '2 h', until: '6 h', ramp: '1 h', droplets: 80 }
  expect(await airOf([fog], 1)).toMatchObject({ humidity: 60, droplets: 0 })
  expect(await airOf([fog], 2.5)).toMatchObject({ humidity: 80, droplets: 0 })
  expect(await airOf([fog], 4)).toMatchObject({ humidity: 100, droplets: 80 })
  const swollen = await airOf([fog, { layer: 'swelling', kappa: 0.66 }], 4)
  expect(swollen.swelling).toBeCloseTo(1 + 0.4 * 49, 9)
  expect((await airOf([{ layer: 'swelling' }], 0, { humidity: 50 })).swelling).toBeGreaterThan(1.2)
})

test('traffic', async () => {
  const roads = [
    [
      [100, 0],
      [100, 500],
    ],
  ]
  const at = placeAt(130, 200)
  expect(await airOf([{ layer: 'traffic', roads, pm25: 10, pm10: 30 }], 8, {}, at)).toMatchObject({
    pm25: 5,
    pm10: 15,
  })
})

test('fireworks', async () => {
  const layer = { layer: 'fireworks', radius: 10, bursts: 1, peakShare: '100 %' }
  const when = { from: '1 h', peak: '2 h', until: '3 h', peakLength: '0 s' }
  const there = { centre: [700, -300], grams: 1_000 }
  const seen = (change: object, hour: number, place = placeAt(700 + 7_200, -300)) =>
    airOf([{ ...layer, ...when, ...there, ...change }], hour, {}, place)
  // An hour after the peak the wind of 2 m/s has carried it 7.2 km east.
  const usual = (await seen({}, 3)).pm25
  expect(usual).toBeGreaterThan(1)
  expect((await seen({ grams: 3_000 }, 3)).pm25 / usual).toBeCloseTo(3, 6)
  expect((await seen({ lid: 400 }, 3)).pm25 / usual).toBeCloseTo(0.5, 6)
  expect((await seen({ bursts: 50 }, 3)).pm25 / usual).toBeCloseTo(50, 0)
  expect((await seen({}, 2)).pm25).toBe(0)
  expect((await seen({ peak: '2.9 h' }, 3)).pm25).toBe(0)
  const early = { peakShare: '0 %', bursts: 200 }
  expect((await seen(early, 2, placeAt(700, -300))).pm25).toBeGreaterThan(0)
  // Two seconds after all have gone off, none of them within 45 m, each is 35 m wide at most.
  const calm = { radius: 50, calmRadius: 45, bursts: 99 }
  expect((await seen(calm, 2 + 2 / HOUR_S, placeAt(700, -300))).pm25).toBe(0)
})

test('a night in Münster', async () => {
  const midnight = (await airOf([{ layer: 'muenster-night' }], 3.25)).pm25
  expect(midnight).toBeGreaterThan(5 * (await airOf([{ layer: 'muenster-night' }], 2)).pm25)
})

test('a recording, from its first value or from a moment of it', async () => {
  writeFileSync(
    join(folder, 'two.csv'),
    'time,kit,pm25\n2018-01-01 00:00,x,10\n2018-01-01 02:00,x,30\n',
  )
  const layer = { layer: 'recorded', file: './two.csv' }
  expect((await airOf([layer], 1)).pm25).toBe(20)
  expect((await airOf([{ ...layer, from: '2018-01-01T01:30:00Z' }])).pm25).toBe(25)
  const late = airOf([{ ...layer, from: '2019-01-01T00:00:00Z' }])
  await expect(late).rejects.toThrow('two.csv: ends before 2019-01-01T00:00:00Z')
  await expect(airOf([{ layer: 'recorded', file: 'none.csv' }])).rejects.toThrow('none.csv')
})

test('layers stack in the order of the file', async () => {
  const background = { layer: 'background', pm25: 10, pm10: 20, wander: '0 %' }
  const stir = { layer: 'turbulence', share: '50 %' }
  expect((await airOf([stir, background], 5)).pm25).toBe(10)
  expect((await airOf([background, stir], 5)).pm25).not.toBe(10)
  expect((await airOf([background, background], 5)).pm25).toBe(20)
})
