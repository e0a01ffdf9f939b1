/** What the page knows of the hub: read once, then kept up to date by its events. */
import type { BatchNews } from '../hub/news.ts'
import type { KitSummary } from '../hub/store/kits.ts'
import type { Series } from '../hub/store/series.ts'
import { addPoint, type Grid, gridOf } from './grid.ts'

export type Connection = 'connecting' | 'live' | 'lost'

/** Many batches may come in one second; the page is drawn at most this often. */
const DRAW_MS = 120
/** As seldom as this the whole series is read again. */
const REREAD_MS = 2_000
const RECONNECT_MS = 3_000

export class HubClient {
  connection: Connection = 'connecting'
  kits = new Map<string, KitSummary>()
  /** False until the first answer: an empty hub is not a hub that was not asked yet. */
  asked = false
  grid: Grid | undefined
  /** How far the hub's clock is ahead of this machine's, in ms. */
  private aheadMs = 0
  private quantity: string
  private hours: number
  private readonly onChange: () => void
  private events: EventSource | undefined
  private drawTimer: number | undefined
  private readTimer: number | undefined
  private reconnectTimer: number | undefined
  /** Answers to an older question are not wanted any more. */
  private question = 0

  /** `onChange` is called when there is something new to draw. */
  constructor(quantity: string, hours: number, onChange: () => void) {
    this.quantity = quantity
    this.hours = hours
    this.onChange = onChange
  }

  open(): void {
    const events = new EventSource('/api/v1/live')
    this.events = events
    events.onopen = () => {
      this.connection = 'live'
      void this.read()
      this.changed()
    }
    events.onerror = () => {
      this.connection = 'lost'
      this.changed()
      if (events.readyState === EventSource.CLOSED)
        this.reconnectTimer = window.setTimeout(() => this.open(), RECONNECT_MS)
    }
    events.addEventListener('batch', (event) => this.hear(JSON.parse(event.data) as BatchNews))
  }

  close(): void {
    this.events?.close()
    clearTimeout(this.drawTimer)
    clearTimeout(this.readTimer)
    clearTimeout(this.reconnectTimer)
  }

  show(quantity: string, hours: number): void {
    if (quantity === this.quantity && hours === this.hours) return
    this.quantity = quantity
    this.hours = hours
    void this.read()
  }

  /** The hub's time, in ms since 1970. */
  nowMs(): number {
    return Date.now() + this.aheadMs
  }

  /** Reads kits and series; what was shown stays until the answer is there. */
  private async read(): Promise<void> {
    const question = ++this.question
    try {
      const range = this.hours === 0 ? '' : `&hours=${this.hours}`
      const [kits, series] = await Promise.all([
        readJson<{ now: string; kits: KitSummary[] }>('/api/v1/kits'),
        readJson<Series>(`/api/v1/series?quantity=${this.quantity}${range}`),
      ])
      if (question !== this.question) return
      this.kits = new Map(kits.kits.map((kit) => [kit.id, kit]))
      this.grid = gridOf(series)
      this.asked = true
      this.setClock(kits.now)
    } catch (_noAnswer) {
      // The stream of events notices as well, and reads again when the hub is back.
      if (question === this.question) this.connection = 'lost'
    }
    this.changed()
  }

  private hear(news: BatchNews): void {
    this.setClock(news.now)
    if (news.kit !== undefined) this.kits.set(news.kit.id, news.kit)
    let complete = this.grid !== undefined && !news.reread
    for (const point of news.points) {
      if (point.quantity !== this.quantity || news.kit === undefined) continue
      if (this.grid === undefined || !addPoint(this.grid, news.kit.id, point)) complete = false
    }
    if (!complete) this.readSoon()
    this.changed()
  }

  private setClock(now: string): void {
    this.aheadMs = Date.parse(now) - Date.now()
  }

  private readSoon(): void {
    this.readTimer ??= window.setTimeout(
      () => {
        this.readTimer = undefined
        void this.read()
      },
      this.grid === undefined || this.grid.kits.size === 0 ? 0 : REREAD_MS,
    )
  }

  private changed(): void {
    this.drawTimer ??= window.setTimeout(() => {
      this.drawTimer = undefined
      this.onChange()
    }, DRAW_MS)
  }
}

async function readJson<T>(path: string): Promise<T> {
  const reply = await fetch(path)
  if (!reply.ok) throw new Error(`${path}: ${reply.status}`)
  return (await reply.json()) as T
}
