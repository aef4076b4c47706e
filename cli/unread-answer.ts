import { terminalJson } from './terminal-text.ts'

/** What a line answers that was not judged; `flag` is the answer's own member, and false. `id` is JSON text. */
export function unreadAnswer(
  flag: 'valid' | 'opened',
  id: string,
  error: string,
  code: 'INPUT' | 'INTERNAL' = 'INPUT',
): { readonly outcome: 'unread'; readonly json: string } {
  const rest = JSON.stringify({ [flag]: false, code, error })
  return { outcome: 'unread', json: terminalJson(`{"id":${id},${rest.slice(1)}`) }
}
