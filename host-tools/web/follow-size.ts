/** Keeps a chart as wide as its place, and draws it anew when dark and light change. */
import type uPlot from 'uplot'

/** Returns what ends it. */
export function followSize(
  box: HTMLElement,
  plot: uPlot,
  size: () => Parameters<uPlot['setSize']>[0],
): () => void {
  const observer = new ResizeObserver(() => plot.setSize(size()))
  observer.observe(box)
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const redraw = () => plot.redraw(false)
  dark.addEventListener('change', redraw)
  return () => {
    observer.disconnect()
    dark.removeEventListener('change', redraw)
  }
}
