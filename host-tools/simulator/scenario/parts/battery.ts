import * as v from 'valibot'
import { onLine, partKind } from './part-kind.ts'

const Battery = v.strictObject({ part: v.literal('battery') })

export const battery = partKind(Battery, () => onLine('battery', 'adc1', {}))
