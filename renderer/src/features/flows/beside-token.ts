import type { Run, TokenKind } from '../../../../shared/oauth/run.ts'
import type { Beside } from '../../app-actions.ts'
import type { FlowsState } from './flows-store.ts'

const labels = { id_token: 'ID token of this run', access_token: 'Access token of this run' } as const

/** The other tokens that can be read and the userinfo answer of the same run, to be compared with the one handed over. */
export async function besideOf(
  run: Run,
  kind: TokenKind,
  state: Pick<FlowsState, 'token'>,
): Promise<readonly Beside[]> {
  const beside: Beside[] = []
  for (const other of ['id_token', 'access_token'] as const) {
    const readable = run.tokens.some((token) => token.kind === other && token.format === 'jwt')
    if (other === kind || !readable) continue
    const handed = await state.token(run.id, other)
    if (handed) beside.push({ label: labels[other], text: handed.token })
  }
  const answer = run.steps.findLast(({ id, status }) => id === 'userinfo' && status === 'done')
  const response = answer?.exchanges.at(-1)?.response
  // A body that was cut is no JSON any more.
  if (response && !response.truncated && response.status === 200) {
    beside.push({ label: 'Userinfo answer', text: response.body })
  }
  return beside
}
