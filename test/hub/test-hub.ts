/** A hub's app without a socket and with a clock that stands where the test puts it. */
import { type About, NOTHING_KNOWN } from '../../host-tools/hub/about/about.ts'
import { createApp } from '../../host-tools/hub/app.ts'
import { Intake } from '../../host-tools/hub/intake.ts'
import { Live } from '../../host-tools/hub/live.ts'
import { IN_MEMORY, Sql } from '../../host-tools/hub/store/database.ts'
import { type Ask, EVENING_S } from './fake-kit.ts'

export interface TestHub {
  readonly ask: Ask
  readonly sql: Sql
  readonly live: Live
  close(): void
}

/** 1 January 2019, 00:00 UTC. */
export const NOW_MS = (EVENING_S + 6 * 3_600) * 1000

export function testHub(database = IN_MEMORY, about: About = NOTHING_KNOWN): TestHub {
  const sql = new Sql(database, true)
  const intake = new Intake(sql)
  const live = new Live()
  const app = createApp({ sql, live, intake, page: new Map(), about, now: () => NOW_MS })
  const ask: Ask = async (path, init) => app.request(path, init)
  const close = () => {
    live.close()
    intake.close()
    sql.close()
  }
  return { ask, sql, live, close }
}
