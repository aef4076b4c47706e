import { expect, test } from 'vitest'
import { encodeBase64url } from '../token/base64url.ts'
import { readToken } from '../token/read-token.ts'
import { goodTokenFault } from './good-token-fault.ts'

const part = (text: string) => encodeBase64url(new TextEncoder().encode(text))
/** As long as ES256 makes it. */
const whole = 'A'.repeat(86)
const jwt = (header: string, payload: string, signature = whole) =>
  `${part(header)}.${part(payload)}.${signature}`
const good = jwt('{"alg":"ES256"}', '{"sub":"ada"}')

test.each<[what: string, token: string, words: string | null]>([
  ['a signed JWT', good, null],
  ['an SD-JWT', `${jwt('{"alg":"ES256"}', '{"_sd":[]}')}~`, 'SD-JWT'],
  [
    'JSON form',
    JSON.stringify({ payload: part('{}'), protected: part('{"alg":"ES256"}'), signature: 'c2ln' }),
    'JSON form',
  ],
  ['an encrypted token', `${part('{"alg":"dir","enc":"A128GCM"}')}..AAAA.AAAA.AAAA`, 'encrypted'],
  ['no signature', jwt('{"alg":"none"}', '{}', ''), 'no signature'],
  [
    'a signature that was cut off',
    jwt('{"alg":"ES256"}', '{}', whole.slice(30)),
    'cut off. The signature has 56 characters',
  ],
  ['one of RSA that was cut off', jwt('{"alg":"RS256"}', '{}', 'A'.repeat(322)), 'seems to be cut off'],
  ['one cut within a byte', jwt('{"alg":"ES256"}', '{}', `${'A'.repeat(54)}_`), 'seems to be cut off'],
  ['a fault', jwt('{"alg":"ES256"}', '{"sub":'), 'fault of its own'],
  ['a payload that is no object', jwt('{"alg":"ES256"}', '[]'), 'not a set of claims'],
  ['text', 'hello', 'not a signed JWT'],
])('%s', (_what, token, words) => {
  const fault = goodTokenFault(readToken(token))
  if (words === null) expect(fault).toBeNull()
  else expect(fault).toContain(words)
})
