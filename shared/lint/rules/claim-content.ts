import { isLoopbackHost } from '../../loopback-host.ts'
import { beginsLikeObject } from '../../token/read-segment.ts'
import { registeredClaims } from '../../token/registered-claims.ts'
import { type ClaimText, claimTexts } from '../claim-texts.ts'
import { injectionIn, isPrivateHost } from '../hostile-text.ts'
import { hasClaims, type LintSubject, shown } from '../lint-subject.ts'
import { type Hit, inClaims, type Rule } from '../rule.ts'

const family = 'claims' as const

/** What the claims hold: C14 to C17. */
export const claimContentRules: readonly Rule[] = [
  {
    id: 'JWT-C14',
    family,
    severity: 'warning',
    title: 'Personal data or secrets that everyone can read',
    why: 'A signed token is not encrypted: browsers, proxies and logs see every claim.',
    advice:
      'Leave it out, refer to it by an identifier, or encrypt the token. Replace a secret that stood here.',
    spec: 'RFC 7519 §12',
    needs: ['token'],
    applies: hasClaims,
    check: (token) => firstOfEachClaim(token, ({ claim, name, text }) => sensitive(token, claim, name, text)),
  },
  {
    id: 'JWT-C15',
    family,
    severity: 'info',
    title: 'Almost a registered name',
    why: 'A recipient looks for the registered name and does not see this one: what it says is not enforced.',
    advice: 'Use the registered name, in its exact spelling.',
    spec: 'RFC 7519 §4',
    needs: ['token'],
    applies: hasClaims,
    check: (token) =>
      (token.payload?.members ?? []).slice(0, 500).flatMap(({ name }) => {
        const meant = nearMiss(name, token)
        return meant
          ? [
              {
                sentence: `${shown(name)} is close to the registered ${meant}; unless it is a claim of the issuer’s own, ${meant} is meant.`,
                where: inClaims(name),
              },
            ]
          : []
      }),
  },
  {
    id: 'JWT-C16',
    family,
    severity: 'warning',
    title: 'A value that looks like an attack',
    why: 'Claims end up in queries, paths, pages and requests; a recipient may pass this one on unchecked.',
    advice: 'Treat claims as input from outside; do not fetch addresses that stand in them.',
    spec: 'RFC 8725 §3.10',
    needs: ['token'],
    applies: hasClaims,
    check: (token) =>
      firstOfEachClaim(token, ({ text }) => {
        const attack = injectionIn(text)
        if (attack) return `${shown(text)} looks like ${attack}.`
        return pointsInside(text) ? `${shown(text)} points into a private network.` : null
      }),
  },
  {
    id: 'JWT-C17',
    family,
    severity: 'info',
    title: 'A token inside a claim',
    why: 'Whoever gets this token gets the inner one as well, and it has its own rules.',
    advice: 'Open it on its own. Do not pass on a token that the recipient does not need.',
    spec: 'RFC 7519 §5.2',
    needs: ['token'],
    applies: hasClaims,
    check: (token) =>
      firstOfEachClaim(token, ({ text }) => (isToken(text) ? 'The value is itself a token.' : null)),
  },
]

function firstOfEachClaim(token: LintSubject, test: (text: ClaimText) => string | null): readonly Hit[] {
  const hits: Hit[] = []
  const told = new Set<string>()
  for (const text of claimTexts(token)) {
    if (told.has(text.claim)) continue
    const sentence = test(text)
    if (sentence === null) continue
    told.add(text.claim)
    const path = text.name === text.claim ? text.claim : `${text.claim} … ${text.name}`
    hits.push({ sentence: `${path.slice(0, 80)}: ${sentence}`, where: inClaims(text.claim) })
  }
  return hits
}

const secretName =
  /^(?:.*[_-])?(?:passwor[dt]|passwd|pwd|secret|client_secret|api[_-]?key|apikey|private[_-]?key|access[_-]?token|refresh[_-]?token|authorization|connection[_-]?string)$/i
const personName =
  /^(?:ssn|social_security_number|passport(?:_number)?|iban|credit_?card|card_?number|tax_id|national_id)$/i
const secretShape =
  /^(?:Bearer\s+\S{16}|AKIA[0-9A-Z]{16}$|gh[pousr]_\w{30}|glpat-[\w-]{20}|sk_live_\w{10}|xox[abprs]-\w{10}|-----BEGIN [A-Z ]*PRIVATE KEY-----)/
/** Standard claims of an ID token are there on purpose; of an access token they are not. */
const expectedInIdToken = new Set([
  'email',
  'phone_number',
  'name',
  'preferred_username',
  'unique_name',
  'upn',
])

function sensitive(token: LintSubject, claim: string, name: string, text: string): string | null {
  if (text === '') return null
  if (secretName.test(name)) return 'the name says that this is a secret. The value is not repeated here.'
  if (secretShape.test(text)) return 'this looks like a key or a credential. The value is not repeated here.'
  if (personName.test(name)) return 'the name says that this is personal data.'
  if (text.length > 12 && text.length < 24 && isCardNumber(text)) return 'this looks like a card number.'
  if (/^\d{3}-\d{2}-\d{4}$/.test(text)) return 'this looks like a social security number.'
  if (token.kind === 'id_token' && expectedInIdToken.has(claim)) return null
  if (text.length < 255 && /^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+$/.test(text))
    return 'an e-mail address, readable for everyone.'
  return name === 'phone_number' || /^\+[1-9]\d{7,14}$/.test(text)
    ? 'a phone number, readable for everyone.'
    : null
}

/** 13 to 19 digits that pass the Luhn check, and begin as cards of the large schemes do. */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, '')
  if (!/^[3-6]\d{12,18}$/.test(digits)) return false
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48
    sum += index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

const otherNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    expires: 'exp',
    expiry: 'exp',
    expiration: 'exp',
    expires_at: 'exp',
    expire: 'exp',
    exp_time: 'exp',
    expires_in: 'exp',
    issuer: 'iss',
    issued_by: 'iss',
    issued_at: 'iat',
    issuedat: 'iat',
    created_at: 'iat',
    created: 'iat',
    subject: 'sub',
    audience: 'aud',
    audiences: 'aud',
    not_before: 'nbf',
    notbefore: 'nbf',
    token_id: 'jti',
    scopes: 'scope',
    clientid: 'client_id',
    emailverified: 'email_verified',
    authtime: 'auth_time',
  }),
)

function nearMiss(name: string, token: LintSubject): string | null {
  if (registeredClaims.has(name) || name.length > 40) return null
  const lower = name.toLowerCase()
  const meant = otherNames.get(lower) ?? (lower !== name && registeredClaims.has(lower) ? lower : undefined)
  // Beside the registered one, the other is a name of the issuer's own.
  return meant !== undefined && !token.claims?.has(meant) ? meant : null
}

function pointsInside(text: string): boolean {
  if (!/^(?:https?|ftp|gopher|dict|ldap):\/\//i.test(text) || !URL.canParse(text)) return false
  const { hostname } = new URL(text)
  return isPrivateHost(hostname) && !isLoopbackHost(hostname)
}

function isToken(text: string): boolean {
  const first = text.indexOf('.')
  return (
    first > 8 &&
    text.indexOf('.', first + 1) > first &&
    beginsLikeObject(text.slice(0, first)) &&
    /^[\w-]+\.[\w-]*\.[\w.~-]*$/.test(text)
  )
}
