/**
 * What the hub cannot know by itself: where kits stand, whose they are, what a campaign is. Its
 * keeper writes it into one YAML file, which `docs/open-data.md` describes.
 */
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { LineCounter, parseDocument } from 'yaml'
import { issueText } from '../batch.ts'
import { type Campaign, CampaignSchema, contact, moment, organisation } from './campaign.ts'

/** Longest file. */
const BYTES_MAX = 1024 * 1024
/** Places of one kit: its number and a place's make one identifier. */
const PLACES_MAX = 999

const line = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500))

const degrees = (most: number) => v.pipe(v.number(), v.minValue(-most), v.maxValue(most))

const PlaceSchema = v.strictObject({
  /** When the kit was put there; the first place may leave it out. */
  since: v.optional(moment),
  latitude: degrees(90),
  longitude: degrees(180),
  /** Whether the owner wants the position blurred; there is no right guess. */
  blur: v.boolean('must be true or false: whether the owner wants the position blurred'),
  name: v.optional(line),
  description: v.optional(line),
})

/** As the municipality's code of Statistics Netherlands, without zeros in front. */
const municipality = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform((code) => String(code).replace(/^0+/, '')),
  v.regex(/^\d{1,4}$/, 'must be a code of at most four digits'),
)

const KitSchema = v.strictObject({
  name: v.optional(
    v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be letters, digits, _ . or -')),
  ),
  description: v.optional(line),
  owner: v.optional(line),
  project: v.optional(line),
  codegemeente: v.optional(municipality),
  properties: v.optional(
    v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()]))),
    {},
  ),
  places: v.optional(v.pipe(v.array(PlaceSchema), v.maxLength(PLACES_MAX)), []),
})

const AboutSchema = v.strictObject({
  /** Where others reach this hub, when that is not where it hears requests. */
  address: v.optional(v.pipe(v.string(), v.url(), v.regex(/^https?:/, 'must begin with http'))),
  publisher: v.optional(organisation),
  contact: v.optional(contact),
  kits: v.optional(v.record(v.string(), KitSchema), {}),
  campaigns: v.optional(v.record(v.string(), CampaignSchema), {}),
})

export type KitAbout = v.InferOutput<typeof KitSchema>
export type Place = KitAbout['places'][number]

export interface About extends Omit<v.InferOutput<typeof AboutSchema>, 'campaigns'> {
  readonly campaigns: Readonly<Record<string, Campaign>>
}

/** A hub that is told nothing: kits have their names, and nothing else. */
export const NOTHING_KNOWN: About = { kits: {}, campaigns: {} }

/** Throws an Error that names the file and the place in it. */
export function readAbout(file: string): About {
  const text = textOf(file)
  if (text.length > BYTES_MAX) throw new Error(`${file} is longer than ${BYTES_MAX} bytes.`)
  return aboutOf(text, file)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`${file} cannot be read; see that it is there. (${(error as Error).message})`)
  }
}

/** As `readAbout`, of the text itself. */
export function aboutOf(text: string, file: string): About {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, schema: 'core' })
  const wrong = document.errors[0]
  if (wrong !== undefined) throw new Error(`${file}: ${wrong.message}`)
  const parsed = v.safeParse(AboutSchema, document.toJS({ maxAliasCount: 100 }) ?? {}, {
    abortEarly: true,
  })
  if (!parsed.success) {
    const [issue] = parsed.issues
    throw new Error(`${file}${lineOf(issue, document, lines)}: ${issueText(issue)}`)
  }
  checkTogether(parsed.output, file)
  return parsed.output
}

type Document = ReturnType<typeof parseDocument>

/** Line of the nearest thing around the fault that the file has. */
function lineOf(issue: v.BaseIssue<unknown>, document: Document, lines: LineCounter): string {
  const path = (issue.path ?? []).map((item) => item.key)
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null
    if (Array.isArray(range)) return `:${lines.linePos(Number(range[0])).line}`
  }
  return ''
}

/** What no single entry shows. */
function checkTogether(about: v.InferOutput<typeof AboutSchema>, file: string): void {
  const names = new Map<string, string>()
  for (const [id, kit] of Object.entries(about.kits)) {
    const name = kit.name ?? id
    const other = names.get(name)
    if (other !== undefined) throw new Error(`${file}: kits ${other} and ${id} are both ${name}`)
    names.set(name, id)
    kit.places.forEach(({ since }, i) => {
      const before = kit.places[i - 1]
      if (before !== undefined && (since === undefined || since <= (before.since ?? 0)))
        throw new Error(`${file}: kits.${id}.places.${i}.since: must be after the place before`)
    })
  }
  for (const [id, { kits, from, to, publisher, contact }] of Object.entries(about.campaigns)) {
    const at = `${file}: campaigns.${id}`
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id))
      throw new Error(`${at}: an id is small letters, digits and -`)
    if (from >= to) throw new Error(`${at}.from: must be before to`)
    const unknown = kits?.find((kit) => about.kits[kit] === undefined)
    if (unknown !== undefined) throw new Error(`${at}.kits: ${unknown} is not among the kits`)
    if ((publisher ?? about.publisher) === undefined)
      throw new Error(`${at}: needs a publisher, its own or one for all`)
    if ((contact ?? about.contact) === undefined)
      throw new Error(`${at}: needs a contact, its own or one for all`)
  }
}
