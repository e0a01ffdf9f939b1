/**
 * What a delivery target has to do: fill a request from the journal, and judge the reply.
 *
 * `Delivery` does the rest, for every target alike: one request under way, pauses, the cursor.
 */

/** What `fill` came to. */
/** The request is ready. */
export const READY = 0
/** Records `first` to `end` - 1 need no request: the target will not get them, or not want them. */
export const PASSED = 1
/** A search goes on in the next turn. */
export const SEARCHING = 2
/** Nothing to do until a record is appended. */
export const IDLE = 3

/** What a reply means. */
/** The target has records `first` to `end` - 1, but for `missed` of them. */
export const STORED = 4
/** That went well, and more requests belong to the same records. */
export const MORE = 5
/** The same again, later. */
export const LATER = 6
/** The target will never take all of this: fewer records at a time show which it refuses. */
export const REFUSED = 7
/** Whether it arrived nobody knows, and it must not be sent again; `missed` counts it. */
export const LOST = 8

export interface Target {
  /** POST where it is not said. */
  readonly method?: 'GET' | 'POST'
  readonly url: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
  /** Of the body, in the buffer that all targets share. */
  readonly length: number
  /** Numbers of the first record of the request, and of the one behind its last. */
  readonly first: number
  readonly end: number
  /** How many of these are in the body. */
  readonly count: number
  /** How many of these the target will never get. */
  readonly missed?: number
  /** The least time between a request that went well and the next. */
  readonly pauseMs?: number
  /** What it does not get soon it never gets: that is counted with a link or without. */
  readonly expires?: boolean
  /** Makes a request of at most `recordsMax` records that the target lacks. */
  fill(recordsMax: number, nowMs: number): number
  /** `status` is NO_REPLY when there was no reply in time. */
  judge(status: number, text: string): number
}
