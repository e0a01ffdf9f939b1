/** Which views a question needs, and how they are joined, as names are looked up. */
import { type Fragment, joined, own, sql } from './fragment.ts'
import { type Entity, type EntityName, type Link, linked, type Property } from './model.ts'

/** Views of one question. */
const JOINS_MAX = 12

export type Model = Readonly<Record<EntityName, Entity>>

/** What a path leads to: a property, perhaps with names inside of it. */
export interface Found {
  readonly property: Property
  readonly alias: string
  readonly inside: readonly string[]
}

/** Hands out aliases, and holds back who wants too many. */
export class Aliases {
  private given = 1

  next(refuse: (reason: string) => never): string {
    if (this.given > JOINS_MAX) refuse(`this goes through more than ${JOINS_MAX} links`)
    return `t${this.given++}`
  }
}

/** One view within a question, and what hangs on it. */
export class Scope {
  readonly entity: Entity
  readonly alias: string
  /** Views that this one leads to by links to one. */
  private readonly ones = new Map<string, { scope: Scope; on: Fragment }>()

  constructor(entity: Entity, alias: string) {
    this.entity = entity
    this.alias = alias
  }

  /** The scope behind a link to one; made when it is first asked for. */
  one(name: string, link: Link, make: () => Scope): Scope {
    const known = this.ones.get(name)
    if (known !== undefined) return known.scope
    const scope = make()
    this.ones.set(name, { scope, on: linked(link, this.alias, scope.alias) })
    return scope
  }

  /** True for each row that is looked at, as long as the request may look at more. */
  spend(): Fragment {
    return own(`spend(${this.alias}.${this.entity.order[this.entity.order.length - 1]})`)
  }

  /** `view AS alias LEFT JOIN …` with all that hangs on it. */
  from(): Fragment {
    const self = own(`${this.entity.view} AS ${this.alias}`)
    return joined([self, ...this.hanging()], ' ')
  }

  private hanging(): Fragment[] {
    return [...this.ones.values()].flatMap(({ scope, on }) => [
      sql` LEFT JOIN ${own(`${scope.entity.view} AS ${scope.alias}`)} ON ${on}`,
      ...scope.hanging(),
    ])
  }
}

/** Views behind links to many, for one comparison: at least one row must fit. */
export class Some {
  private readonly scopes = new Map<string, { scope: Scope; on: Fragment }>()

  many(key: string, from: Scope, link: Link, make: () => Scope): Scope {
    const known = this.scopes.get(key)
    if (known !== undefined) return known.scope
    const scope = make()
    this.scopes.set(key, { scope, on: linked(link, from.alias, scope.alias) })
    return scope
  }

  /** The condition, as one that some row fulfils. */
  wrap(condition: Fragment): Fragment {
    if (this.scopes.size === 0) return condition
    const found = [...this.scopes.values()]
    const from = joined(
      found.map(({ scope }) => scope.from()),
      ' JOIN ',
    )
    const where = joined(
      found.map(({ scope, on }) => sql`${on} AND ${scope.spend()}`),
      ' AND ',
    )
    return sql`EXISTS (SELECT 1 FROM ${from} WHERE ${where} AND (${condition}))`
  }
}
