/** Faults of the whole system, each of which a storm must bring to light. */
import type { Plant } from '../proof/plants.ts'

const DELIVERY = 'device/delivery/delivery.ts'
const HUB = 'device/delivery/targets/hub.ts'
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
    replace: 'const exchange = ++this.exchange\n    this.settle(0)\n',
  },
  {
    name: 'delivery believes that more is stored than was sent',
    file: HUB,
    find: 'this.end = Math.min(stored + 1, this.end)',
    replace: 'this.end = stored + 1',
  },
  {
    name: 'delivery takes any reply for an acknowledgement',
    file: HUB,
    find: 'status === 200 ? storedUpTo(text) : -1',
    replace: 'status > 0 ? this.end - 1 : storedUpTo(text)',
  },
  {
    name: 'delivery gives up what a failing server refuses',
    file: HUB,
    find: 'if (refuses) return text.slice(0, REFUSAL.length) === REFUSAL ? REFUSED : LATER',
    replace: 'if (status >= CONFLICT) return REFUSED',
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
    name: 'the time is taken for that of the boot',
    file: KIT,
    find: 'this.clock.set(utcMs, ticksMs)',
    replace: 'this.clock.set(utcMs, 0)',
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
