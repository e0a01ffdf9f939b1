/** What targets have in common that take device times: the kit dates what it sends them. */
import { AverageTarget, MISSED, NEXT_TURN, WAITS, type Workshop } from './average-target.ts'
import { Dating, NEVER_KNOWN, NOT_YET } from './dating.ts'

export abstract class DatedTarget extends AverageTarget {
  private readonly dating: Dating

  constructor(number: number, url: string, headers: readonly string[], workshop: Workshop) {
    super(number, url, headers, workshop)
    this.dating = new Dating(workshop.journal, workshop.reader, workshop.searcher)
  }

  protected take(): number {
    const { journal, reader } = this.workshop
    if (reader.clockKnown) return this.write(reader.startS)
    const startS = reader.startS
    const bootUtcS = this.dating.bootUtcS(reader.bootId, this.end + 1)
    if (bootUtcS === NEVER_KNOWN) return MISSED
    if (bootUtcS < 0) return bootUtcS === NOT_YET ? WAITS : NEXT_TURN
    // The search has read other records since.
    journal.find(this.number, this.end)
    reader.begin(journal.found.payload, journal.found.length)
    return this.write(bootUtcS + startS)
  }

  /** Puts the average, which began at `utcS`, into the body: TAKEN or UNWANTED. */
  protected abstract write(utcS: number): number
}
