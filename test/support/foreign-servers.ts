/** Other people's servers, as their sources say that they behave. Each tells PM2.5 values apart. */
import type { Post } from './network-double.ts'
import { bodyOf } from './target-bench.ts'

export interface ForeignServer {
  /** What was stored, as often as it was, in steps of 0.01 µg/m³. */
  readonly stored: number[]
  /** Takes a request in; the reply, if it gets back. */
  serve(post: Post, utcMs: number): [status: number, text: string]
}

/** openSenseMap-API: inserts whatever comes, in order; reads back one sensor's window. */
export class OpenSenseMapDouble implements ForeignServer {
  readonly stored: number[] = []
  private readonly rows: { sensor: string; value: string; createdAt: string }[] = []

  serve(post: Post): [number, string] {
    if (post.method === 'GET') return [200, this.read(new URL(post.url))]
    for (const row of JSON.parse(bodyOf(post))) {
      this.rows.push(row)
      if (row.sensor.startsWith('a')) this.stored.push(Math.round(Number(row.value) * 100))
    }
    return [201, '"Measurements saved in box"']
  }

  private read(url: URL): string {
    const sensor = url.pathname.split('/').pop()
    const [from, to] = ['from-date', 'to-date'].map((name) =>
      Date.parse(url.searchParams.get(name)!),
    )
    const found = this.rows
      .map((row) => ({ ...row, utcMs: Date.parse(row.createdAt) }))
      .filter((row) => row.sensor === sensor && row.utcMs >= from! && row.utcMs <= to!)
      .map(({ value, utcMs }) => ({ createdAt: new Date(utcMs).toISOString(), value }))
    return JSON.stringify(found)
  }
}

/** A SensorThings server: inserts whatever comes, a row at a time; tells the newest one. */
export class SensorThingsDouble implements ForeignServer {
  readonly stored: number[] = []
  /** Datastreams that there are; all if none is named. */
  readonly known: number[] = []
  private readonly times = new Map<number, string[]>()

  serve(post: Post): [number, string] {
    if (post.method === 'GET') return [200, this.newest(new URL(post.url))]
    const replies = []
    for (const group of JSON.parse(bodyOf(post))) {
      const id = group.Datastream['@iot.id']
      for (const [time, result] of group.dataArray) replies.push(this.insert(id, time, result))
    }
    return [201, JSON.stringify(replies)]
  }

  private insert(id: number, time: string, result: number): string {
    if (this.known.length > 0 && !this.known.includes(id)) return 'error'
    const times = this.times.get(id) ?? []
    this.times.set(id, times)
    times.push(time)
    if (id === 1) this.stored.push(Math.round(result * 100))
    return `https://st/v1.1/Observations(${times.length})`
  }

  private newest({ pathname, searchParams }: URL): string {
    const id = Number(/Datastreams\((\d+)\)/.exec(pathname)![1])
    expect(searchParams.get('$orderby')).toBe('phenomenonTime desc')
    const time = [...(this.times.get(id) ?? [])].sort().at(-1)
    return JSON.stringify({ value: time === undefined ? [] : [{ phenomenonTime: time }] })
  }
}

/** InfluxDB: a point with the same series and time replaces the one before. */
export class InfluxDouble implements ForeignServer {
  private readonly points = new Map<string, number>()

  get stored(): number[] {
    return [...this.points.values()]
  }

  serve(post: Post): [number, string] {
    for (const line of bodyOf(post).split('\n')) {
      const [series, fields, time] = line.split(' ')
      const value = /pm25=([\d.]+)/.exec(fields ?? '')
      if (value) this.points.set(`${series} ${time}`, Math.round(Number(value[1]) * 100))
    }
    return [204, '']
  }
}

/** feinstaub-api, and Madavi's data.php: stamps what comes with the time of its arrival. */
export class StampingDouble implements ForeignServer {
  readonly stored: number[] = []
  /** When each of them came. */
  readonly stampedMs: number[] = []
  private readonly status: number

  constructor(status: number) {
    this.status = status
  }

  serve(post: Post, utcMs: number): [number, string] {
    for (const { value_type, value } of JSON.parse(bodyOf(post)).sensordatavalues) {
      if (!value_type.endsWith('P2')) continue
      this.stored.push(Math.round(Number(value) * 100))
      this.stampedMs.push(utcMs)
    }
    return [this.status, 'ok']
  }
}
