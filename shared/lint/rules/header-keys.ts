import { isLoopbackHost } from '../../loopback-host.ts'
import { injectionIn, isPrivateHost } from '../hostile-text.ts'
import { isJose, type LintSubject, shown, textClaim, type Values } from '../lint-subject.ts'
import { type Hit, inHeader, type Rule, type Severity } from '../rule.ts'
import { certificateHits } from './token-certificates.ts'

const family = 'keys' as const

type Part = { readonly sentence: string; readonly severity?: Severity; readonly name: string }

function inHeaders(token: LintSubject, test: (values: Values) => readonly Part[]): readonly Hit[] {
  return token.headers.flatMap(({ values, index }) =>
    test(values).map(({ name, ...hit }) => ({ ...hit, where: inHeader(name, index ?? undefined) })),
  )
}

/** Keys, and names of keys, that the token brings along: K01 to K05. */
export const headerKeyRules: readonly Rule[] = [
  {
    id: 'JWT-K01',
    family,
    severity: 'error',
    title: 'The token brings its own key',
    why: 'Whoever made the token chose the key, so a signature that fits it proves nothing about the issuer.',
    advice:
      'Take keys from the issuer’s metadata only; ignore jwk except where a proof of possession is expected.',
    spec: 'RFC 8725 §3.10',
    needs: ['token'],
    applies: (token) => isJose(token) && token.kind !== 'dpop_proof',
    check: (token, { verification }) => {
      const only = verification?.key?.provenance === 'token'
      return inHeaders(token, (values) =>
        values.has('jwk')
          ? [
              {
                name: 'jwk',
                sentence: only
                  ? 'The only key that fits is the one in the header.'
                  : 'The header holds a key (jwk).',
                severity: only ? 'error' : 'warning',
              },
            ]
          : [],
      )
    },
  },
  {
    id: 'JWT-K02',
    family,
    severity: 'error',
    title: 'The token says where its keys are',
    why: 'A recipient that fetches this address can be sent anywhere, also into its own network.',
    advice: 'Do not follow jku or x5u; where they must be used, allow exact addresses only.',
    spec: 'RFC 8725 §3.10',
    needs: ['token'],
    applies: isJose,
    check: (token) =>
      inHeaders(token, (values) =>
        ['jku', 'x5u'].flatMap((name) =>
          values.has(name) ? [addressPart(name, values.get(name), token)] : [],
        ),
      ),
  },
  {
    id: 'JWT-K03',
    family,
    severity: 'error',
    title: 'The token brings its own certificates',
    why: 'A chain proves something only where it ends at an authority that the recipient chose beforehand.',
    advice: 'Check the chain against your own trust anchor and for this purpose, or ignore x5c.',
    spec: 'RFC 7515 §4.1.6',
    needs: ['token'],
    applies: isJose,
    check: (token, context) => token.headers.flatMap((header, at) => certificateHits(header, at, context)),
  },
  {
    id: 'JWT-K04',
    family,
    severity: 'info',
    title: 'Certificate thumbprint with SHA-1 only',
    why: 'SHA-1 no longer tells certificates apart for certain.',
    advice: 'Add x5t#S256.',
    spec: 'RFC 7515 §4.1.7',
    needs: ['token'],
    applies: isJose,
    check: (token) =>
      inHeaders(token, (values) =>
        values.has('x5t') && !values.has('x5t#S256')
          ? [{ name: 'x5t', sentence: 'The header has x5t (SHA-1) and no x5t#S256.' }]
          : [],
      ),
  },
  {
    id: 'JWT-K05',
    family,
    severity: 'error',
    title: 'A kid that looks like an attack',
    why: 'Recipients look keys up by kid; a path, a query or a command in it goes for that look-up.',
    advice: 'Compare kid with the names of known keys, and use it for nothing else.',
    spec: 'RFC 8725 §3.10',
    needs: ['token'],
    applies: isJose,
    check: (token) =>
      inHeaders(token, (values) => {
        const kid = values.get('kid')
        if (kid === undefined) return []
        if (typeof kid !== 'string')
          return [{ name: 'kid', sentence: `kid is ${shown(kid)}; a string is expected.` }]
        const attack = injectionIn(kid)
        return attack ? [{ name: 'kid', sentence: `kid ${shown(kid)} looks like ${attack}.` }] : []
      }),
  },
]

function addressPart(name: string, value: unknown, token: LintSubject): Part {
  if (typeof value !== 'string' || !URL.canParse(value))
    return { name, severity: 'error', sentence: `${name} is ${shown(value)}; an https URL is expected.` }
  const url = new URL(value)
  if (url.protocol !== 'https:')
    return { name, severity: 'error', sentence: `${name} points to ${shown(value)}, which is not https.` }
  if (isLoopbackHost(url.hostname) || isPrivateHost(url.hostname))
    return { name, severity: 'error', sentence: `${name} points into a private network: ${shown(url.host)}.` }
  const iss = textClaim(token, 'iss')
  const origin = iss !== null && URL.canParse(iss) ? new URL(iss).origin : null
  if (origin !== null && origin !== url.origin)
    return {
      name,
      severity: 'error',
      sentence: `${name} points to ${shown(url.host)}; the issuer is ${shown(new URL(origin).host)}.`,
    }
  return {
    name,
    severity: 'warning',
    sentence: `The header has ${name}, ${shown(value)}. It was not fetched.`,
  }
}
