/** What may become of a request and its reply between a kit and a server. */
import type { ForeignServer } from './foreign-servers.ts'
import type { Post } from './network-double.ts'

export const FATES = [
  'arrives',
  'lost request',
  'lost reply',
  'late reply',
  'two replies',
  'error after storing',
  'error',
  'too many',
  'nonsense',
] as const
export type Fate = (typeof FATES)[number]

/** Lets a request meet its fate; a late reply is left in `late`. */
export function meet(
  fate: Fate,
  post: Post,
  server: ForeignServer,
  utcMs: number,
  late: (() => void)[],
) {
  if (fate === 'lost request') return
  if (fate === 'error') return post.reply(503, 'down', 7)
  if (fate === 'too many') return post.reply(429, '', 400)
  const [status, text] = server.serve(post, utcMs)
  if (fate === 'late reply') late.push(() => post.reply(status, text))
  else if (fate === 'error after storing') post.reply(502, '<html>')
  else if (fate === 'nonsense') post.reply(200, '<html>sign in</html>')
  else if (fate !== 'lost reply') post.reply(status, text)
  if (fate === 'two replies') post.reply(status, text)
}
