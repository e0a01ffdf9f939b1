import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { Hub } from '../../host-tools/hub/hub.ts'
import { batchBody, post } from '../hub/fake-kit.ts'
import { seriousFindings } from './accessibility.ts'
import { describeInBrowser, launch } from './browser.ts'
import { askAt, MORNING_MS, nameOf, nightRecord, openHub, playNight } from './night.ts'

const KITS = 17
const SHOTS = 'test-output'
const DESKTOP = { width: 1280, height: 800 }
const PHONE = { width: 375, height: 812 }

describeInBrowser('the page', (chromium) => {
  let hub: Hub
  let browser: Browser
  /** What a page said that it should not have: errors, and requests to elsewhere. */
  let complaints: string[]

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    hub = await openHub()
    browser = await launch(chromium)
    await playNight(askAt(hub.url), KITS)
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.close()
  })
  beforeEach(() => {
    complaints = []
  })
  const others: Hub[] = []
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    for (const other of others.splice(0)) await other.close()
  })

  async function openOther(): Promise<Hub> {
    const other = await openHub()
    others.push(other)
    return other
  }

  async function open(options: BrowserContextOptions, url = hub.url): Promise<Page> {
    const context = await browser.newContext({ timezoneId: 'Europe/Amsterdam', ...options })
    const page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => {
      if (new URL(request.url()).protocol !== 'data:' && !request.url().startsWith(url))
        complaints.push(`asked ${request.url()}`)
    })
    await page.goto(url)
    return page
  }

  async function settled(page: Page): Promise<void> {
    await page.waitForSelector('.connection.live')
    await page.waitForSelector('tbody tr')
    await page.waitForFunction(isPainted)
  }

  test('shows the night of all kits on a desk, in English', async () => {
    const page = await open({ viewport: DESKTOP, locale: 'en-GB' })
    await settled(page)
    expect(await page.locator('tbody tr').count()).toBe(KITS)
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    expect(await page.textContent('tbody')).toContain('humid air')
    expect(await page.textContent('main')).toContain('Europe/Amsterdam')
    // The whole chart with its times is there without scrolling.
    const chart = (await page.locator('.chart').boundingBox())!
    expect(chart.y + chart.height).toBeLessThanOrEqual(DESKTOP.height)
    await page.screenshot({ path: `${SHOTS}/desktop.png`, fullPage: true })
    expect(await seriousFindings(page)).toEqual([])
    await page.context().close()
    expect(complaints).toEqual([])
  })

  test('speaks Dutch when the browser does, and remembers the choice', async () => {
    const page = await open({ viewport: DESKTOP, locale: 'nl-NL', colorScheme: 'dark' })
    await settled(page)
    expect(await page.getAttribute('html', 'lang')).toBe('nl')
    expect(await page.textContent('tbody')).toContain('vochtige lucht')
    await page.getByRole('button', { name: nameOf(3) }).click()
    await page.screenshot({ path: `${SHOTS}/dark-dutch.png`, fullPage: true })
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'English' }).click()
    await page.waitForSelector('html[lang=en]')
    await page.reload()
    await page.waitForSelector('html[lang=en]')
    await page.context().close()
    expect(complaints).toEqual([])
  })

  test('fits a phone', async () => {
    const page = await open({ viewport: PHONE, locale: 'nl-NL', isMobile: true, hasTouch: true })
    await settled(page)
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(PHONE.width)
    // So does the table: what it says of a kit is not hidden beside it.
    const kit = page.locator('tbody tr').first()
    const ends = await kit
      .locator('td:visible')
      .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().right))
    expect(Math.max(...ends)).toBeLessThanOrEqual(PHONE.width)
    const said = await kit.innerText()
    for (const part of [/µg/, /in orde/, /^nu$/m, / V$/m, /^0$/m]) expect(said).toMatch(part)
    await page.screenshot({ path: `${SHOTS}/phone.png`, fullPage: true })
    expect(await seriousFindings(page)).toEqual([])
    await page.context().close()
    expect(complaints).toEqual([])
  })

  test('reads values by pointer and by keyboard, linear and logarithmic', async () => {
    const page = await open({ viewport: DESKTOP, locale: 'en-GB' })
    await settled(page)
    await page.getByLabel('Scale').selectOption('log')
    await page.waitForFunction(isPainted)
    await page.locator('.chart').focus()
    for (const key of ['ArrowLeft', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
    await page.waitForSelector('.kit-key')
    expect(await page.textContent('.readout')).toMatch(/1 Jan 02:50.*Median of all kits.*kit-02/)
    const box = (await page.locator('.u-over').boundingBox())!
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.6)
    await page.waitForFunction(() => document.querySelector('.readout b') !== null)
    await page.screenshot({ path: `${SHOTS}/logarithmic.png` })
    await page.getByLabel('Quantity').selectOption('temperature')
    await page.waitForFunction(() => document.querySelector('.value')?.textContent?.includes('°C'))
    await page.context().close()
    expect(complaints).toEqual([])
  })

  test('shows what arrives while it is open', async () => {
    const page = await open({ viewport: DESKTOP, locale: 'en-GB' })
    await settled(page)
    const row = page.locator('tbody tr').first()
    const before = await row.locator('td').last().textContent()
    const body = batchBody(97, [nightRecord(0, 96)], { kit: nameOf(0), log: 100 })
    expect((await post(askAt(hub.url), body)).status).toBe(200)
    await page.waitForFunction(
      (old) => document.querySelector('tbody tr td:last-child')?.textContent !== old,
      before,
    )
    await page.context().close()
    expect(complaints).toEqual([])
  })

  test('of a hub without kits says how to begin, and tells when the hub is gone', async () => {
    const other = await openOther()
    const page = await open({ viewport: DESKTOP, locale: 'en-GB' }, other.url)
    await page.waitForSelector('.empty')
    expect(await page.textContent('.empty')).toContain(`${other.url}api/v1/batches`)
    await page.screenshot({ path: `${SHOTS}/empty.png` })
    expect(await seriousFindings(page)).toEqual([])
    await other.close()
    await page.waitForSelector('.connection.lost')
    await page.screenshot({ path: `${SHOTS}/lost.png` })
    await page.context().close()
  })

  test('carries two hundred kits', async () => {
    const other = await openOther()
    for (let kit = 0; kit < 200; kit++) {
      const records = [0, 20, 40, 60, 62, 70, 80, 95].map((period) => nightRecord(kit, period))
      const status = { kit: `school-${100 + kit}`, log: kit }
      await post(askAt(other.url), batchBody(0, records, status))
    }
    const page = await open({ viewport: DESKTOP, locale: 'en-GB' }, other.url)
    await settled(page)
    expect(await page.locator('tbody tr').count()).toBe(200)
    await page.screenshot({ path: `${SHOTS}/two-hundred.png` })
    await page.context().close()
    expect(complaints).toEqual([])
  })
})

/** Runs in the page: the median's warm colour stands in the chart, so values have been drawn. */
function isPainted(): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>('.u-wrap canvas')
  if (!canvas || canvas.width === 0) return false
  const pixels = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data
  for (let i = 0; i < pixels.length; i += 4)
    if (pixels[i + 3]! > 200 && pixels[i]! - pixels[i + 2]! > 100) return true
  return false
}

test('the night ends after its last period', () => {
  expect(new Date(MORNING_MS).toISOString()).toBe('2019-01-01T02:00:40.000Z')
})
