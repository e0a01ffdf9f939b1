/** Which keys the schema allows at a place of a file, to suggest the near one for a wrong one. */
import type * as v from 'valibot'
import type { Path } from './complaint.ts'
import { ScenarioFile } from './schema.ts'

type Schema = v.GenericSchema & {
  readonly entries?: Record<string, Schema>
  readonly options?: readonly Schema[]
  readonly item?: Schema
  readonly items?: readonly Schema[]
  readonly wrapped?: Schema
  readonly key?: string
  readonly literal?: unknown
}

/** `content` is the file as far as it could be read; it tells which variant stands there. */
export function keysAt(content: unknown, path: Path): readonly string[] {
  let schemas: Schema[] = [ScenarioFile as unknown as Schema]
  let here = content
  for (const key of path) {
    schemas = schemas.flatMap((schema) => branches(schema, here)).flatMap((one) => below(one, key))
    here = (here as Record<string | number, unknown> | undefined)?.[key]
  }
  const keys = schemas
    .flatMap((schema) => branches(schema, here))
    .flatMap(({ entries }) => Object.keys(entries ?? {}))
  return [...new Set(keys)]
}

/** The objects and lists that may stand for a schema, given what does stand there. */
function branches(schema: Schema, here: unknown): Schema[] {
  if (schema.wrapped !== undefined) return branches(schema.wrapped, here)
  if (schema.options === undefined || typeof schema.options[0] !== 'object') return [schema]
  const { key } = schema
  const options = schema.options.flatMap((option) => branches(option, here))
  if (key === undefined) return options
  const said = (here as Record<string, unknown> | undefined)?.[key]
  const fitting = options.filter((option) => accepts(option.entries?.[key], said))
  return fitting.length > 0 ? fitting : options
}

function accepts(schema: Schema | undefined, value: unknown): boolean {
  if (schema === undefined) return false
  const choices = schema.options as readonly unknown[] | undefined
  return choices === undefined ? schema.literal === value : choices.includes(value)
}

function below(schema: Schema, key: string | number): Schema[] {
  if (typeof key === 'string') return schema.entries?.[key] ? [schema.entries[key]] : []
  if (schema.item !== undefined) return [schema.item]
  return schema.items?.[key] ? [schema.items[key]] : []
}
