import { type LintContext, madeCheck } from '../lint-context.ts'
import { isKind, numberClaim, shown } from '../lint-subject.ts'
import { inClaims, type Rule, type RuleOutcome, unmet } from '../rule.ts'

const family = 'id_token' as const
const applies = isKind('id_token')
const noRun = (what: string) => unmet('flow', `${what} is not known`)
const year = 31_557_600

/** ID tokens against the run they came from: ID-08 to ID-12, ID-15, ID-17. */
export const idTokenRunRules: readonly Rule[] = [
  {
    id: 'ID-08',
    family,
    severity: 'error',
    title: 'Nonce does not fit',
    why: 'The nonce ties the ID token to the sign-in that asked for it; without it a stolen one can be slipped in.',
    advice: 'Send a fresh nonce with every request and compare it.',
    spec: 'OIDC Core §3.1.3.7',
    needs: ['flow'],
    applies,
    check: (token, context) => {
      const failed = failedCheck(context, 'nonce', 'nonce')
      if (failed) return failed
      const sent = context.flow?.nonce
      if (sent === undefined) return madeCheck(context, 'nonce') ? null : noRun('the nonce that was sent')
      const found = token.claims?.get('nonce')
      if (sent === null)
        return found === undefined
          ? null
          : { sentence: 'The token has a nonce, though none was sent.', where: inClaims('nonce') }
      if (found === sent) return null
      return found === undefined
        ? { sentence: 'A nonce was sent; the token has none.', where: inClaims() }
        : { sentence: 'The nonce is not the one that was sent.', where: inClaims('nonce') }
    },
  },
  {
    id: 'ID-09',
    family,
    severity: 'error',
    title: 'at_hash missing or wrong',
    why: 'at_hash ties the access token to the ID token, so that neither can be exchanged on the way through the browser.',
    advice: 'Refuse the access token.',
    spec: 'OIDC Core §3.1.3.6',
    needs: ['flow'],
    applies,
    check: (token, context) => {
      const failed = failedCheck(context, 'at_hash', 'at_hash')
      if (failed) return failed
      const { flow } = context
      if (
        flow?.issuedFrom === 'authorization_endpoint' &&
        flow.withAccessToken &&
        !token.claims?.has('at_hash')
      )
        return {
          sentence: 'An access token came along from the authorization endpoint, and at_hash is missing.',
          where: inClaims(),
        }
      if (!token.claims?.has('at_hash'))
        return flow?.issuedFrom === undefined ? noRun('where the token came from') : null
      return madeCheck(context, 'at_hash') ? null : noRun('the access token')
    },
  },
  {
    id: 'ID-10',
    family,
    severity: 'error',
    title: 'c_hash or s_hash missing or wrong',
    why: 'They tie the code and the state to the ID token; without them another’s code can be slipped in.',
    advice: 'Refuse the code.',
    spec: 'OIDC Core §3.3.2.11',
    needs: ['flow'],
    applies,
    check: (token, context) => {
      const failed = failedCheck(context, 'c_hash', 'c_hash') ?? failedCheck(context, 's_hash', 's_hash')
      if (failed) return failed
      const { flow, policy } = context
      if (flow?.issuedFrom === 'authorization_endpoint' && flow.withCode && !token.claims?.has('c_hash'))
        return {
          sentence: 'A code came along from the authorization endpoint, and c_hash is missing.',
          where: inClaims(),
        }
      if (flow?.issuedFrom === 'authorization_endpoint' && policy?.fapi && !token.claims?.has('s_hash'))
        return { sentence: 'FAPI asks for s_hash, which is missing.', where: inClaims() }
      const open = ['c_hash', 's_hash'].filter((name) => token.claims?.has(name) && !madeCheck(context, name))
      if (open.length > 0) return noRun('the code or the state')
      return flow?.issuedFrom === undefined && !madeCheck(context, 'c_hash')
        ? noRun('where the token came from')
        : null
    },
  },
  {
    id: 'ID-11',
    family,
    severity: 'error',
    title: 'Sign-in time missing or too old',
    why: 'With max_age the client asked for a recent sign-in; auth_time is how it finds out.',
    advice: 'Send the user to sign in again.',
    spec: 'OIDC Core §3.1.3.7',
    needs: ['flow'],
    applies,
    check: (token, context) => {
      const { flow, nowSeconds, skew = 0 } = context
      const failed = failedCheck(context, 'auth_time', 'auth_time')
      if (failed) return failed
      const auth = numberClaim(token, 'auth_time')
      if (nowSeconds !== undefined && auth !== null) {
        if (auth > nowSeconds + skew)
          return { sentence: 'auth_time lies in the future.', where: inClaims('auth_time') }
        if (auth < nowSeconds - year && auth > 0)
          return {
            sentence: 'The user signed in more than a year ago.',
            severity: 'warning',
            where: inClaims('auth_time'),
          }
      }
      if (flow?.max_age === undefined)
        return madeCheck(context, 'auth_time') ? null : noRun('whether max_age was asked for')
      if (flow.max_age === null) return null
      if (auth === null)
        return { sentence: 'max_age was asked for; auth_time is missing.', where: inClaims() }
      const seen = flow.receivedAt ?? nowSeconds
      return seen !== undefined && seen - auth > flow.max_age + skew
        ? {
            sentence: `The sign-in is ${Math.floor(seen - auth)} s old; at most ${flow.max_age} were asked for.`,
            where: inClaims('auth_time'),
          }
        : null
    },
  },
  {
    id: 'ID-12',
    family,
    severity: 'warning',
    title: 'Strength of the sign-in not reached',
    why: 'acr says how strong the sign-in was; one that was demanded and not reached must not open the door.',
    advice: 'Refuse, or ask the user to sign in more strongly.',
    spec: 'OIDC Core §2',
    needs: ['flow'],
    applies,
    check: (token, { flow }) => {
      const acr = token.claims?.get('acr')
      if (acr === '') return { sentence: 'acr is empty.', where: inClaims('acr') }
      if (flow?.essentialAcr === undefined) return noRun('whether an acr was demanded')
      if (flow.essentialAcr === null || flow.essentialAcr.length === 0) return null
      return typeof acr === 'string' && flow.essentialAcr.includes(acr)
        ? null
        : {
            sentence: `acr is ${shown(acr)}; demanded was ${flow.essentialAcr.map(shown).join(' or ')}.`,
            where: inClaims('acr'),
          }
    },
  },
  {
    id: 'ID-15',
    family,
    severity: 'error',
    title: 'Another subject than in other answers',
    why: 'UserInfo and refreshed ID tokens must be about the same person; otherwise answers were exchanged.',
    advice: 'Refuse both.',
    spec: 'OIDC Core §5.3.2',
    needs: ['flow'],
    applies,
    check: (token, context) => {
      const failed = failedCheck(context, 'subject', 'sub')
      if (failed) return failed
      const others = context.flow?.otherSubjects
      if (!others || others.length === 0)
        return madeCheck(context, 'subject') ? null : noRun('another answer about this person')
      const sub = token.claims?.get('sub')
      const other = others.find((subject) => subject !== sub)
      return other === undefined
        ? null
        : { sentence: `sub is ${shown(sub)}; another answer says ${shown(other)}.`, where: inClaims('sub') }
    },
  },
  {
    id: 'ID-17',
    family,
    severity: 'info',
    title: 'Not fresh when it came',
    why: 'An ID token is made for the sign-in that is going on; an old one may have been kept and replayed.',
    advice: 'Compare the clocks, and refuse tokens that are too old on arrival.',
    spec: 'OIDC Core §3.1.3.7',
    needs: ['flow'],
    applies,
    check: (token, { flow }) => {
      if (flow?.receivedAt === undefined) return noRun('when it was received')
      const iat = numberClaim(token, 'iat')
      return iat !== null && flow.receivedAt - iat > 300
        ? {
            sentence: `It was ${Math.floor(flow.receivedAt - iat)} s old when it came.`,
            where: inClaims('iat'),
          }
        : null
    },
  },
]

/** A check that was made elsewhere and failed, told once more under the rule. */
function failedCheck(
  context: LintContext,
  id: string,
  claim: string,
): Extract<RuleOutcome, { sentence: string }> | null {
  const check = madeCheck(context, id)
  if (check?.status !== 'fail') return null
  const found = check.found === undefined ? '' : `: ${check.found}`
  return { sentence: `${claim} was compared and does not fit${found}.`, where: inClaims(claim) }
}
