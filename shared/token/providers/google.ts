import { type NameInfo, nameInfo } from '../name-info.ts'
import { findOpaqueShape } from '../opaque-shapes.ts'
import { audiencesOf, issuerHost, type ProviderPack, textOf } from './provider-pack.ts'

const info = (title: string, explanation: string): NameInfo => nameInfo(title, explanation, 'Google docs')
const firebase = 'https://securetoken.google.com/'

/** Google sign-in, service accounts, Firebase and Identity-Aware Proxy. */
export const google: ProviderPack = {
  id: 'google',
  name: 'Google',
  recognise(facts) {
    if (facts.isOpaque) {
      const shape = findOpaqueShape(facts.token)
      return shape && /^google_(?:access|refresh|code)$/.test(shape.id)
        ? `it begins with “${shape.anchor}”`
        : null
    }
    const issuer = textOf(facts, 'iss')
    if (issuer === 'accounts.google.com' || issuer === 'https://accounts.google.com')
      return `its issuer is ${issuer}`
    if (issuer.startsWith(firebase)) return 'its issuer is a project of Firebase'
    if (issuer === 'https://cloud.google.com/iap') return 'its issuer is Identity-Aware Proxy'
    return issuer.endsWith('.gserviceaccount.com') ? 'its issuer is a service account' : null
  },
  describe(facts) {
    const issuer = textOf(facts, 'iss')
    if (facts.isOpaque) return null
    if (issuer.startsWith(firebase)) return 'ID token of Firebase Authentication'
    if (issuer === 'https://cloud.google.com/iap') return 'signed header of Identity-Aware Proxy'
    if (issuer.endsWith('.gserviceaccount.com')) return 'assertion of a service account'
    return 'ID token'
  },
  claims: {
    hd: info(
      'Hosted domain',
      'The Google Workspace or Cloud organization of the user. Absent for other accounts.',
    ),
    azp: info('Client', 'The client that asked. Differs from aud where an app asks for its server.'),
    email: info('E-mail', 'The user’s address. Only with hd, or at gmail.com, does Google speak for it.'),
    sub: info('Subject', 'The Google account, by a number that never changes. Use this as the key.'),
    google: info('Machine', 'The Compute Engine instance the token was issued to, or claims of IAP.'),
    firebase: info('Firebase', 'How the user signed in, and which identities are linked.'),
    'firebase.sign_in_provider': info(
      'Sign-in method',
      'How the user signed in, for example password or google.com.',
    ),
    user_id: info('User', 'The Firebase user; the same as sub.'),
    target_audience: info('Target audience', 'For whom the ID token that is asked for shall be.'),
  },
  quirks: [
    {
      id: 'google_opaque',
      applies: (facts) =>
        facts.isOpaque
          ? 'Google’s access and refresh tokens are opaque: nothing in them can be read or verified.'
          : null,
      advice:
        'Ask the tokeninfo endpoint about an access token, or use the ID token to know who the user is.',
    },
    {
      id: 'google_issuer_two_ways',
      applies: (facts) =>
        textOf(facts, 'iss') === 'accounts.google.com'
          ? 'The issuer is written without https://, as Google does in some tokens.'
          : null,
      advice: 'Accept both accounts.google.com and https://accounts.google.com, and nothing else.',
    },
    {
      id: 'google_azp',
      applies: (facts) => {
        const azp = textOf(facts, 'azp')
        return azp !== '' && !audiencesOf(facts).includes(azp) && issuerHost(facts) === 'accounts.google.com'
          ? 'azp is not the audience: another client of the project asked for it.'
          : null
      },
      advice: 'Compare aud with your client; azp is the app that asked.',
    },
    {
      id: 'google_no_hosted_domain',
      applies: ({ claims }) => {
        const email = claims.get('email')
        return typeof email === 'string' &&
          !claims.has('hd') &&
          !/@(?:gmail|googlemail)\.com$/i.test(email) &&
          !claims.has('firebase') &&
          !email.endsWith('.gserviceaccount.com')
          ? 'There is an address of another domain, and no hd: Google verified it once and does not answer for it.'
          : null
      },
      advice: 'Never decide by the domain of an e-mail address; check hd.',
    },
    {
      id: 'google_firebase_keys',
      applies: (facts) =>
        textOf(facts, 'iss').startsWith(firebase)
          ? 'Firebase signs with keys of its own, and the audience is the project.'
          : null,
      advice: 'Use discovery at this issuer; the keys of accounts.google.com do not fit.',
    },
  ],
}
