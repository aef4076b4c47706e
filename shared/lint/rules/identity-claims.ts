import { audiences, hasClaims, type LintSubject, shown } from '../lint-subject.ts'
import { type Hit, inClaims, type Rule, unmet } from '../rule.ts'

const family = 'claims' as const

const isSelfIssued = (token: LintSubject): boolean =>
  ['dpop_proof', 'client_assertion', 'request_object', 'kb_jwt', 'key_binding_jwt'].includes(token.kind) ||
  token.typ === 'kb+jwt'
/** Tokens in which an issuer speaks of someone. */
const isIssued = (token: LintSubject): boolean => hasClaims(token) && !isSelfIssued(token)
const isSpecific = (token: LintSubject): boolean =>
  ['id_token', 'access_token', 'client_assertion'].includes(token.kind)

/** Who speaks, of whom, to whom: C08 to C13. */
export const identityClaimRules: readonly Rule[] = [
  {
    id: 'JWT-C08',
    family,
    severity: 'error',
    title: 'Issuer missing or not an https URL',
    why: 'A recipient finds the keys by iss. One that is absent or no https URL cannot be traced to anyone.',
    advice: 'Use the https URL of the issuer, without query and fragment, as its metadata writes it.',
    spec: 'RFC 8414 §2',
    needs: ['token'],
    applies: isIssued,
    check: (token) => {
      const iss = token.claims?.get('iss')
      if (iss === undefined)
        return { sentence: 'The token has no iss.', severity: 'warning', where: inClaims() }
      if (typeof iss !== 'string')
        return { sentence: `iss is ${shown(iss)}; a string is expected.`, where: inClaims('iss') }
      const problem = issuerProblem(iss)
      return problem
        ? { sentence: `iss ${shown(iss)} ${problem}.`, severity: 'warning', where: inClaims('iss') }
        : null
    },
  },
  {
    id: 'JWT-C09',
    family,
    severity: 'error',
    title: 'No audience',
    why: 'Without aud a token for one application can be used at every other that trusts the same issuer.',
    advice: 'Name the recipient in aud, and let the recipient insist on it.',
    spec: 'RFC 8725 §3.9',
    needs: ['token'],
    applies: (token) =>
      hasClaims(token) &&
      !['dpop_proof', 'kb_jwt', 'key_binding_jwt'].includes(token.kind) &&
      !isCredential(token),
    check: (token, { policy }) => {
      const aud = token.claims?.get('aud')
      if (aud !== undefined && !(Array.isArray(aud) && aud.length === 0)) return null
      return {
        sentence: aud === undefined ? 'The token has no aud.' : 'aud is an empty list.',
        severity: policy?.manyRecipients ? 'error' : 'warning',
        where: inClaims(aud === undefined ? undefined : 'aud'),
      }
    },
  },
  {
    id: 'JWT-C10',
    family,
    severity: 'error',
    title: 'Meant for someone else',
    why: 'A recipient that takes tokens for others can be handed one that was stolen elsewhere.',
    advice: 'Ask for the token with the right resource or client; never widen the check.',
    spec: 'RFC 8725 §3.9',
    needs: ['policy'],
    applies: hasClaims,
    check: (token, { policy }) => {
      const expected = policy?.aud
      if (!expected || expected.length === 0) return unmet('policy', 'no audience is expected')
      const found = audiences(token)
      if (expected.some((audience) => found.includes(audience))) return null
      return {
        sentence: `aud is ${shown(token.claims?.get('aud'))}; expected is ${expected.map(shown).join(' or ')}.`,
        where: inClaims('aud'),
      }
    },
  },
  {
    id: 'JWT-C11',
    family,
    severity: 'warning',
    title: 'A broad audience',
    why: 'Every recipient that aud names can use the token at the others.',
    advice: 'One audience for each token; no wildcards.',
    spec: 'RFC 9700 §2.3',
    needs: ['token'],
    applies: hasClaims,
    check: (token) => {
      const list = audiences(token)
      const hits: Hit[] = []
      if (list.length > 1)
        hits.push({
          sentence: `aud names ${list.length} recipients.`,
          severity: 'info',
          where: inClaims('aud'),
        })
      const generic = list.find(
        (audience) =>
          /^(?:\*|all|any|api|default|public|https?:\/\/\*?\/?)$/i.test(audience) || audience.includes('*'),
      )
      if (generic !== undefined)
        hits.push({ sentence: `aud names ${shown(generic)}, which fits anyone.`, where: inClaims('aud') })
      return hits
    },
  },
  {
    id: 'JWT-C12',
    family,
    severity: 'error',
    title: 'Subject missing or of the wrong form',
    why: 'A user is recognised by iss and sub together; libraries differ in what they do with one that is no text.',
    advice: 'Write sub as a string of at most 255 ASCII characters.',
    spec: 'OIDC Core §2',
    needs: ['token'],
    applies: (token) =>
      isIssued(token) && token.kind !== 'logout_token' && !isCredential(token) && token.kind !== 'jarm',
    check: (token) => {
      const sub = token.claims?.get('sub')
      const where = inClaims('sub')
      if (sub === undefined)
        return { sentence: 'The token has no sub.', severity: 'warning', where: inClaims() }
      if (typeof sub !== 'string') return { sentence: `sub is ${shown(sub)}; a string is expected.`, where }
      if (sub === '') return { sentence: 'sub is empty.', where }
      if (sub.length > 255)
        return { sentence: `sub has ${sub.length} characters; at most 255 are allowed.`, where }
      return /^[\x20-\x7e]*$/.test(sub)
        ? null
        : { sentence: 'sub has characters that are not ASCII.', severity: 'warning', where }
    },
  },
  {
    id: 'JWT-C13',
    family,
    severity: 'warning',
    title: 'No token identifier',
    why: 'Without jti a replay cannot be noticed and the one token cannot be called back.',
    advice: 'Put a unique string into jti.',
    spec: 'RFC 7519 §4.1.7',
    needs: ['token'],
    applies: (token) => hasClaims(token) && token.kind !== 'id_token' && !isCredential(token),
    check: (token) => {
      const jti = token.claims?.get('jti')
      if (jti !== undefined && typeof jti !== 'string')
        return { sentence: `jti is ${shown(jti)}; a string is expected.`, where: inClaims('jti') }
      // Kinds that must have one are told so by their own rules.
      if (
        jti !== undefined ||
        isSpecific(token) ||
        token.kind === 'dpop_proof' ||
        token.kind === 'logout_token'
      )
        return null
      return { sentence: 'The token has no jti.', severity: 'info', where: inClaims() }
    },
  },
]

/** A credential is shown to whom its holder likes. */
function isCredential(token: LintSubject): boolean {
  return (
    token.reading.format === 'sd_jwt' || token.claims?.has('vct') === true || token.claims?.has('vc') === true
  )
}

function issuerProblem(iss: string): string | null {
  // Google wrote its issuer so before OpenID Connect was settled, and never changed it.
  if (iss === 'accounts.google.com') return null
  if (!URL.canParse(iss)) return 'is not a URL'
  const url = new URL(iss)
  if (url.protocol !== 'https:') return 'is not https'
  if (iss.includes('?')) return 'has a query'
  return iss.includes('#') ? 'has a fragment' : null
}
