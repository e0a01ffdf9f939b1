/** Joins the results of the shards of one run. */
import * as v from 'valibot'
import { assemble, RESULT_FORMAT, type ScenarioResult } from './result.ts'

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** As far as a file must be checked before its contents are believed. */
const Shard = v.looseObject({
  format: v.literal(RESULT_FORMAT),
  heading: v.looseObject({
    scenario: v.string(),
    seed: v.number(),
    engine: v.string(),
    start: v.string(),
    endS: v.number(),
    binS: v.number(),
    kits: Count,
    expectations: v.array(v.looseObject({ expect: v.string() })),
  }),
  shard: v.optional(v.tuple([v.number(), v.number()])),
  bins: v.looseObject({ binS: v.number(), quantities: v.record(v.string(), v.unknown()) }),
  lines: v.array(
    v.looseObject({ kit: v.string(), quantities: v.record(v.string(), v.array(v.unknown())) }),
  ),
  kits: v.array(
    v.looseObject({
      number: Count,
      id: v.string(),
      hash: v.string(),
      cost: v.record(v.string(), v.number()),
      findings: v.array(v.nullable(v.looseObject({ kind: v.string() }))),
    }),
  ),
})

export interface ShardFile {
  readonly file: string
  readonly text: string
}

/** Throws, with the file's name, for what is no shard of this run, is there twice or missing. */
export function mergeResults(files: readonly ShardFile[]): ScenarioResult {
  const shards = files.map(readShard)
  const first = shards[0]
  if (first === undefined) throw new Error('no files to join')
  const seen = new Map<number, string>()
  for (const [i, shard] of shards.entries()) {
    const { file } = files[i]!
    if (JSON.stringify(shard.heading) !== JSON.stringify(first.heading))
      throw new Error(`${file}: belongs to another run than ${files[0]!.file}`)
    for (const { number, id } of shard.kits) {
      const other = seen.get(number)
      if (other !== undefined) throw new Error(`${file}: kit ${id} is in ${other} as well`)
      seen.set(number, file)
    }
  }
  const missing = missingShards(shards)
  if (missing.length > 0) throw new Error(`shards are missing: ${missing.join(', ')}`)
  if (seen.size !== first.heading.kits)
    throw new Error(`these files hold ${seen.size} kits of ${first.heading.kits}`)
  return assemble(first.heading, shards)
}

function missingShards(shards: readonly ScenarioResult[]): string[] {
  const n = shards[0]!.shard?.[1] ?? 1
  const there = new Set(shards.map(({ shard }) => shard?.[0] ?? 1))
  return Array.from({ length: n }, (_, i) => i + 1)
    .filter((k) => !there.has(k))
    .map((k) => `${k}/${n}`)
}

function readShard({ file, text }: ShardFile): ScenarioResult {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error(`${file}: not JSON; it must be what "meetkit simulate --json" printed`)
  }
  if (!v.is(Shard, value))
    throw new Error(`${file}: no result of "meetkit simulate --json" of this version`)
  return value as unknown as ScenarioResult
}
