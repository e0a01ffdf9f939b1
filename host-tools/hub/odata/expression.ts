/** What a filter says, as a tree. `at` is the place in the option's text. */

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type Arithmetic = 'add' | 'sub' | 'mul' | 'div' | 'mod'

interface Placed {
  readonly at: number
}

export type Expression =
  | (Placed & { readonly kind: 'value'; readonly value: string | number | boolean | null })
  /** Seconds since 1970, UTC. */
  | (Placed & { readonly kind: 'time'; readonly seconds: number })
  /** Seconds. */
  | (Placed & { readonly kind: 'duration'; readonly seconds: number })
  | (Placed & { readonly kind: 'shape'; readonly shape: Shape })
  | (Placed & { readonly kind: 'path'; readonly names: readonly string[] })
  | (Placed & { readonly kind: 'not' | 'minus'; readonly of: Expression })
  | (Placed & {
      readonly kind: 'logic'
      readonly operator: 'and' | 'or'
      readonly left: Expression
      readonly right: Expression
    })
  | (Placed & {
      readonly kind: 'compare'
      readonly operator: Comparison
      readonly left: Expression
      readonly right: Expression
    })
  | (Placed & {
      readonly kind: 'calculate'
      readonly operator: Arithmetic
      readonly left: Expression
      readonly right: Expression
    })
  | (Placed & {
      readonly kind: 'call'
      readonly name: string
      readonly given: readonly Expression[]
    })

/** Longitude and latitude, in degrees. */
export type Position = readonly [number, number]

export type Shape =
  | { readonly type: 'point'; readonly position: Position }
  /** Corners in order; the last is the first again. */
  | { readonly type: 'polygon'; readonly ring: readonly Position[] }
