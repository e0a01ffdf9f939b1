/**
 * Sensor.Community and Madavi, which stamp what comes with the time of its arrival: they get fresh
 * averages and no others, each at most once. Sources: opendata-stuttgart/feinstaub-api, sensors/
 * views.py and serializers.py (201), madavi-api, data.php (200), and airRohr for pins and names.
 *
 * Sensor.Community wants a request for each part, told apart by the header X-Pin; Madavi wants one
 * for all, with the parts' names before the values'.
 */
import type { SensorCommunityConfig } from '../../config/targets.ts'
import { RECORD_AVERAGE, RECORD_BOOT } from '../../payload/record.ts'
import {
  CO2_CODE,
  HUMIDITY_CODE,
  NOISE_LA_MAX_CODE,
  NOISE_LA_MIN_CODE,
  NOISE_LAEQ_CODE,
  PM1_CODE,
  PM2_5_CODE,
  PM4_CODE,
  PM10_CODE,
  PRESSURE_CODE,
  quantityDecimals,
  quantityName,
  TEMPERATURE_CODE,
} from '../../quantity-codes.ts'
import {
  BME280_CODE,
  BMP280_CODE,
  DHT22_CODE,
  DNMS_CODE,
  DS18B20_CODE,
  PMS5003_CODE,
  PMS7003_CODE,
  PMSA003_CODE,
  partName,
  SCD30_CODE,
  SDS011_CODE,
  SHT3X_CODE,
  SHT4X_CODE,
  SPS30_CODE,
} from '../../sensors/codes.ts'
import type { WallClock } from '../../time/wall-clock.ts'
import { VERSION } from '../../version.ts'
import { LATER, LOST, MORE, PASSED, READY, STORED } from '../target.ts'
import { AverageTarget, MISSED, TAKEN, UNWANTED, type Workshop } from './average-target.ts'

/** An average is fresh until so many periods after its end. */
const FRESH_PERIODS = 1
/** One that was fresh at the last look may have aged since: so many periods back nobody knows. */
const UNSURE_PERIODS = 2
/** Records of which these periods are looked for. */
const AHEAD_MAX = 16
/** Madavi refuses what comes within 30 s; a bridge to Sensor.Community keeps to a minute. */
const MADAVI_PAUSE_MS = 30_000
const COMMUNITY_PAUSE_MS = 60_000
/** Index of the pin's number in the headers. */
const PIN = 5

export class SensorCommunity extends AverageTarget {
  readonly pauseMs: number
  readonly expires = true
  private readonly clock: WallClock
  private readonly freshMs: number
  private readonly combined: boolean
  private readonly named: string[]
  /** Record that the request is of, the part in it, and whether another one follows. */
  private sequence = -1
  private part = 0
  private more = false
  /** The last part of this record that is stored. */
  private storedPart = 0

  constructor(
    number: number,
    config: SensorCommunityConfig,
    workshop: Workshop,
    clock: WallClock,
    periodS: number,
  ) {
    const combined = config.kind === 'madavi'
    const headers = ['Content-Type', 'application/json', 'X-Sensor', config.node]
    if (!combined) headers.push('X-Pin', '')
    super(number, config.url, headers, workshop)
    this.pauseMs = combined ? MADAVI_PAUSE_MS : COMMUNITY_PAUSE_MS
    this.clock = clock
    this.freshMs = FRESH_PERIODS * periodS * 1000
    this.combined = combined
    this.named = headers
  }

  override fill(_recordsMax: number, nowMs: number): number {
    const filled = super.fill(1, nowMs)
    if (filled !== READY || this.missed === 0) return filled
    // What it missed is counted first, whether or not there is a link for the rest.
    this.end = this.sequence
    this.count = 0
    return PASSED
  }

  judge(status: number): number {
    if (status === (this.combined ? 200 : 201)) {
      this.storedPart = this.part
      return this.more ? MORE : STORED
    }
    // A refusal stored nothing; while the average is fresh another try can do no harm.
    if (status >= 300 && status < 500) return LATER
    this.missed++
    return LOST
  }

