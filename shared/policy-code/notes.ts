import { profileTitles } from '../verdict/profiles/context-fields.ts'
import { failedNote } from './failed-note.ts'
import type { Policy } from './policy.ts'
import { commentText } from './quote.ts'

export type LibraryId = 'jose' | 'pyjwt' | 'joserfc' | 'spring' | 'aspnet' | 'go'

type Library = {
  readonly name: string
  readonly install: string
  /** Algorithms it verifies by name. */
  readonly algorithms: RegExp
}

const libraries: Readonly<Record<LibraryId, Library>> = {
  jose: {
    name: 'jose',
    install: 'npm install jose',
    algorithms: /^(?:[HRPE]S(?:256|384|512)|EdDSA|Ed25519|ML-DSA-(?:44|65|87))$/,
  },
  pyjwt: {
    name: 'PyJWT',
    install: 'pip install "pyjwt[crypto]"',
    algorithms: /^(?:[HRPE]S(?:256|384|512)|ES256K|EdDSA)$/,
  },
  joserfc: {
    name: 'joserfc',
    install: 'pip install joserfc',
    algorithms: /^(?:[HRPE]S(?:256|384|512)|ES256K|EdDSA|Ed25519|Ed448)$/,
  },
  spring: {
    name: 'Spring Security',
    install: 'org.springframework.security:spring-security-oauth2-jose',
    algorithms: /^[HRPE]S(?:256|384|512)$/,
  },
  aspnet: {
    name: 'ASP.NET Core',
    install: 'dotnet add package Microsoft.AspNetCore.Authentication.JwtBearer',
    algorithms: /^[HRPE]S(?:256|384|512)$/,
  },
  go: {
    name: 'golang-jwt',
    install: 'go get github.com/golang-jwt/jwt/v5 github.com/MicahParks/keyfunc/v3',
    algorithms: /^(?:[HRPE]S(?:256|384|512)|EdDSA)$/,
  },
}

/** Lines for the top of a snippet, without comment marks: what it holds to, what it does not, and what failed here. */
export function notesOf(policy: Policy, id: LibraryId): readonly string[] {
  const { name, install, algorithms } = libraries[id]
  const unknown = policy.algorithms.filter((alg) => !algorithms.test(alg))
  const unchecked = [
    policy.iss === null ? 'issuer' : null,
    policy.aud.length === 0 ? 'audience' : null,
    policy.typ === null ? 'type' : null,
    policy.nonce === null && mayHaveNonce(policy) ? 'nonce' : null,
  ].filter((what) => what !== null)
  const kind = policy.as === 'generic' ? '' : `, as: ${profileTitles[policy.as]}`
  const lines = [
    `The checks ${policy.made ? 'just made' : 'chosen'} with Claimscope${kind}, for ${name} (${install}).`,
  ]
  if (policy.failed !== null) lines.push(failedNote(policy.failed, policy, id))
  if (policy.unmade.length > 0) {
    lines.push(
      `${policy.made ? 'Checked' : 'To be checked'} by Claimscope and not in this code, or not in full:`,
    )
    lines.push(...policy.unmade.map(({ what }) => `- ${what}`))
  }
  if (unknown.length > 0)
    lines.push(`${name} does not verify ${unknown.join(', ')}; another library is needed for it.`)
  if (policy.algorithms.length === 0)
    lines.push('The token names no algorithm that this key is for: put in the one you expect.')
  if (unchecked.length > 0)
    lines.push(`Nothing was expected of: ${unchecked.join(', ')}. Expect it, where you can.`)
  if (!policy.required.includes('exp')) {
    lines.push('exp is not required, neither here nor in Claimscope: a token without exp never expires.')
  }
  if (policy.asOf) lines.push('It was judged as of another moment; this code judges as of now.')
  if (policy.key.kind === 'none') lines.push('No key was chosen; put yours in JWT_KEY.')
  return lines.map(commentText)
}

/** Kinds of tokens that answer a sign-in, or may. */
function mayHaveNonce({ as }: Policy): boolean {
  return as === 'generic' || as === 'id_token'
}
