import { errorNames } from '../verdict/error-names.ts'
import { acceptsWords, type LibraryAnswer } from '../verdict/library-answer.ts'
import type { Policy } from './policy.ts'
import { commentText } from './quote.ts'

export type LibraryId = 'jose' | 'pyjwt' | 'joserfc' | 'spring' | 'aspnet' | 'go'

type Library = {
  readonly name: string
  /** Fields of the table of error names that speak of this library. */
  readonly errors: readonly string[]
  readonly install: string
  /** Algorithms it verifies by name. */
  readonly algorithms: RegExp
}

const libraries: Readonly<Record<LibraryId, Library>> = {
  jose: {
    name: 'jose',
    errors: ['jose'],
    install: 'npm install jose',
    algorithms: /^(?:[HRPE]S(?:256|384|512)|EdDSA|Ed25519|ML-DSA-(?:44|65|87))$/,
  },
  pyjwt: {
    name: 'PyJWT',
    errors: ['pyjwt'],
    install: 'pip install "pyjwt[crypto]"',
    algorithms: /^(?:[HRPE]S(?:256|384|512)|ES256K|EdDSA)$/,
  },
  joserfc: {
    name: 'joserfc',
    errors: ['joserfc'],
    install: 'pip install joserfc',
    algorithms: /^(?:[HRPE]S(?:256|384|512)|ES256K|EdDSA|Ed25519|Ed448)$/,
  },
  spring: {
    name: 'Spring Security',
    errors: ['spring'],
    install: 'org.springframework.security:spring-security-oauth2-jose',
    algorithms: /^[HRPE]S(?:256|384|512)$/,
  },
  aspnet: {
    name: 'ASP.NET Core',
    errors: ['dotnet', 'aspnet'],
    install: 'dotnet add package Microsoft.AspNetCore.Authentication.JwtBearer',
    algorithms: /^[HRPE]S(?:256|384|512)$/,
  },
  go: {
    name: 'golang-jwt',
    errors: ['go', 'golang'],
    install: 'go get github.com/golang-jwt/jwt/v5 github.com/MicahParks/keyfunc/v3',
    algorithms: /^(?:[HRPE]S(?:256|384|512)|EdDSA)$/,
  },
}

/** Lines for the top of a snippet, without comment marks: what it holds to, what it does not, and what failed here. */
export function notesOf(policy: Policy, id: LibraryId): readonly string[] {
  const { name, errors, install, algorithms } = libraries[id]
  const unknown = policy.algorithms.filter((alg) => !algorithms.test(alg))
  const unchecked = [
    policy.iss === null ? 'issuer' : null,
    policy.aud.length === 0 ? 'audience' : null,
    policy.typ === null ? 'type' : null,
  ].filter((what) => what !== null)
  const lines = [
    `The checks ${policy.made ? 'just made' : 'chosen'} with Claimscope, for ${name} (${install}).`,
  ]
  if (policy.failed !== null) {
    const known = errorNames({ code: policy.failed }) as Readonly<Record<string, LibraryAnswer | undefined>>
    // A malformed token meets each library at another moment, so its code alone names no error.
    const answer =
      policy.failed === 'MALFORMED'
        ? undefined
        : errors.map((field) => known[field]).find((one) => one != null)
    lines.push(`The token failed with ${policy.failed}${answer ? `; ${answerOf(name, answer)}` : ''}.`)
  }
  if (unknown.length > 0)
    lines.push(`${name} does not verify ${unknown.join(', ')}; another library is needed for it.`)
  if (policy.algorithms.length === 0) lines.push('The token names no algorithm: put in the one you expect.')
  if (unchecked.length > 0)
    lines.push(`Nothing was expected of: ${unchecked.join(', ')}. Expect it, where you can.`)
  if (policy.asOf) lines.push('It was judged as of another moment; this code judges as of now.')
  if (policy.key.kind === 'none') lines.push('No key was chosen; put yours in JWT_KEY.')
  return lines.map(commentText)
}

function answerOf(name: string, answer: NonNullable<LibraryAnswer>): string {
  if (typeof answer === 'string') return `${name} raises ${answer} for it`
  return `${name} ${acceptsWords(answer)}`
}
