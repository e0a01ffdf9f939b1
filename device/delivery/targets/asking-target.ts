/**
 * What targets have in common that take device times and store twice what comes twice. So where a
 * request may have arrived, after no reply or an error of the server, and after a boot, such a
 * target is asked for the oldest record that it may have, then for the next, until there is one
 * that it has not.
 */
import { LATER, MORE, READY, STORED } from '../target.ts'
import type { Workshop } from './average-target.ts'
import { DatedTarget } from './dated-target.ts'

const CREATED = 201

/** What an answer says of the record that was asked for. */
export const THERE = 1
export const NOT_THERE = 2
export const NO_ANSWER = 3

export abstract class AskingTarget extends DatedTarget {
  method: 'GET' | 'POST' = 'POST'
  /** Where measurements go to. */
  protected readonly postUrl: string
  /** The oldest record may be there already. */
  private unsure = true

  constructor(number: number, postUrl: string, headers: readonly string[], workshop: Workshop) {
    super(number, postUrl, headers, workshop)
    this.postUrl = postUrl
  }

  override fill(recordsMax: number, nowMs: number): number {
    const filled = super.fill(this.unsure ? 1 : recordsMax, nowMs)
    this.method = 'POST'
    this.url = this.postUrl
    this.workshop.writer.text(']')
    this.length++
    if (filled === READY && this.unsure) {
      this.method = 'GET'
      this.length = 0
      this.url = this.question()
    }
    return filled
  }

  judge(status: number, text: string): number {
    if (this.method === 'GET') return status === 200 ? this.learn(this.answer(text)) : LATER
    if (status === CREATED) return this.taken(text)
    const refused = this.refusal(status)
    if (refused >= 0) return refused
    // Other refusals and redirections change nothing there; of all the rest nobody knows.
    if (status < 300 || status >= 500) this.unsure = true
    return LATER
  }

  /** Address that tells whether the record is there that was written last. */
  protected abstract question(): string

  /** THERE, NOT_THERE or NO_ANSWER. */
  protected abstract answer(text: string): number

  /** What a reply of success means. */
  protected taken(_text: string): number {
    return STORED
  }

  /** What a status means that refuses, or -1. */
  protected abstract refusal(status: number): number

  private learn(answer: number): number {
    if (answer === THERE) return STORED
    if (answer !== NOT_THERE) return LATER
    this.unsure = false
    return MORE
  }
}

/** Espruino's indexOf also finds the beginning of a text at the end of another. */
export function placeOf(part: string, text: string): number {
  const at = text.indexOf(part)
  return at >= 0 && text.slice(at, at + part.length) === part ? at : -1
}
