import type { SecretName } from '../../../../shared/profile/secret-name.ts'

/** How a secret is called, and how it is typed. */
export type SecretWords = {
  readonly label: string
  /** What belongs in here, in a sentence; absent where the label says it. */
  readonly hint?: string
  /** Several lines, as a PEM has them. */
  readonly multiline?: true
}

export const secretWords: Readonly<Record<SecretName, SecretWords>> = {
  client_secret: { label: 'Client secret' },
  registration: { label: 'Registration', hint: 'Where and with what the registration is managed, as JSON.' },
  client_key: {
    label: 'Client private key',
    hint: 'A JWK or a PEM whose public half the provider has. It signs the assertions.',
    multiline: true,
  },
  decryption_key: {
    label: 'Decryption key',
    hint: 'A private key as JWK or PEM; it opens ID tokens and userinfo that are encrypted to this client.',
    multiline: true,
  },
  client_certificate: {
    label: 'Client certificate',
    hint: 'PEM with its private key, or PKCS#12 (.p12, .pfx) in base64. It is shown to servers that ask for one.',
    multiline: true,
  },
  certificate_passphrase: {
    label: 'Certificate passphrase',
    hint: 'Of the PKCS#12 file or of the encrypted key in the PEM; empty: it has none.',
  },
  proxy_credentials: { label: 'Proxy credentials', hint: 'user:password, for a proxy that demands them.' },
  dpop_key: {
    label: 'DPoP key',
    hint: 'A private key as JWK or PEM, used again at each run; empty: a fresh one each time.',
    multiline: true,
  },
  password: { label: 'Password', hint: 'Of a test account. The provider sees this app use it.' },
  assertion: {
    label: 'Assertion',
    hint: 'As it is sent, made elsewhere: a JWT, or base64url of the SAML XML.',
    multiline: true,
  },
  subject_token: { label: 'Subject token', hint: 'The token to exchange.' },
  actor_token: { label: 'Actor token', hint: 'Optional: who acts for the subject.' },
  refresh_token: {
    label: 'Refresh token',
    hint: 'A provider that rotates refresh tokens takes each one once.',
  },
}

/** The label inside a sentence: `client secret`, but `SAML assertion`. */
export function secretInSentence(name: SecretName): string {
  const { label } = secretWords[name]
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}
