/** Faults of the whole system, each of which a storm must bring to light. */
import type { Plant } from '../proof/plants.ts'

const DELIVERY = 'device/delivery/delivery.ts'
const KIT = 'device/kit.ts'
const CURSORS = 'device/journal/cursors.ts'
const INGEST = 'host-tools/hub/store/ingest.ts'

export const SYSTEM_PLANTS: readonly Plant[] = [
  {
    name: 'the hub acknowledges before the commit',
    file: 'host-tools/hub/app.ts',
    find: 'const stored = await intake.store(batch, nowMs)',
    replace: `intake.store(batch, nowMs).catch(() => {})
      const stored = { upTo: batch.first + batch.records.length - 1, added: [], dated: false }`,
  },
  {
    name: 'the hub tells records apart by their time instead of their number',
    file: INGEST,
    find: '  if (row === undefined) return false\n',
    replace: `  const { content } = record
    if (row === undefined && content.kind === 'average' && content.clockKnown)
      return undefined !== sql.first(
        'SELECT 1 FROM averages WHERE kit = ? AND start_s = ?', [key[0], content.startS])
    if (row === undefined) return false
`,
  },
  {
    name: 'the hub counts what comes twice',
    file: INGEST,
    find: "'UPDATE kits SET records = records + ? WHERE number = ?', [added.length, kit]",
    replace:
      "'UPDATE kits SET records = records + ? WHERE number = ?', [batch.records.length, kit]",
  },
  {
    name: 'the cursor moves on when a batch is sent',
    file: DELIVERY,
    find: 'const exchange = ++this.exchange\n',
    replace: `const exchange = ++this.exchange
    this.journal.acknowledge(this.target, this.batch.first, this.batch.last + 1)
`,
  },
  {
    name: 'delivery believes that more is stored than was sent',
    file: DELIVERY,
    find: 'Math.min(stored, this.batch.last) + 1',
    replace: 'stored + 1',
  },
  {
    name: 'delivery takes any reply for an acknowledgement',
    file: DELIVERY,
    find: 'this.replied && this.replyStatus === 200 ? storedUpTo(this.replyText) : -1',
    replace: 'this.replied ? this.batch.last : storedUpTo(this.replyText)',
  },
  {
    name: 'delivery gives up what a failing server refuses',
    file: DELIVERY,
    find: 'this.replyStatus === UNPROCESSABLE || this.replyStatus === CONFLICT',
    replace: 'this.replyStatus >= 400',
  },
  {
    name: 'delivery waits for a reply for ever',
    file: DELIVERY,
    find: 'this.dueMs = nowMs + REPLY_MS_MAX',
    replace: 'this.dueMs = NEVER',
  },
  {
    name: 'the kit forgets to note the time',
    file: KIT,
    find: 'this.keep(RECORD_CLOCK)',
    replace: '',
  },
  {
    name: 'every boot has the same number',
    file: KIT,
    find: 'this.journal.bootId++',
    replace: 'this.journal.bootId = 1',
  },
  {
    name: 'what a full log drops is not counted',
    file: CURSORS,
    find: 'this.dropped[target]! += to - from\n',
    replace: '',
  },
]
