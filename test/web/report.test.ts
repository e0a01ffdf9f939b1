/** The report of a run, opened from a file as anybody would who was sent it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { reportPage } from '../../host-tools/simulator/report/page.ts'
import { ScenarioRun } from '../../host-tools/simulator/run/run-scenario.ts'
import { parseFile } from '../../host-tools/simulator/scenario/format/schema.ts'
import { scratchFolder } from '../support/scratch.ts'
import { seriousFindings } from './accessibility.ts'
import { describeInBrowser, launch } from './browser.ts'

const SHOTS = 'test-output'
const DESKTOP = { width: 1280, height: 800 }
const PHONE = { width: 375, height: 812 }
/** Whoever writes a scenario may call it what they like. */
const HOSTILE = '</script><img src="http://127.0.0.1:9/x"> & <b>fog</b>'

const FILE = parseFile({
  version: 1,
  title: { en: HOSTILE, nl: 'Mist in de straat' },
  place: { latitude: 52, longitude: 5 },
  start: '2025-12-31T18:00:00+01:00',
  duration: '3 h',
  world: {
    layers: [
      { layer: 'weather', temperature: 5, swing: 3, dewPoint: 3 },
      { layer: 'background', pm25: 8, pm10: 14 },
      { layer: 'turbulence' },
    ],
  },
  kits: [
    {
      name: 'street',
      count: 14,
      area: { ring: [10, 300] },
      parts: [{ part: 'SDS011' }, { part: 'BME280' }],
    },
  ],
  faults: [
    { fault: 'stuck-fan', name: 'fan', kits: 1, part: 'SDS011', from: '18:30' },
    { fault: 'power-cut', name: 'cut', kits: 'street-07', at: '19:30', off: '30 min' },
  ],
  expect: [
    { expect: 'nothing-lost' },
    { expect: 'flag', flag: 'stuck', kits: 'hit by fan' },
    { expect: 'coverage', atLeast: '95 %' },
  ],
})

const folder = scratchFolder()

describeInBrowser('the report', (chromium) => {
  let browser: Browser
  let url: string
  let complaints: string[]

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    const run = await ScenarioRun.open({ file: FILE, folder: '.' }, { engine: 'node', workers: 0 })
    const path = join(folder, 'report.html')
    writeFileSync(path, await reportPage(await run.run()))
    url = pathToFileURL(path).href
    browser = await launch(chromium)
  })
  afterAll(() => browser?.close())
  beforeEach(() => {
    complaints = []
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    expect(complaints).toEqual([])
  })

  async function open(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext({ offline: true, ...options })
    const page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith('data:') && request.url() !== url)
        complaints.push(`asked ${request.url()}`)
    })
    await page.goto(url)
    return page
  }

  test('says in words what failed, when and on which kit', async () => {
    const page = await open({ viewport: DESKTOP, locale: 'en-GB' })
    expect(await page.textContent('.outcome')).toContain('Not as expected')
    expect(await page.textContent('h1')).toBe(HOSTILE)
    const verdicts = page.locator('.verdicts > li')
    expect(await verdicts.evaluateAll((items) => items.map((item) => item.className))).toEqual([
      'met',
      'met',
      'failed',
    ])
    const failed = await verdicts.nth(2).innerText()
    expect(failed).toMatch(/at least 95 % of the time is seen.*1 of 14 kits/s)
    expect(failed).toMatch(/street-07 at 2025-12-31 19:25:00: SDS011 was seen/)
    await page.waitForSelector('.plot canvas')
    await page.screenshot({ path: `${SHOTS}/report.png`, fullPage: true })
    expect(await seriousFindings(page)).toEqual([])
  })

  test('is worked from the keyboard: another quantity, its values, one kit', async () => {
    const page = await open({ viewport: DESKTOP, locale: 'en-GB' })
    await page.getByRole('button', { name: 'Temperature' }).focus()
    await page.keyboard.press('Enter')
    expect(await page.textContent('.axis-name')).toBe('Temperature, °C')
    await page.getByText('These values as a table').focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('details[open] td')
    const values = await page.locator('details[open] tbody tr').first().innerText()
    expect(values).toMatch(/^2025-12-31 18:00\s+\d\.\d+\s+\d\.\d+$/)
    await page.getByLabel('Find a kit').fill('07')
    const kits = page.locator('section', { hasText: 'Kit by kit' }).locator('tbody th')
    expect(await kits.allInnerTexts()).toEqual(['street-07'])
  })

  test('fits a phone, in Dutch and in the dark', async () => {
    const options = { isMobile: true, hasTouch: true, colorScheme: 'dark' } as const
    const page = await open({ viewport: PHONE, locale: 'nl-NL', ...options })
    expect(await page.getAttribute('html', 'lang')).toBe('nl')
    expect(await page.textContent('h1')).toBe('Mist in de straat')
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(PHONE.width)
    await page.screenshot({ path: `${SHOTS}/report-phone.png`, fullPage: true })
    expect(await seriousFindings(page)).toEqual([])
  })

  test('tells the verdict without scripts as well', async () => {
    const page = await open({ javaScriptEnabled: false })
    const text = (await page.locator('#page').innerText()).replaceAll('\n', ' ')
    expect(text).toContain('Not as expected')
    expect(text).toMatch(/street-07 at 2025-12-31 19:25:00: /)
  })
})
