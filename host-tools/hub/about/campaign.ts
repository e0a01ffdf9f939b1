/** What a campaign tells of itself, so that others find and use what it measured. */
import * as v from 'valibot'
import { timeOf } from '../odata/literals.ts'

const line = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(5_000))
const both = v.strictObject({ nl: line, en: line })
const uri = v.pipe(v.string(), v.url())

/** Seconds since 1970. In the core schema YAML reads a date as text. */
export const moment = v.pipe(
  v.string(),
  v.transform(timeOf),
  v.number('must be a UTC time such as 2025-12-31T18:00:00Z, or a date'),
)

/** Kinds of publisher, of the list that DCAT-AP points to, with what they are called. */
export const PUBLISHER_TYPES = {
  'Academia-ScientificOrganisation': { en: 'Academia', nl: 'Wetenschappelijke instelling' },
  Company: { en: 'Company', nl: 'Bedrijf' },
  IndustryConsortium: { en: 'Industry consortium', nl: 'Brancheorganisatie' },
  LocalAuthority: { en: 'Local authority', nl: 'Lokale overheid' },
  NationalAuthority: { en: 'National authority', nl: 'Nationale overheid' },
  NonGovernmentalOrganisation: { en: 'NGO', nl: 'Niet-gouvernementele organisatie' },
  NonProfitOrganisation: { en: 'Non-profit organisation', nl: 'Non-profitorganisatie' },
  'PrivateIndividual(s)': { en: 'Private individuals', nl: 'Particulieren' },
  RegionalAuthority: { en: 'Regional authority', nl: 'Regionale overheid' },
  SchoolOrUniversity: { en: 'School or university', nl: 'School of universiteit' },
} as const

type PublisherType = keyof typeof PUBLISHER_TYPES

export const organisation = v.strictObject({
  name: both,
  /** For example of the register of organisations at standaarden.overheid.nl. */
  uri: v.optional(uri),
  type: v.optional(
    v.picklist(Object.keys(PUBLISHER_TYPES) as PublisherType[]),
    'SchoolOrUniversity',
  ),
})

/** A function, not a person: it is public. */
export const contact = v.pipe(
  v.strictObject({
    name: both,
    email: v.optional(v.pipe(v.string(), v.email())),
    url: v.optional(uri),
  }),
  v.check(({ email, url }) => email !== undefined || url !== undefined, 'needs an email or a url'),
)

/** DCAT-AP-NL asks for a licence of Creative Commons; these two are open ones. */
export const LICENCES = {
  'cc0-1.0': 'http://creativecommons.org/publicdomain/zero/1.0/deed.nl',
  'cc-by-4.0': 'http://creativecommons.org/licenses/by/4.0/deed.nl',
} as const

export const CampaignSchema = v.strictObject({
  title: both,
  description: both,
  /** Averages that start in `from` <= t < `to`. */
  from: moment,
  to: moment,
  /** Without, all kits of the hub. */
  kits: v.optional(v.array(v.string())),
  licence: v.picklist(['cc0-1.0', 'cc-by-4.0'], 'must be cc0-1.0 or cc-by-4.0'),
  publisher: v.optional(organisation),
  contact: v.optional(contact),
  /** Of the place, for example at GeoNames or in the register of municipalities. */
  place: v.optional(v.strictObject({ name: both, uri: v.optional(uri) })),
  keywords: v.optional(v.strictObject({ nl: v.array(line), en: v.array(line) })),
  /** What a reader must know of how it was measured and how far it can be trusted. */
  quality: v.optional(both),
})

export type Campaign = v.InferOutput<typeof CampaignSchema>
export type Organisation = v.InferOutput<typeof organisation>
export type Contact = v.InferOutput<typeof contact>
export type BothLanguages = v.InferOutput<typeof both>
