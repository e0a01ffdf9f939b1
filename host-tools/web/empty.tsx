/** What a hub shows that no kit has found yet. */
import type { Texts } from './texts.ts'

export function Empty({ texts }: { readonly texts: Texts }) {
  return (
    <section class="card empty">
      <h2>{texts.emptyTitle}</h2>
      <p>{texts.emptyText}</p>
      <dl>
        <dt>{texts.emptyKit}</dt>
        <dd>
          <code>{location.origin}/api/v1/batches</code>
        </dd>
        <dt>{texts.emptyDemo}</dt>
        <dd>
          <code>npm start</code>
        </dd>
      </dl>
    </section>
  )
}
