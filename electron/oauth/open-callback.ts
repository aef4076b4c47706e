import { readIdToken } from '../../shared/oauth/read-id-token.ts'
import { expectedAnswer } from '../../shared/profile/response-type.ts'
import { type Opening, openToken } from './open-token.ts'
import type { RunSession } from './run-session.ts'

export type OpenedCallback = {
  /** With what was inside of an encrypted answer in its place; as it came where it could not be opened. */
  readonly query: string
  /** Null where the answer was not encrypted. */
  readonly opening: Opening | null
}

/** Opens an encrypted authorization response (JARM §2.2, §2.4 step 1); only where such an answer was asked for. */
export async function openCallback({ config }: RunSession, query: string): Promise<OpenedCallback> {
  const parameters = new URLSearchParams(query)
  const [token, ...more] = parameters.getAll('response')
  const isEncrypted = token !== undefined && more.length === 0 && readIdToken(token).kind === 'encrypted'
  if (!isEncrypted || !expectedAnswer(config.flow).jarm) return { query, opening: null }
  const agreed = config.flow.authorization_encrypted_response_alg
  const { inner, opening } = await openToken(token, { agreed, secrets: config.secrets })
  if (inner === null) return { query, opening }
  parameters.set('response', inner)
  return { query: parameters.toString(), opening }
}
