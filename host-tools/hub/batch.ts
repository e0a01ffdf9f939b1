/** One batch as a kit posts it: from bytes to checked fields. `docs/ingest.md` describes it. */
import { decode } from 'cborg'
import * as v from 'valibot'
import { HUB_FORMAT } from '../../device/delivery/targets/hub.ts'
import { type RecordContent, readRecord } from '../../device/payload/record-reader.ts'

/** Longest body of a batch, in bytes. */
export const BATCH_BYTES_MAX = 64 * 1024
/** A kit has no more targets than this beside the hub. */
const OTHERS_MAX = 4
const UINT32_MAX = 0xffff_ffff

const uint32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(UINT32_MAX))

/** Fields that are not named here are left alone: newer kits may say more of themselves. */
const BatchSchema = v.pipe(
  v.object({
    v: v.literal(HUB_FORMAT),
    kit: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{1,32}$/)),
    /** Random name of the kit's log: sequence numbers count within it. */
    log: uint32,
    boot: uint32,
    /** Seconds since boot. */
    uptime: uint32,
    /** Records that the kit lost before it could deliver them. */
    dropped: uint32,
    /** Supply in mV. */
    battery: v.optional(uint32),
    /** Records that the kit still holds for this hub. */
    backlog: v.optional(uint32),
    /** What the kit lost for each of its targets but this one. */
    others: v.optional(v.pipe(v.array(uint32), v.maxLength(OTHERS_MAX))),
    first: uint32,
    records: v.pipe(
      v.array(v.pipe(v.instance(Uint8Array), v.minLength(1))),
      v.minLength(1),
      v.maxLength(64),
    ),
  }),
  v.check(
    (batch) => batch.first + batch.records.length - 1 <= UINT32_MAX,
    'sequence numbers end at 2^32 - 1',
  ),
)

export interface BatchRecord {
  readonly sequence: number
  readonly type: number
  readonly payload: Uint8Array
  readonly content: RecordContent
}

export interface Batch extends Omit<v.InferOutput<typeof BatchSchema>, 'records'> {
  readonly records: readonly BatchRecord[]
}

/** Why a batch is refused: 400 for a damaged body, 422 for a body with an impossible record. */
export class BatchRefusal extends Error {
  readonly status: 400 | 422

  constructor(status: 400 | 422, reason: string) {
    super(reason)
    this.status = status
  }
}

/** Throws BatchRefusal. */
export function readBatch(body: Uint8Array): Batch {
  const parsed = v.safeParse(BatchSchema, decodeCbor(body), { abortEarly: true })
  if (!parsed.success) throw new BatchRefusal(400, issueText(parsed.issues[0]))
  const { records, ...fields } = parsed.output
  return { ...fields, records: records.map((bytes, i) => readOne(bytes, fields.first + i)) }
}

function decodeCbor(body: Uint8Array): unknown {
  try {
    return decode(body, {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowInfinity: false,
      allowNaN: false,
      allowBigInt: false,
      rejectDuplicateMapKeys: true,
    })
  } catch (error) {
    // Whatever the decoder stumbled over, a RangeError of deep nesting included, is in the body.
    throw new BatchRefusal(400, error instanceof Error ? error.message : 'not CBOR')
  }
}

function readOne(bytes: Uint8Array, sequence: number): BatchRecord {
  const type = bytes[0]!
  const payload = bytes.slice(1)
  const content = readRecord(type, payload)
  if (typeof content === 'string')
    throw new BatchRefusal(422, `record ${sequence}, type ${type}: ${content}`)
  return { sequence, type, payload, content }
}

/** Where in the input, and what is wrong there. */
export function issueText(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue)
  if (issue.expected === 'never') return `${path}: is not known here`
  if (issue.type.endsWith('object') && issue.received === 'undefined') return `${path}: is missing`
  return path === null ? issue.message : `${path}: ${issue.message}`
}
