/** A hub of one school: two kits whose places are told, and one that nobody wrote about. */
import { type About, aboutOf } from '../../../host-tools/hub/about/about.ts'
import { averageRecord, batchBody, EVENING_S, PERIOD_S, post } from '../fake-kit.ts'
import { type TestHub, testHub } from '../test-hub.ts'

const ABOUT_TEXT = `
address: https://lucht.example
publisher:
  name: { nl: Lyceum aan de Singel, en: Canal Grammar School }
  type: SchoolOrUniversity
contact:
  name: { nl: Luchtmeetgroep, en: Air measuring group }
  email: lucht@school.example
kits:
  kit-01:
    name: ZWL_kit-01
    description: On the roof of the school
    owner: Lyceum aan de Singel
    project: Vuurwerkvrij
    codegemeente: '193'
    properties: { knmicode: knmi_06278 }
    places:
      - { latitude: 52.51263, longitude: 6.09444, blur: false, name: The school }
  kit-02:
    name: ZWL_kit-02
    project: Vuurwerkvrij
    codegemeente: 0193
    places:
      - { latitude: 52.50001, longitude: 6.10001, blur: true }
      - { since: 2018-12-31T19:00:00Z, latitude: 52.51, longitude: 6.08, blur: true }
campaigns:
  new-year-2018:
    title: { nl: Oud en nieuw 2018, en: New Year 2018 }
    description: { nl: Fijnstof rond middernacht., en: Particulate matter around midnight. }
    from: 2018-12-31T18:00:00Z
    to: 2019-01-01T06:00:00Z
    kits: [kit-01, kit-02]
    licence: cc0-1.0
    place: { name: { nl: Zwolle, en: Zwolle }, uri: 'https://sws.geonames.org/2743477/' }
    keywords: { nl: [luchtkwaliteit, fijnstof], en: [air quality] }
    quality: { nl: Niet geijkt., en: Not calibrated. }
`

export const ABOUT: About = aboutOf(ABOUT_TEXT, 'school.yaml')

/** Averages of each kit: two hours. */
export const RECORDS = 24

/** PM2.5 of record `i`, in steps; the fourth has no reading. */
export const pm25Steps = (i: number): number | undefined => (i === 3 ? undefined : 500 + 37 * i)

function record(i: number) {
  const pm25 = pm25Steps(i)
  return averageRecord(EVENING_S + i * PERIOD_S, [
    { quantity: 1, flags: i === 5 ? 9 : 0, ...(pm25 !== undefined && { mean: pm25 }) },
    { quantity: 2, mean: 900 + i },
    { quantity: 3, part: 2, mean: -150 + i },
    { quantity: 4, part: 2, mean: 8_000 },
    { quantity: 5, part: 2, mean: 101_325 },
    // The same quantity of a second part of the kind.
    { quantity: 3, part: 2, mean: 50 },
  ])
}

export async function school(about = ABOUT): Promise<TestHub> {
  const hub = testHub(undefined, about)
  const records = Array.from({ length: RECORDS }, (_, i) => record(i))
  for (const kit of ['kit-01', 'kit-02', 'loose'])
    expect((await post(hub.ask, batchBody(0, records, { kit }))).status).toBe(200)
  // One whose time is not known yet is no observation yet.
  const early = averageRecord(10, [{ quantity: 1, mean: 1 }], { clockKnown: false })
  await post(hub.ask, batchBody(900, [early], { kit: 'loose' }))
  return hub
}

/** What `/v1.1` answers; `path` as one would type it. */
export async function read(hub: TestHub, path: string, version = 'v1.1') {
  const reply = await hub.ask(`/${version}${path.replaceAll(' ', '%20')}`)
  const text = await reply.text()
  if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${text}`)
  return JSON.parse(text)
}

export async function refusal(hub: TestHub, path: string, version = 'v1.1') {
  const reply = await hub.ask(`/${version}${path.replaceAll(' ', '%20')}`)
  return { status: reply.status, ...(await reply.json()) }
}
