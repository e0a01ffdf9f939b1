/**
 * Campaigns as datasets in DCAT-AP-NL 3.0 (docs.geostandaarden.nl/dcat/dcat-ap-nl30), as JSON-LD.
 * The context is in the document, so that nobody has to fetch one to read it.
 */
import type { About } from '../about/about.ts'
import type { BothLanguages, Campaign } from '../about/campaign.ts'
import {
  AUTHORITY,
  agent,
  both,
  concept,
  contactPoint,
  languages,
  licence,
  moment,
  type Node,
  spatial,
  standard,
  wordsOf,
} from './dcat-terms.ts'
import { PARQUET_TYPE } from './parquet.ts'

const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  gsp: 'http://www.opengis.net/ont/geosparql#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
}

const MEDIA_TYPE = 'https://www.iana.org/assignments/media-types/'
const RFC_4180 = 'https://www.rfc-editor.org/rfc/rfc4180'
const PARQUET_FORMAT = 'https://parquet.apache.org/docs/file-format/'
const SENSOR_THINGS = 'http://www.opengis.net/doc/is/sensorthings/1.1'

const HOW_MEASURED: BothLanguages = {
  en:
    'Measured with sensor kits that students built. Every value is the mean of a period, as the ' +
    'sensor gave it: nothing is corrected and no outlier removed. Beside it stand how many ' +
    'readings counted, their spread, the share of the period that was seen, and what was wrong.',
  nl:
    'Gemeten met sensorkits die leerlingen bouwden. Elke waarde is het gemiddelde van een ' +
    'periode, zoals de sensor die gaf: er is niets gecorrigeerd en geen uitschieter verwijderd. ' +
    'Ernaast staan hoeveel metingen meetellen, hun spreiding, welk deel van de periode is gezien ' +
    'en wat er mis was.',
}

/** The whole catalogue; undefined while no campaign is described. */
export function catalogue(about: About, address: string, nowS: number): Node | undefined {
  const campaigns = Object.entries(about.campaigns)
  const first = campaigns[0]?.[1]
  if (first === undefined) return undefined
  const publisher = about.publisher ?? first.publisher!
  const contact = about.contact ?? first.contact!
  const described = campaigns.map(([id, one]) => datasetNodes(about, id, one, address, nowS))
  return document([
    {
      '@id': `${address}/open/catalog.jsonld`,
      '@type': 'dcat:Catalog',
      'dct:title': both({
        en: `Air quality measurements of ${publisher.name.en}`,
        nl: `Luchtmetingen van ${publisher.name.nl}`,
      }),
      'dct:description': both(HOW_MEASURED),
      'dct:publisher': agent(publisher),
      'dct:creator': agent(publisher),
      'dcat:contactPoint': contactPoint(contact),
      'foaf:homepage': { '@id': `${address}/`, '@type': 'foaf:Document' },
      'dct:language': languages(),
      'dcat:dataset': described.map(([dataset]) => reference(dataset!)),
      'dcat:service': described.map(([, service]) => reference(service!)),
    },
    ...described.flat(),
  ])
}

/** One campaign by itself. */
export function datasetDocument(
  about: About,
  id: string,
  campaign: Campaign,
  address: string,
  nowS: number,
): Node {
  return document(datasetNodes(about, id, campaign, address, nowS))
}

function document(graph: readonly Node[]): Node {
  return { '@context': CONTEXT, '@graph': graph }
}

