import * as v from 'valibot'
import { whole } from '../format/values.ts'
import { OpticsKeys } from './optics.ts'

/** Keys of Sensirion's particle sensors. */
export const DustKeys = {
  ...OpticsKeys,
  interval: v.optional(whole(960, 1_040, 'Of the chip’s own clock, in ms.'), 1_000),
  cleaning: v.optional(
    whole(0, 604_800, 'Seconds of measuring between two cleanings of its fan; 0: none.'),
    604_800,
  ),
  lostStarts: v.optional(whole(0, 100, 'So many starts after power comes have no effect.'), 0),
}
