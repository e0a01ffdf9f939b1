/** The kinds of parts that scenario files know. A new chip is entered here. */
import * as v from 'valibot'
import type { Random } from '../../random.ts'
import { battery } from './battery.ts'
import { bme280 } from './bme280.ts'
import { bmp280 } from './bmp280.ts'
import { dht22 } from './dht22.ts'
import { dnms } from './dnms.ts'
import { ds18b20 } from './ds18b20.ts'
import { mhz19 } from './mhz19.ts'
import { no2Ads1115 } from './no2-ads1115.ts'
import { own } from './own.ts'
import type { Fitted } from './part-kind.ts'
import { pms5003, pms7003, pmsa003 } from './pms.ts'
import { scd4x } from './scd4x.ts'
import { scd30 } from './scd30.ts'
import { sds011 } from './sds011.ts'
import { sen54, sen55 } from './sen5x.ts'
import { sht3x } from './sht3x.ts'
import { sht4x } from './sht4x.ts'
import { sps30 } from './sps30.ts'

/** Each takes files of its own kind; `part` says which. */
const KINDS = [
  sds011,
  pms5003,
  pms7003,
  pmsa003,
  bme280,
  sht3x,
  sht4x,
  sps30,
  sen54,
  sen55,
  scd30,
  scd4x,
  mhz19,
  bmp280,
  dht22,
  ds18b20,
  no2Ads1115,
  dnms,
  battery,
  own,
] as const

export const Part = v.variant('part', schemasOf(KINDS))
export type PartFile = v.InferOutput<typeof Part>

/** The same list, of schemas: each at its own place. */
function schemasOf<const Kinds extends readonly { schema: v.GenericSchema }[]>(kinds: Kinds) {
  return kinds.map(({ schema }) => schema) as { [I in keyof Kinds]: Kinds[I]['schema'] }
}

type Fit = (part: PartFile, random: Random, folder: string) => Fitted

const FITS = new Map(
  KINDS.map(({ schema, fit }) => [schema.entries.part.literal as string, fit as Fit]),
)

/** Draws what one unit of a part is like, within what the file says of its kind. */
export function fitPart(part: PartFile, random: Random, folder: string): Fitted {
  return FITS.get(part.part)!(part, random, folder)
}
