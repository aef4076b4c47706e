import type { Provider } from './providers/find-provider.ts'

/** Values that mean the same at every provider. Sources: OIDC Core §5.4 and §11, RFC 8176 §2, OIDC Core §2. */
const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  scope: {
    openid: 'sign-in',
    profile: 'name, picture and the like',
    email: 'e-mail address',
    address: 'postal address',
    phone: 'phone number',
    offline_access: 'a refresh token',
  },
  amr: {
    face: 'face recognition',
    fpt: 'fingerprint',
    geo: 'place',
    hwk: 'hardware key',
    iris: 'iris scan',
    kba: 'security questions',
    mca: 'several channels',
    mfa: 'multiple factors',
    otp: 'one-time code',
    pin: 'PIN or pattern',
    pop: 'proof of possession of a key',
    pwd: 'password',
    rba: 'risk-based',
    retina: 'retina scan',
    sc: 'smart card',
    sms: 'text message',
    swk: 'software key',
    tel: 'phone call',
    user: 'presence of the user',
    vbm: 'voice',
    wia: 'Windows integrated sign-in',
  },
  acr: {
    '0': 'not strong enough for anything of value, for example a long-lived cookie',
    phr: 'phishing-resistant',
    phrh: 'phishing-resistant, with a hardware key',
    'urn:mace:incommon:iap:silver': 'InCommon Silver',
    'urn:mace:incommon:iap:bronze': 'InCommon Bronze',
    'http://eidas.europa.eu/LoA/low': 'eIDAS low',
    'http://eidas.europa.eu/LoA/substantial': 'eIDAS substantial',
    'http://eidas.europa.eu/LoA/high': 'eIDAS high',
  },
  token_type: { Bearer: 'whoever has it can use it', DPoP: 'bound to a key' },
}

/**
 * What one value of a claim means, from the provider it looks like or from what all share; null where nothing is known.
 * `name` is a name or a path such as `realm_access.roles`. A word for people, not a check.
 */
export function valueInfo(provider: Provider | null, name: string, value: string): string | null {
  const own = provider?.valueInfo(name, value)
  if (own) return own
  const table = name === 'scp' ? known.scope : Object.hasOwn(known, name) ? known[name] : undefined
  return table && Object.hasOwn(table, value) ? (table[value] ?? null) : null
}

/** Claims whose text holds several values with spaces between them (RFC 6749 §3.3). */
const spaced = new Set(['scope', 'scp'])

/** What the text of a claim means as a whole, for one line; null where nothing of it is known. */
export function explainValue(provider: Provider | null, name: string, text: string): string | null {
  const whole = valueInfo(provider, name, text)
  if (whole !== null || !spaced.has(name)) return whole
  const words = text.split(' ', 100).flatMap((word) => {
    const meaning = valueInfo(provider, name, word)
    return meaning === null ? [] : [`${word}: ${meaning}`]
  })
  return words.length > 0 ? words.join(' · ') : null
}
