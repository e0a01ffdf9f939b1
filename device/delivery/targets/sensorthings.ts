/**
 * OGC SensorThings 1.1 with its data array extension (OGC 18-088, 13): one record a request, with
 * an element for each measurement; its time is the interval that the average covers.
 *
 *   POST <url>/CreateObservations
 *   [{"Datastream":{"@iot.id":7},"components":["phenomenonTime","result"],
 *     "dataArray":[["2025-12-31T23:00:00Z/2025-12-31T23:05:00Z",12.30]]},…]
 *
 * The reply, 201, has an element for each in turn: its address, or "error". Records are sent oldest
 * first, so a datastream whose newest observation is not older than a record has that record.
 */
import type { SensorThingsConfig } from '../../config/targets.ts'
import { quantityDecimals, quantityName } from '../../quantity-codes.ts'
import { LOST, REFUSED, STORED } from '../target.ts'
import { AskingTarget, NO_ANSWER, NOT_THERE, placeOf, THERE } from './asking-target.ts'
import { TAKEN, UNWANTED, type Workshop } from './average-target.ts'

const BAD_REQUEST = 400
const TOO_LARGE = 413
const TIME = '"phenomenonTime":"'
/** Of a time, without the zone and what may stand before it. */
const TIME_LENGTH = 19

export class SensorThings extends AskingTarget {
  private readonly config: SensorThingsConfig
  /** Of the observation that was put into the body last. */
  private datastream = 0
  private beganAt = ''

  constructor(number: number, config: SensorThingsConfig, workshop: Workshop) {
    const headers = ['Content-Type', 'application/json']
    if (config.authorization !== undefined) headers.push('Authorization', config.authorization)
    super(number, `${config.url}/CreateObservations`, headers, workshop)
    this.config = config
  }

  override fill(_recordsMax: number, nowMs: number): number {
    return super.fill(1, nowMs)
  }

  protected write(utcS: number): number {
    const { reader, writer } = this.workshop
    const before = writer.length
    let seen = 0
    this.beganAt = writer.utcText(utcS)
    const time = `${this.beganAt}/${writer.utcText(utcS + reader.lengthS)}`
    reader.rewind()
    while (reader.next()) {
      const code = reader.quantity
      const datastream = this.config.datastreams[quantityName(code)]
      if (reader.count === 0) continue
      // Of two parts that measure the same, the first one is the datastream's.
      if (datastream === undefined || (seen & (1 << code)) !== 0) continue
      seen |= 1 << code
      this.datastream = datastream
      writer.text(writer.length === 0 ? '[' : ',')
      writer.text(`{"Datastream":{"@iot.id":${datastream}},`)
      writer.text(`"components":["phenomenonTime","result"],"dataArray":[["${time}",`)
      writer.decimal(reader.mean, quantityDecimals(code))
      writer.text(']]}')
    }
    // There must be room for the bracket at the end.
    if (writer.length === writer.bytes.length) writer.full = true
    return writer.length > before || writer.full ? TAKEN : UNWANTED
  }

  protected question(): string {
    const observations = `${this.config.url}/Datastreams(${this.datastream})/Observations`
    return `${observations}?$select=phenomenonTime&$orderby=phenomenonTime%20desc&$top=1`
  }

  protected answer(text: string): number {
    if (placeOf('"value":[', text) < 0) return NO_ANSWER
    const at = placeOf(TIME, text)
    if (at < 0) return placeOf('"value":[]', text) < 0 ? NO_ANSWER : NOT_THERE
    const from = at + TIME.length
    const newest = text.slice(from, from + TIME_LENGTH)
    if (newest.length < TIME_LENGTH) return NO_ANSWER
    return newest >= this.beganAt.slice(0, TIME_LENGTH) ? THERE : NOT_THERE
  }

  /** One of its measurements was refused: sent again the others would be there twice. */
  protected override taken(text: string): number {
    if (placeOf('"error"', text) < 0) return STORED
    this.missed++
    return LOST
  }

  protected refusal(status: number): number {
    return status === BAD_REQUEST || status === TOO_LARGE ? REFUSED : -1
  }
}
