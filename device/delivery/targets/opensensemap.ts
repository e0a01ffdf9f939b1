/**
 * openSenseMap: one JSON array a request, `{"sensor", "value", "createdAt"}` for each measurement.
 * Source of forms and codes: sensebox/openSenseMap-API, packages/api/lib/controllers/
 * measurementsController.js and packages/models/src/measurement.
 *
 * The measurements of a request are inserted in order: a record of which the last one is there is
 * there.
 */
import type { OpenSenseMapConfig } from '../../config/targets.ts'
import { quantityDecimals, quantityName } from '../../quantity-codes.ts'
import { REFUSED } from '../target.ts'
import { AskingTarget, NO_ANSWER, NOT_THERE, placeOf, THERE } from './asking-target.ts'
import { TAKEN, UNWANTED, type Workshop } from './average-target.ts'

const UNPROCESSABLE = 422

export class OpenSenseMap extends AskingTarget {
  /** Fifteen requests a minute and address were the limit in 2021 (openSenseMap-API#187). */
  readonly pauseMs = 5_000
  private readonly sensors: Readonly<Record<string, string>>
  /** Of the measurement that was put into the body last. */
  private sensor = ''
  private createdAt = ''

  constructor(number: number, config: OpenSenseMapConfig, workshop: Workshop) {
    const headers = ['Content-Type', 'application/json']
    // The access token of a box stands bare, without a scheme before it.
    if (config.token !== undefined) headers.push('Authorization', config.token)
    super(number, `${config.url}/boxes/${config.box}/data`, headers, workshop)
    this.sensors = config.sensors
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

  /** Measurements are read where they go to, with a sensor's id behind it. */
  protected question(): string {
    const time = this.createdAt
    return `${this.postUrl}/${this.sensor}?from-date=${time}&to-date=${time}&format=json`
  }

  protected answer(text: string): number {
    // It tells milliseconds as well.
    if (placeOf(`"createdAt":"${this.createdAt.slice(0, -1)}`, text) >= 0) return THERE
    return text === '[]' ? NOT_THERE : NO_ANSWER
  }

  protected refusal(status: number): number {
    return status === UNPROCESSABLE ? REFUSED : -1
  }
}