  protected take(nowMs: number): number {
    const { journal, reader, writer } = this.workshop
    if (reader.bootId !== journal.bootId) return this.endsBoot() ? MISSED : UNWANTED
    if (!this.isFresh(nowMs)) return MISSED
    if (this.sequence !== this.end) this.storedPart = 0
    this.sequence = this.end
    writer.text(`{"software_version":"meetkit-${VERSION}","sensordatavalues":[`)
    this.part = 0
    this.more = false
    for (let part = reader.partAfter(this.storedPart); part > 0; part = reader.partAfter(part)) {
      const before = writer.length
      if (!this.values(part)) continue
      if (this.part > 0 && !this.combined) {
        this.more = true
        writer.length = before
        break
      }
      this.part = part
    }
    if (this.part === 0) return UNWANTED
    // Over the last comma.
    writer.length--
    writer.text(']}')
    if (!this.combined) this.named[PIN] = String(this.pin(this.part))
    return TAKEN
  }

  /**
   * What an earlier boot did not send it has counted, but for what was still fresh when it ended:
   * the averages of its last periods. Those that it sent are counted as well.
   */
  private endsBoot(): boolean {
    const { journal, reader } = this.workshop
    let periods = 1
    let startS = reader.startS
    for (let ahead = 1; periods <= UNSURE_PERIODS && ahead <= AHEAD_MAX; ahead++) {
      if (!journal.find(this.number, this.end + ahead)) return true
      const { type, payload, length } = journal.found
      if (type === RECORD_BOOT) return true
      if (type !== RECORD_AVERAGE) continue
      reader.begin(payload, length)
      if (reader.startS !== startS) periods++
      startS = reader.startS
    }
    return false
  }

  /** Where the clock stepped back an average may lie ahead as far as a fresh one lies behind. */
  private isFresh(nowMs: number): boolean {
    const { reader } = this.workshop
    const endMs = (reader.startS + reader.lengthS) * 1000
    const ageMs = (reader.clockKnown ? this.clock.utcMs(nowMs) : nowMs) - endMs
    return Math.abs(ageMs) <= this.freshMs
  }

  /** Writes what the part has measured, with a comma behind each value; false if it has nothing. */
  private values(part: number): boolean {
    const { reader, writer } = this.workshop
    const before = writer.length
    if (this.pin(part) === 0) return false
    let seen = 0
    reader.rewind()
    while (reader.next()) {
      const code = reader.quantity
      if (reader.part !== part || reader.count === 0) continue
      const type = this.valueType(code)
      // Of two equal parts the first one counts: a name may stand in a message once.
      if (type === '' || (seen & (1 << code)) !== 0) continue
      seen |= 1 << code
      writer.text(`{"value_type":"${this.combined ? this.prefix(part) : ''}${type}","value":"`)
      writer.decimal(reader.mean, quantityDecimals(code))
      writer.text('"},')
    }
    return writer.length > before
  }

  /** Unknown names are refused, so that new quantities have to be entered here. */
  private valueType(quantity: number): string {
    switch (quantity) {
      case PM10_CODE:
        return 'P1'
      case PM2_5_CODE:
        return 'P2'
      case PM1_CODE:
        return 'P0'
      case PM4_CODE:
        return 'P4'
      case TEMPERATURE_CODE:
      case HUMIDITY_CODE:
      case PRESSURE_CODE:
        return quantityName(quantity)
      case CO2_CODE:
        return 'co2_ppm'
      case NOISE_LAEQ_CODE:
        return 'noise_LAeq'
      case NOISE_LA_MIN_CODE:
        return 'noise_LA_min'
      case NOISE_LA_MAX_CODE:
        return 'noise_LA_max'
      default:
        return ''
    }
  }

  /** airRohr's API pins; 0 for a part that has none. */
  private pin(part: number): number {
    switch (part) {
      case SDS011_CODE:
      case PMS5003_CODE:
      case PMS7003_CODE:
      case PMSA003_CODE:
      case SPS30_CODE:
        return 1
      case SHT3X_CODE:
      case SHT4X_CODE:
      case DHT22_CODE:
        return 7
      case BME280_CODE:
        return 11
      case SCD30_CODE:
        return 17
      case BMP280_CODE:
        return 3
      case DS18B20_CODE:
        return 13
      case DNMS_CODE:
        return 15
      default:
        return 0
    }
  }

  private prefix(part: number): string {
    if (part === SDS011_CODE) return 'SDS_'
    if (part === DHT22_CODE) return ''
    // Of the other particle counters all but one are Plantower's.
    return this.pin(part) === 1 && part !== SPS30_CODE ? 'PMS_' : `${partName(part)}_`
  }
}