function datasetNodes(
  about: About,
  id: string,
  campaign: Campaign,
  address: string,
  nowS: number,
): Node[] {
  const self = `${address}/open/${id}`
  const { title, description, keywords, quality } = campaign
  const common = {
    'dct:accessRights': {
      '@id': `${AUTHORITY}access-right/PUBLIC`,
      '@type': 'dct:RightsStatement',
    },
    'dcat:contactPoint': contactPoint((campaign.contact ?? about.contact)!),
    'dct:creator': agent((campaign.publisher ?? about.publisher)!),
    'dct:publisher': agent((campaign.publisher ?? about.publisher)!),
    'dcat:theme': concept(`${AUTHORITY}data-theme/ENVI`, { en: 'Environment', nl: 'Milieu' }),
    ...(keywords && { 'dcat:keyword': wordsOf(keywords) }),
    'dct:language': languages(),
  }
  const dataset = {
    '@id': self,
    '@type': 'dcat:Dataset',
    'dct:identifier': self,
    'dct:title': both(title),
    'dct:description': both(description),
    'dct:conformsTo': standard(SENSOR_THINGS),
    ...common,
    'dct:temporal': {
      '@type': 'dct:PeriodOfTime',
      'dcat:startDate': moment(campaign.from),
      'dcat:endDate': moment(campaign.to),
    },
    ...spatial(about, campaign),
    'dct:accrualPeriodicity': {
      '@id': `${AUTHORITY}frequency/${nowS < campaign.to ? 'CONT' : 'NEVER'}`,
      '@type': 'dct:Frequency',
    },
    'dct:provenance': [HOW_MEASURED, ...(quality === undefined ? [] : [quality])].map((label) => ({
      '@type': 'dct:ProvenanceStatement',
      'rdfs:label': both(label),
    })),
    'dcat:landingPage': { '@id': `${address}/`, '@type': 'foaf:Document' },
    'foaf:page': { '@id': `${address}/open/dictionary.json`, '@type': 'foaf:Document' },
    'dcat:distribution': distributions(self, address, campaign),
  }
  return [dataset, service(self, address, campaign, common)]
}

function distributions(self: string, address: string, campaign: Campaign): Node[] {
  const shared = {
    '@type': 'dcat:Distribution',
    'dct:license': licence(campaign),
    'dct:language': languages(),
  }
  const file = (ending: string, mediaType: string, format: string, title: BothLanguages) => ({
    '@id': `${self}#${ending}`,
    ...shared,
    'dct:title': both(title),
    'dct:conformsTo': standard(format),
    'dcat:accessURL': { '@id': `${self}.${ending}` },
    'dcat:downloadURL': { '@id': `${self}.${ending}` },
    'dcat:mediaType': { '@id': MEDIA_TYPE + mediaType, '@type': 'dct:MediaType' },
  })
  return [
    file('csv', 'text/csv', RFC_4180, {
      en: 'All averages as CSV',
      nl: 'Alle gemiddelden als CSV',
    }),
    file('parquet', PARQUET_TYPE, PARQUET_FORMAT, {
      en: 'All averages as Apache Parquet',
      nl: 'Alle gemiddelden als Apache Parquet',
    }),
    {
      '@id': `${self}#sensorthings`,
      ...shared,
      'dct:title': both({ en: 'OGC SensorThings API', nl: 'OGC SensorThings API' }),
      'dct:conformsTo': standard(SENSOR_THINGS),
      'dcat:accessURL': { '@id': `${address}/v1.1` },
      'dcat:accessService': { '@id': `${self}#api` },
      'dcat:mediaType': { '@id': `${MEDIA_TYPE}application/json`, '@type': 'dct:MediaType' },
    },
  ]
}

function service(self: string, address: string, campaign: Campaign, common: Node): Node {
  return {
    '@id': `${self}#api`,
    '@type': 'dcat:DataService',
    'dct:identifier': `${self}#api`,
    'dct:title': both({
      en: `${campaign.title.en}: OGC SensorThings API`,
      nl: `${campaign.title.nl}: OGC SensorThings API`,
    }),
    'dct:description': both({
      en: 'Reads sensors, places and averages, with filters.',
      nl: 'Leest sensoren, plaatsen en gemiddelden, met filters.',
    }),
    ...common,
    'dct:license': licence(campaign),
    'dct:conformsTo': standard(SENSOR_THINGS),
    'dcat:endpointURL': { '@id': `${address}/v1.1` },
    'dcat:endpointDescription': { '@id': 'https://docs.ogc.org/is/18-088/18-088.html' },
    'dcat:servesDataset': { '@id': self },
  }
}

function reference(node: Node): Node {
  return { '@id': node['@id'] }
}
