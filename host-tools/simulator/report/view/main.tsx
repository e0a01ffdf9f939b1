/** The report's page; its data stands in the page itself. */
import { render } from 'preact'
import type { ReportData } from '../data.ts'
import { Report } from './report.tsx'

const data: ReportData = JSON.parse(document.getElementById('data')!.textContent ?? '')
render(<Report data={data} />, document.getElementById('page')!)
