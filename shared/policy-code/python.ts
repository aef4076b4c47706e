import type { SecretEncoding } from '../verdict/verification.ts'
import { quotePython as q } from './quote.ts'

/** Lines that leave the issuer's metadata in `metadata`; they need `json` and `urllib.request`. */
export function metadataLines(issuer: string): readonly string[] {
  return [
    `issuer = ${q(issuer)}`,
    'with urllib.request.urlopen(issuer.rstrip("/") + "/.well-known/openid-configuration") as answer:',
    '    metadata = json.load(answer)',
  ]
}

/** An expression for the bytes of the secret in the environment, and the modules it needs besides `os`. */
export function secretBytes(encoding: SecretEncoding): {
  readonly imports: readonly string[]
  readonly value: string
} {
  const secret = 'os.environ["JWT_SECRET"]'
  switch (encoding) {
    case 'utf8':
      return { imports: [], value: `${secret}.encode()` }
    case 'hex':
      return { imports: [], value: `bytes.fromhex(${secret})` }
    case 'base64':
      return { imports: ['base64'], value: `base64.b64decode(${secret})` }
    case 'base64url':
      return { imports: ['base64'], value: `base64.urlsafe_b64decode(${secret} + "==")` }
  }
}
