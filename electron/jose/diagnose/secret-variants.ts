import type { SecretEncoding } from '../../../shared/verdict/verification.ts'
import { readSharedSecret } from '../shared-secret.ts'
import type { FindCause } from './attempt.ts'

const encodings: readonly SecretEncoding[] = ['utf8', 'base64', 'base64url', 'hex']
const words: Readonly<Record<SecretEncoding, string>> = {
  utf8: 'text (UTF-8)',
  base64: 'base64',
  base64url: 'base64url',
  hex: 'hex',
}

type Variant = { readonly text: string; readonly change: string }

/** What is easily copied with a secret, or lost from it. */
function variantsOf(text: string): readonly Variant[] {
  const trimmed = text.trim()
  const variants: readonly Variant[] = [
    { text, change: '' },
    { text: trimmed, change: 'without the white space around it' },
    { text: `${trimmed}\n`, change: 'with a line break at its end' },
    { text: `${trimmed}\r\n`, change: 'with a Windows line break at its end' },
    { text: trimmed.replace(/^(['"`])([\s\S]*)\1$/, '$2'), change: 'without the quotes around it' },
    { text: `"${trimmed}"`, change: 'with quotes around it' },
    { text: trimmed.replace(/^base64:/, ''), change: 'without “base64:” before it' },
    { text: trimmed.replace(/^[A-Za-z_][A-Za-z0-9_]*\s*[=:]\s*/, ''), change: 'without the name before it' },
    { text: trimmed.replaceAll('\\n', '\n'), change: 'with \\n read as a line break' },
  ]
  return variants.filter(
    ({ text: own }, at) => own !== '' && variants.findIndex((other) => other.text === own) === at,
  )
}

/** The secret is the right one, but was read otherwise when the token was signed. */
export const findSecretVariant: FindCause = ({ job: { material, alg }, signed, fits }) => {
  if (material.kind !== 'secret' || !alg.startsWith('HS')) return null
  for (const { text, change } of variantsOf(material.text)) {
    for (const encoding of encodings) {
      if (text === material.text && encoding === material.encoding) continue
      const read = readSharedSecret(text, encoding)
      if (!('bytes' in read)) continue
      const k = Buffer.from(read.bytes).toString('base64url')
      if (!fits(signed, { kty: 'oct', k })) continue
      const asRead =
        encoding === material.encoding ? '' : `read as ${words[encoding]}, not as ${words[material.encoding]}`
      const taken = change === '' ? '' : `taken ${change}`
      const how = [asRead, taken].filter((part) => part).join(', and ')
      return {
        cause: change === '' ? 'SECRET_ENCODING' : 'SECRET_WHITESPACE',
        sentence: `The signature fits when the secret is ${how}.`,
        advice:
          change === ''
            ? 'Whoever signs and whoever verifies must turn the secret into bytes in the same way.'
            : 'Whoever signs and whoever verifies must use the same characters; look at how the secret is stored on either side.',
        // A line break does not survive an input of one line; bytes do.
        source:
          change === ''
            ? { kind: 'secret', text, encoding }
            : { kind: 'secret', text: k, encoding: 'base64url' },
        spec: 'RFC 7518 §3.2',
      }
    }
  }
  return null
}
