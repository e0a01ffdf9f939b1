/**
 * openSenseMap: one JSON array a request, `{"sensor", "value", "createdAt"}` for each measurement.
 * Source of forms and codes: sensebox/openSenseMap-API, packages/api/lib/controllers/
 * measurementsController.js and packages/models/src/measurement.
 *
 * What comes twice is stored twice. So where a request may have arrived, after no reply or an error
 * of the server, and after a boot, it is asked for the oldest record that it may have, then for the
 * next, until there is one that it has not. The measurements of a request are inserted in order: a
 * record of which the last one is there is there.
 */
import type { OpenSenseMapConfig } from '../../config/targets.ts'
import { quantityDecimals, quantityName } from '../../quantity-codes.ts'
import { LATER, MORE, READY, REFUSED, STORED } from '../target.ts'
import { TAKEN, UNWANTED, type Workshop } from './average-target.ts'
import { DatedTarget } from './dated-target.ts'

const CREATED = 201
const UNPROCESSABLE = 422

export class OpenSenseMap extends DatedTarget {
  /** Fifteen requests a minute and address were the limit in 2021 (openSenseMap-API#187). */
  readonly pauseMs = 5_000
  method: 'GET' | 'POST' = 'POST'
  private readonly sensors: Readonly<Record<string, string>>
  /** Where measurements go to; with a sensor's id behind it, where they are read. */
  private readonly dataUrl: string
  /** The oldest record may be there already. */
  private unsure = true
  /** Of the measurement that was put into the body last. */
  private sensor = ''
  private createdAt = ''

  constructor(number: number, config: OpenSenseMapConfig, workshop: Workshop) {
    const headers = ['Content-Type', 'application/json']
    // The access token of a box stands bare, without a scheme before it.
    if (config.token !== undefined) headers.push('Authorization', config.token)
    super(number, '', headers, workshop)
    this.dataUrl = `${config.url}/boxes/${config.box}/data`
    this.sensors = config.sensors
  }

  override fill(recordsMax: number, nowMs: number): number {
    const filled = super.fill(this.unsure ? 1 : recordsMax, nowMs)
    this.method = 'POST'
    this.url = this.dataUrl
    this.workshop.writer.text(']')
    this.length++
    if (filled === READY && this.unsure) {
      const time = this.createdAt
      this.method = 'GET'
      this.length = 0
      this.url += `/${this.sensor}?from-date=${time}&to-date=${time}&format=json`
    }
    return filled
  }

  judge(status: number, text: string): number {
    if (this.method === 'GET') return this.answered(status, text)
    if (status === CREATED) return STORED
    if (status === UNPROCESSABLE) return REFUSED
    // Other refusals and redirections change nothing there; of all the rest nobody knows.
    if (status < 300 || status >= 500) this.unsure = true
    return LATER
  }

  protected write(utcS: number): number {
    const { reader, writer } = this.workshop
    const before = writer.length
    let seen = 0
    this.createdAt = writer.utcText(utcS)
    reader.rewind()
    while (reader.next()) {
      const code = reader.quantity
      const sensor = this.sensors[quantityName(code)]
      if (reader.count === 0) continue
      // Of two parts that measure the same, the first one is the box's.
      if (sensor === undefined || (seen & (1 << code)) !== 0) continue
      seen |= 1 << code
      this.sensor = sensor
      writer.text(`${writer.length === 0 ? '[' : ','}{"sensor":"${sensor}","value":"`)
      writer.decimal(reader.mean, quantityDecimals(code))
      writer.text(`","createdAt":"${this.createdAt}"}`)
    }
    // There must be room for the bracket at the end.
    if (writer.length === writer.bytes.length) writer.full = true
    return writer.length > before || writer.full ? TAKEN : UNWANTED
  }

  private answered(status: number, text: string): number {
    if (status !== 200) return LATER
    // It tells milliseconds as well.
    const there = `"createdAt":"${this.createdAt.slice(0, -1)}`
    const at = text.indexOf(there)
    // Espruino's indexOf also finds the beginning of a text at the end of another.
    if (at >= 0 && text.slice(at, at + there.length) === there) return STORED
    if (text !== '[]') return LATER
    this.unsure = false
    return MORE
  }
}
