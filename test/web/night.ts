/** A hub full of a New Year's Eve: kits that see a plume, each with its own share and troubles. */
import { startHub } from '../../host-tools/hub/hub.ts'
import {
  type Ask,
  averageRecord,
  batchBody,
  bootRecord,
  EVENING_S,
  PERIOD_S,
  post,
} from '../hub/fake-kit.ts'

const PERIODS = 96
const BATCH_RECORDS = 32
const MIDNIGHT_PERIOD = 60

/** 1 January 2019, 02:00 UTC: just after the last period. */
export const MORNING_MS = (EVENING_S + PERIODS * PERIOD_S + 40) * 1000

export function openHub() {
  return startHub({ port: 0, database: ':memory:', now: () => MORNING_MS })
}

export function askAt(url: string): Ask {
  return (path, init) => fetch(new URL(path, url), init)
}

/** PM2.5 in hundredths of µg/m³: a calm evening, then smoke that thins out. */
function smoke(kit: number, period: number): number {
  const since = period - MIDNIGHT_PERIOD
  const share = 0.4 + ((kit * 7) % 13) / 9
  const plume = since < 0 ? 0 : 42_000 * share * Math.exp(-since / 6) * (1 - Math.exp(-since - 0.7))
  const wobble = Math.sin(period * 0.7 + kit * 2.1) * 200
  return Math.round(Math.min(99_900, 1_800 + 60 * kit + 8 * period + wobble + plume))
}

export function nightRecord(kit: number, period: number): Uint8Array {
  const flags = kit % 5 === 2 ? 8 : 0
  const pm25 = smoke(kit, period)
  return averageRecord(EVENING_S + period * PERIOD_S, [
    { quantity: 1, mean: pm25, flags },
    { quantity: 2, mean: Math.min(99_999, Math.round(pm25 * 1.3)), flags },
    { quantity: 3, part: 2, mean: 480 - 3 * period + 10 * kit },
    { quantity: 4, part: 2, mean: 7_800 + 5 * period },
    { quantity: 5, part: 2, mean: 102_950 + period },
  ])
}

export function nameOf(kit: number): string {
  return `kit-${String(kit + 1).padStart(2, '0')}`
}

/** Sends the whole night of so many kits; some lack a stretch. */
export async function playNight(ask: Ask, kits: number): Promise<void> {
  for (let kit = 0; kit < kits; kit++) {
    const status = {
      kit: nameOf(kit),
      log: 100 + kit,
      battery: 4_150 - 31 * kit,
      backlog: kit === 4 ? 18 : 0,
      dropped: kit === 9 ? 3 : 0,
    }
    const periods = Array.from({ length: PERIODS }, (_, period) => period).filter(
      (period) => kit !== 4 || period < 40 || period > 52,
    )
    const records = [bootRecord(1), ...periods.map((period) => nightRecord(kit, period))]
    for (let first = 0; first < records.length; first += BATCH_RECORDS) {
      const part = records.slice(first, first + BATCH_RECORDS)
      const reply = await post(ask, batchBody(first, part, status))
      if (reply.status !== 200) throw new Error(await reply.text())
    }
  }
}
