/** The power fails at every byte that is written, and in every erase; what was durable stays so. */
import { Journal } from '../../device/journal/journal.ts'
import { FlashModel, type Geometry, PowerCut } from './flash-model.ts'
import { JournalModel } from './journal-model.ts'

const SMALL: [string, Geometry][] = [
  ['align 1, 3 blocks', { blocks: 3, blockLength: 256, writeAlign: 1 }],
  ['align 4, 4 blocks', { blocks: 4, blockLength: 256, writeAlign: 4 }],
  ['align 16, 2 blocks', { blocks: 2, blockLength: 256, writeAlign: 16 }],
]

/** Some records and acknowledgements, enough to go round the log and over several cursors. */
function story(model: JournalModel, records: number): void {
  for (let i = 0; i < records; i++) {
    model.append((i * 37) % 60)
    if (i % 3 === 2) model.deliver(i % 2, 12)
    if (i % 5 === 4) model.tidy()
  }
}

describe.each(SMALL)('%s', (_name, geometry) => {
  test.each(['first', 'second'] as const)('erases that keep the %s half', (keptHalf) => {
    const whole = new JournalModel(geometry)
    story(whole, 40)
    expect(Math.min(...whole.flash.erases)).toBeGreaterThanOrEqual(1)
    const length = whole.flash.bytesWritten + whole.flash.erases.reduce((a, b) => a + b)
    for (let energy = 48; energy < length; energy++) {
      const model = new JournalModel(geometry)
      model.flash.keptHalf = keptHalf
      model.flash.energy = energy
      model.survive(() => story(model, 40))
      model.flash.energy = Infinity
      model.checkAll()
      story(model, 6)
      model.checkAll()
      model.reboot()
      model.checkAll()
    }
  })

  test('one cut after the other', () => {
    const model = new JournalModel(geometry)
    for (let energy = 1; energy < 700; energy += 3) {
      model.flash.energy = energy
      model.survive(() => story(model, 20))
      model.flash.energy = Infinity
      model.checkAll()
    }
    expect(model.records.length).toBeGreaterThan(700)
  })
})

test('a torn first header leaves a region that becomes a log at the next boot', () => {
  const geometry = SMALL[0]![1]
  // The erase, then every byte of the header.
  for (let energy = 0; energy < 65; energy++) {
    const flash = new FlashModel(geometry)
    flash.energy = energy
    const cut = new Journal(flash, 1)
    cut.recover(1)
    expect(() => cut.append(1, new Uint8Array(5), 5)).toThrow(PowerCut)
    flash.energy = Infinity
    const journal = new Journal(flash, 1)
    journal.recover(2)
    journal.append(1, new Uint8Array(5), 5)
    expect([journal.logId, journal.nextSequence, journal.next(0)]).toEqual([2, 1, true])
  }
})
