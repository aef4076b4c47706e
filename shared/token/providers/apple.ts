import { type NameInfo, nameInfo } from '../name-info.ts'
import { audiencesOf, lookUp, type ProviderFacts, type ProviderPack, textOf } from './provider-pack.ts'

const info = (title: string, explanation: string): NameInfo => nameInfo(title, explanation, 'Apple docs')
const issuer = 'https://appleid.apple.com'
/** Apple’s limit for a client secret, in seconds: six months. */
const longestSecret = 15_777_000

const isSecret = (facts: ProviderFacts) =>
  textOf(facts, 'iss') !== issuer && audiencesOf(facts).includes(issuer)

/** Sign in with Apple: its ID tokens, and the client secret that a client signs for it. */
export const apple: ProviderPack = {
  id: 'apple',
  name: 'Apple',
  recognise(facts) {
    if (textOf(facts, 'iss') === issuer) return `its issuer is ${issuer}`
    return isSecret(facts) && /^[A-Z0-9]{10}$/.test(textOf(facts, 'iss'))
      ? 'its audience is Apple and its issuer is written like a team'
      : null
  },
  describe: (facts) => (isSecret(facts) ? 'client secret for Sign in with Apple' : 'ID token'),
  claims: {
    is_private_email: info('Private e-mail', 'Whether the address is a relay that hides the user’s own.'),
    email_verified: info('E-mail verified', 'True, or the text “true”; Apple writes both.'),
    nonce_supported: info(
      'Nonce supported',
      'Whether the platform sends the nonce; where true, a nonce that was sent must be here.',
    ),
    real_user_status: info(
      'Real user',
      'Whether the account seems to belong to a person; only at the first sign-in in an app.',
    ),
    transfer_sub: info('Transferred user', 'Identifies the user while an app moves to another team.'),
    sub: info('Subject', 'The user, by an identifier that is the same for all apps of a team.'),
  },
  values: {
    real_user_status: lookUp({ '0': 'unsupported on this platform', '1': 'unknown', '2': 'likely real' }),
  },
  quirks: [
    {
      id: 'apple_text_booleans',
      applies: ({ claims }) => {
        const found = ['email_verified', 'is_private_email'].filter(
          (name) => typeof claims.get(name) === 'string',
        )
        return found.length > 0
          ? `${found.join(' and ')} ${found.length > 1 ? 'are' : 'is'} text, not true or false.`
          : null
      },
      advice: 'Accept both forms; the text “false” counts as true in many languages.',
    },
    {
      id: 'apple_private_relay',
      applies: (facts) =>
        textOf(facts, 'email').endsWith('@privaterelay.appleid.com')
          ? 'The address is a relay of Apple, made for this team.'
          : null,
      advice:
        'Register your sender with Apple, and do not expect the address to match one the user has elsewhere.',
    },
    {
      id: 'apple_no_name',
      applies: (facts) => (textOf(facts, 'iss') === issuer ? 'The user’s name is never in the token.' : null),
      advice: 'Apple sends it once, beside the authorization code at the very first sign-in; keep it then.',
    },
    {
      id: 'apple_secret_lifetime',
      applies(facts) {
        const exp = facts.claims.get('exp')
        const iat = facts.claims.get('iat')
        if (!isSecret(facts) || typeof exp !== 'number' || typeof iat !== 'number') return null
        return exp - iat > longestSecret
          ? 'It is valid for more than six months; Apple refuses such a client secret.'
          : null
      },
      advice: 'Sign one that ends at most 15,777,000 seconds after iat.',
    },
  ],
}
