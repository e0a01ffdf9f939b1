/**
 * InfluxDB 1 and 2, in line protocol: one line for each part that a record tells of.
 *
 *   meetkit,kit=<id>,part=SDS011 pm25=12.30,pm25_min=9.80,pm25_max=14.10,pm25_sd=0.70,pm25_n=300i,
 *   pm25_flags=0i,pm10=… <start of the period in seconds>
 *
 * A point that comes twice overwrites itself, so all is simply sent again until it arrived. Codes
 * as in the API references of InfluxDB 1.8 (/write) and 2.7 (/api/v2/write): 204 stored, 400 a line
 * that cannot be, 413 too long, 422 outside of what the bucket keeps.
 */
import type { InfluxDbConfig } from '../../config/targets.ts'
import { quantityDecimals, quantityName } from '../../quantity-codes.ts'
import { partName } from '../../sensors/codes.ts'
import { LATER, REFUSED, STORED } from '../target.ts'
import { TAKEN, UNWANTED, type Workshop } from './average-target.ts'
import { DatedTarget } from './dated-target.ts'

const NO_CONTENT = 204
const BAD_REQUEST = 400
const TOO_LARGE = 413
const UNPROCESSABLE = 422

export class InfluxDb extends DatedTarget {
  private readonly kitId: string

  constructor(number: number, config: InfluxDbConfig, workshop: Workshop, kitId: string) {
    const headers = ['Content-Type', 'text/plain; charset=utf-8']
    const authorization = config.authorization
    if (authorization !== undefined) headers.push('Authorization', authorization)
    const url = config.url
    super(number, `${url}${url.indexOf('?') < 0 ? '?' : '&'}precision=s`, headers, workshop)
    this.kitId = kitId
  }

  judge(status: number): number {
    if (status === NO_CONTENT) return STORED
    const refused = status === BAD_REQUEST || status === TOO_LARGE || status === UNPROCESSABLE
    return refused ? REFUSED : LATER
  }

  protected write(utcS: number): number {
    const { reader, writer } = this.workshop
    const before = writer.length
    for (let part = reader.partAfter(0); part > 0; part = reader.partAfter(part)) {
      const name = partName(part)
      if (name === '') continue
      writer.text(`meetkit,kit=${this.kitId},part=${name}`)
      this.fields(part)
      writer.text(` ${utcS}\n`)
    }
    return writer.length > before || writer.full ? TAKEN : UNWANTED
  }

  /** A part that does not answer is told as well: no readings, and the flag that says why. */
  private fields(part: number): void {
    const { reader, writer } = this.workshop
    let seen = 0
    reader.rewind()
    while (reader.next()) {
      const code = reader.quantity
      const name = quantityName(code)
      if (reader.part !== part || name === '') continue
      // Of two equal parts the records do not say which is which.
      if ((seen & (1 << code)) !== 0) continue
      writer.text(seen === 0 ? ' ' : ',')
      seen |= 1 << code
      const decimals = quantityDecimals(code)
      writer.text(`${name}_n=${reader.count}i,${name}_flags=${reader.flags}i`)
      if (reader.count === 0) continue
      writer.text(`,${name}=`)
      writer.decimal(reader.mean, decimals)
      writer.text(`,${name}_min=`)
      writer.decimal(reader.minimum, decimals)
      writer.text(`,${name}_max=`)
      writer.decimal(reader.maximum, decimals)
      writer.text(`,${name}_sd=`)
      writer.decimal(reader.deviation, decimals)
    }
  }
}
