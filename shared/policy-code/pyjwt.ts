import { notesOf } from './notes.ts'
import type { Policy } from './policy.ts'
import { metadataLines, secretBytes } from './python.ts'
import { quotePython as q } from './quote.ts'

/** The policy for PyJWT 2.10 and later: a module with `verify(token)`, which raises where a check fails. */
export function createPyJwtCode(policy: Policy): string {
  const { algorithms, iss, aud, typ, nonce, skew } = policy
  const { imports, lines, key } = keyCode(policy)
  const required = [
    ...new Set([...(iss === null ? [] : ['iss']), ...(aud.length === 0 ? [] : ['aud']), ...policy.required]),
  ]
  const options = [
    ...(required.length === 0 ? [] : [`"require": [${required.map(q).join(', ')}]`]),
    // Without an audience to expect, PyJWT refuses every token that names one.
    ...(aud.length === 0 ? ['"verify_aud": False'] : []),
  ]
  return [
    ...notesOf(policy, 'pyjwt').map((line) => `# ${line}`),
    ...imports.map((name) => `import ${name}`),
    ...(imports.length > 0 ? [''] : []),
    'import jwt',
    '',
    ...lines,
    '',
    '',
    'def verify(token: str) -> dict:',
    '    claims = jwt.decode(',
    '        token,',
    `        ${key},`,
    `        algorithms=[${algorithms.map(q).join(', ')}],`,
    ...(iss === null ? [] : [`        issuer=${q(iss)},`]),
    ...(aud.length === 0 ? [] : [`        audience=[${aud.map(q).join(', ')}],`]),
    `        leeway=${skew},`,
    ...(options.length === 0 ? [] : [`        options={${options.join(', ')}},`]),
    '    )',
    ...(typ === null
      ? []
      : [
          `    if jwt.get_unverified_header(token).get("typ") != ${q(typ)}:`,
          '        raise jwt.InvalidTokenError("the type is another one")',
        ]),
    ...(nonce === null
      ? []
      : [
          `    if claims.get("nonce") != ${q(nonce)}:`,
          '        raise jwt.InvalidTokenError("the nonce is not the one of this sign-in")',
        ]),
    '    return claims',
    '',
  ].join('\n')
}

type KeyCode = {
  readonly imports: readonly string[]
  readonly lines: readonly string[]
  readonly key: string
}

function keyCode({ key }: Policy): KeyCode {
  const remote = 'keys.get_signing_key_from_jwt(token).key'
  switch (key.kind) {
    case 'discovery':
      if (key.jwksUrl !== null) {
        return { imports: [], lines: [`keys = jwt.PyJWKClient(${q(key.jwksUrl)})`], key: remote }
      }
      return {
        imports: ['json', 'urllib.request'],
        lines: [...metadataLines(key.issuer), 'keys = jwt.PyJWKClient(metadata["jwks_uri"])'],
        key: remote,
      }
    case 'jwks_url':
      return { imports: [], lines: [`keys = jwt.PyJWKClient(${q(key.url)})`], key: remote }
    case 'secret': {
      const { imports, value } = secretBytes(key.encoding)
      return { imports: [...imports, 'os'], lines: [`key = ${value}`], key: 'key' }
    }
    case 'key':
      if (key.form === 'jwks') {
        return {
          imports: ['os'],
          lines: ['keys = jwt.PyJWKSet.from_json(os.environ["JWT_KEYS"])'],
          key: 'keys[jwt.get_unverified_header(token)["kid"]].key',
        }
      }
      if (key.form === 'pem') {
        return {
          imports: ['os'],
          lines: ['# A public key in PEM.', 'key = os.environ["JWT_KEY"]'],
          key: 'key',
        }
      }
      break
    case 'none':
  }
  return {
    imports: ['os'],
    lines: ['# A public key as JWK.', 'key = jwt.PyJWK.from_json(os.environ["JWT_KEY"]).key'],
    key: 'key',
  }
}
