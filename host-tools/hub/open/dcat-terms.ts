/** Small things that descriptions of datasets are made of, in JSON-LD. */
import type { About, KitAbout } from '../about/about.ts'
import { BLUR_M, blurred } from '../about/blur.ts'
import {
  type BothLanguages,
  type Campaign,
  type Contact,
  LICENCES,
  type Organisation,
  PUBLISHER_TYPES,
} from '../about/campaign.ts'
import type { Position } from '../odata/expression.ts'
import { isoTime } from '../store/kits.ts'

export type Node = Readonly<Record<string, unknown>>

export const AUTHORITY = 'http://publications.europa.eu/resource/authority/'
const PUBLISHER_TYPE = 'http://purl.org/adms/publishertype/'

/** The named place, and the smallest box around what is told of the kits' places. */
export function spatial(about: About, { place, kits }: Campaign): Node {
  const names = kits ?? Object.keys(about.kits)
  const places = names.flatMap((name) => about.kits[name]?.places ?? [])
  const nodes: Node[] = []
  if (place !== undefined)
    nodes.push({
      ...(place.uri !== undefined && { '@id': place.uri }),
      '@type': 'dct:Location',
      'skos:prefLabel': both(place.name),
    })
  if (places.length > 0) {
    const bbox = { '@value': boxAround(places.map(shown)), '@type': 'gsp:wktLiteral' }
    nodes.push({ '@type': 'dct:Location', 'dcat:bbox': bbox })
  }
  const blurs = places.some(({ blur }) => blur)
  const resolution = { '@value': String(BLUR_M), '@type': 'xsd:decimal' }
  return {
    ...(nodes.length > 0 && { 'dct:spatial': nodes }),
    ...(blurs && { 'dcat:spatialResolutionInMeters': resolution }),
  }
}

function shown({ longitude, latitude, blur }: KitAbout['places'][number]): Position {
  return blur ? blurred([longitude, latitude]) : [longitude, latitude]
}

function boxAround(positions: readonly Position[]): string {
  const xs = positions.map(([longitude]) => longitude)
  const ys = positions.map(([, latitude]) => latitude)
  const [west, east] = [Math.min(...xs), Math.max(...xs)]
  const [south, north] = [Math.min(...ys), Math.max(...ys)]
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return `POLYGON((${corners.map((corner) => corner.join(' ')).join(', ')}))`
}

export function both({ nl, en }: BothLanguages): Node[] {
  return [
    { '@value': nl, '@language': 'nl' },
    { '@value': en, '@language': 'en' },
  ]
}

export function wordsOf(words: {
  readonly nl: readonly string[]
  readonly en: readonly string[]
}): Node[] {
  return (['nl', 'en'] as const).flatMap((language) =>
    words[language].map((word) => ({ '@value': word, '@language': language })),
  )
}

/** A term of a list, with its name, so that nobody has to fetch the list. */
export function concept(id: string, label: BothLanguages): Node {
  return { '@id': id, '@type': 'skos:Concept', 'skos:prefLabel': both(label) }
}

export function standard(id: string): Node {
  return { '@id': id, '@type': 'dct:Standard' }
}

export function languages(): Node[] {
  return ['NLD', 'ENG'].map((code) => ({
    '@id': `${AUTHORITY}language/${code}`,
    '@type': 'dct:LinguisticSystem',
  }))
}

export function moment(seconds: number): Node {
  return { '@value': isoTime(seconds), '@type': 'xsd:dateTime' }
}

export function licence(campaign: Campaign): Node {
  return { '@id': LICENCES[campaign.licence], '@type': 'dct:LicenseDocument' }
}

export function agent({ name, uri, type }: Organisation): Node {
  return {
    ...(uri !== undefined && { '@id': uri }),
    '@type': 'foaf:Agent',
    'foaf:name': both(name),
    'dct:type': concept(PUBLISHER_TYPE + type, PUBLISHER_TYPES[type]),
  }
}

export function contactPoint({ name, email, url }: Contact): Node {
  return {
    '@type': 'vcard:Kind',
    'vcard:fn': both(name),
    ...(email !== undefined && { 'vcard:hasEmail': { '@id': `mailto:${email}` } }),
    ...(url !== undefined && { 'vcard:hasURL': { '@id': url } }),
  }
}
