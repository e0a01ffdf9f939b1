/** What the path of a request leads to. */
import { observationKey } from '../about/store.ts'
import type { Row } from '../store/database.ts'
import { bound, type Fragment, own, sql } from './fragment.ts'
import { type Entity, type Link, linkedTo } from './model.ts'
import type { Model } from './scope.ts'
import { near } from './translate.ts'

/** Parts of a path. */
const PARTS_MAX = 12

/** There is nothing at a path; `message` says which part of it. */
export class NothingThere extends Error {}

/** `where` takes the alias of the entity's view. */
export interface Target {
  readonly entity: Entity
  readonly many: boolean
  readonly where: (alias: string) => Fragment
  /** The path as it would be written, for links. */
  readonly path: string
  readonly property?: string
  /** `$ref`: only the links; `$value`: the bare value. */
  readonly form?: '$ref' | '$value'
}

/** Finds the one row that a part of a path is about. */
export type Lookup = (entity: Entity, where: (alias: string) => Fragment) => Row | undefined

const PART = /^([A-Za-z]+)(?:\((?:'(\d{1,18})'|(\d{1,18}))\))?$/

/** Throws NothingThere. */
export function targetOf(path: string, model: Model, lookup: Lookup): Target {
  const parts = path.split('/').filter((part) => part !== '')
  if (parts.length > PARTS_MAX) throw new NothingThere(`a path has at most ${PARTS_MAX} parts`)
  let target: Target | undefined
  for (const part of parts) {
    if (target?.form !== undefined) throw new NothingThere(`nothing comes after ${target.form}`)
    target = target === undefined ? first(part, model) : step(part, target, model, lookup)
  }
  return target!
}

/** An id that no table can hold stands for nothing. */
function keyed(entity: Entity, id: bigint): (alias: string) => Fragment {
  if (entity.name !== 'Observation') return (alias) => sql`${own(`${alias}.number`)} = ${bound(id)}`
  const { log, sequence, channel } = observationKey(id)
  return (alias) => sql`(${own(`${alias}.kit, ${alias}.log`)}) IN
      (SELECT kit, log FROM main.logs WHERE logs.number = ${bound(log)})
    AND ${own(`${alias}.sequence`)} = ${bound(sequence)}
    AND ${own(`${alias}.channel`)} = ${bound(channel)}`
}

function parse(part: string): { name: string; id: bigint | undefined } {
  const found = PART.exec(part)
  if (found === null) throw new NothingThere(`${part} is no part of a path that is known here`)
  const id = found[2] ?? found[3]
  return { name: found[1]!, id: id === undefined ? undefined : BigInt(id) }
}

function first(part: string, model: Model): Target {
  const { name, id } = parse(part)
  const entity = Object.values(model).find(({ set }) => set === name)
  if (entity === undefined) {
    const sets = Object.values(model).map(({ set }) => set)
    throw new NothingThere(`there is no ${name}${near(name, sets)}`)
  }
  if (id === undefined) return { entity, many: true, where: () => own('1'), path: `/${name}` }
  return { entity, many: false, where: keyed(entity, id), path: `/${name}(${id})` }
}

function step(part: string, before: Target, model: Model, lookup: Lookup): Target {
  if (part === '$ref') return { ...before, form: '$ref' }
  if (part === '$value' && before.property !== undefined) return { ...before, form: '$value' }
  const { entity } = before
  const { name, id } = parse(part)
  if (before.many) throw new NothingThere(`${before.path} are many; choose one with (id)`)
  if (before.property !== undefined) throw new NothingThere(`nothing comes after ${name}`)
  if (id === undefined && Object.hasOwn(entity.properties, name))
    return { ...before, property: name }
  const link: Link | undefined = Object.hasOwn(entity.links, name) ? entity.links[name] : undefined
  if (link === undefined) {
    const known = [...Object.keys(entity.properties), ...Object.keys(entity.links)]
    throw new NothingThere(`${entity.name} has no ${name}${near(name, known)}`)
  }
  const row = lookup(entity, before.where)
  if (row === undefined) throw new NothingThere(`there is no ${before.path.slice(1)}`)
  const target = model[link.target]
  const path = `${before.path}/${name}`
  const byLink = (alias: string) => linkedTo(link, row, alias)
  if (id === undefined || !link.many)
    return { entity: target, many: link.many, where: byLink, path }
  const byKey = keyed(target, id)
  return {
    entity: target,
    many: false,
    where: (alias) => sql`${byLink(alias)} AND ${byKey(alias)}`,
    path: `${path}(${id})`,
  }
}
