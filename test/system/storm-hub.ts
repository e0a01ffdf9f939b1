/**
 * The real hub's app with its store in a real file, ended and started again at any moment of a
 * request. An end that is not in order drops what was not committed, as the end of a process does.
 */
import { NO_REPLY } from '../../device/platform/io.ts'
import { createApp } from '../../host-tools/hub/app.ts'
import { Intake } from '../../host-tools/hub/intake.ts'
import { Live } from '../../host-tools/hub/live.ts'
import { Sql } from '../../host-tools/hub/store/database.ts'
import type { Exchange, Server } from '../../host-tools/simulator/network.ts'
import type { HubRestart } from './storm.ts'

class HubEnded extends Error {}

/** Statements of one batch that an end can come between. */
const STATEMENTS_MAX = 40

/** A store that ends after some statements, or before a commit; then nothing of it works. */
class MortalSql extends Sql {
  private statementsLeft = Infinity
  private isCommitLast = false
  private ended = false

  endWithin(statements: number): void {
    this.statementsLeft = statements
  }

  endBeforeCommit(): void {
    this.isCommitLast = true
  }

  override run(...call: Parameters<Sql['run']>): number {
    this.count()
    return super.run(...call)
  }

  override all(...call: Parameters<Sql['all']>): ReturnType<Sql['all']> {
    this.count()
    return super.all(...call)
  }

  override transaction<T>(work: () => T): T {
    return super.transaction(() => {
      const result = work()
      if (this.isCommitLast) this.ended = true
      this.check()
      return result
    })
  }

  private count(): void {
    if (--this.statementsLeft < 0) this.ended = true
    this.check()
  }

  private check(): void {
    if (this.ended) throw new HubEnded()
  }
}

/** One boot of the hub. */
class HubRun {
  readonly sql: MortalSql
  readonly intake: Intake
  readonly app: ReturnType<typeof createApp>
  private readonly live = new Live()

  constructor(file: string, nowMs: () => number) {
    // The machine's own power is not what fails here, so commits need not wait for the disk.
    this.sql = new MortalSql(file, false)
    this.intake = new Intake(this.sql, nowMs)
    const { sql, live, intake } = this
    this.app = createApp({ sql, live, intake, page: new Map(), now: nowMs })
  }

  end(inOrder: boolean): void {
    if (inOrder) this.intake.close()
    this.live.close()
    this.sql.close()
  }
}

export class StormHub {
  restarts = 0
  requests = 0
  private readonly file: string
  private readonly plan: HubRestart[]
  private readonly startUtcMs: number
  private nowUs = 0
  private downUntilUs = 0
  private run: HubRun

  constructor(file: string, plan: readonly HubRestart[], startUtcMs: number) {
    this.file = file
    this.plan = [...plan]
    this.startUtcMs = startUtcMs
    this.run = this.start()
  }

  /** The hub as one kit reaches it; `pending` settles when the exchange under way is answered. */
  server(): Server & { pending: Promise<void> } {
    const server = {
      pending: Promise.resolve(),
      serve: (exchange: Exchange) => {
        server.pending = this.answer(exchange)
      },
    }
    return server
  }

  close(): void {
    this.run.end(true)
  }

  private start(): HubRun {
    return new HubRun(this.file, () => this.startUtcMs + Math.floor(this.nowUs / 1000))
  }

  private async answer(exchange: Exchange): Promise<void> {
    // Kits are simulated a minute apart at the most, and the hub's clock does not step back.
    this.nowUs = Math.max(this.nowUs, exchange.timeUs)
    const restart = this.plan[0]
    if (restart === undefined || exchange.timeUs < restart.atS * 1_000_000) {
      if (exchange.timeUs < this.downUntilUs) exchange.reply(NO_REPLY, '')
      else await this.pass(exchange, true)
      return
    }
    this.plan.shift()
    await this.endAround(restart, exchange)
    this.restarts++
    this.downUntilUs = exchange.timeUs + restart.offS * 1_000_000
    this.run = this.start()
    if (!exchange.done) exchange.reply(NO_REPLY, '')
  }

  private async endAround({ end, atS }: HubRestart, exchange: Exchange): Promise<void> {
    const run = this.run
    if (end === 'within its statements') run.sql.endWithin(atS % STATEMENTS_MAX)
    if (end === 'before the commit') run.sql.endBeforeCommit()
    const isHandedIn = end !== 'in order' && end !== 'before a request'
    if (isHandedIn) await this.pass(exchange, end === 'after the reply')
    run.end(end === 'in order')
  }

  private async pass(exchange: Exchange, isAnswered: boolean): Promise<void> {
    this.requests++
    const headers: [string, string][] = []
    for (let i = 0; i < exchange.headers.length; i += 2)
      headers.push([exchange.headers[i]!, exchange.headers[i + 1]!])
    const body = exchange.method === 'POST' ? (exchange.body as Uint8Array<ArrayBuffer>) : null
    const response = await this.run.app.request(exchange.url, {
      method: exchange.method,
      headers,
      body,
    })
    const text = await response.text()
    if (!isAnswered) return
    const retryAfterS = Number(response.headers.get('Retry-After') ?? 0)
    exchange.reply(response.status, text, retryAfterS)
  }
}
