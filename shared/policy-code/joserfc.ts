import { notesOf } from './notes.ts'
import type { Policy } from './policy.ts'
import { metadataLines, secretBytes } from './python.ts'
import { quotePython as q } from './quote.ts'

/** The policy for joserfc, the JOSE part of Authlib: a module with `verify(token)`, which raises where a check fails. */
export function createJoserfcCode(policy: Policy): string {
  const { algorithms, iss, aud, typ, nonce, skew } = policy
  const { imports, names, lines } = keyCode(policy)
  const claim = (name: string, rule: string) => `    ${name}={"essential": True, ${rule}},`
  const ruled = [iss === null ? '' : 'iss', aud.length === 0 ? '' : 'aud', nonce === null ? '' : 'nonce']
  return [
    ...notesOf(policy, 'joserfc').map((line) => `# ${line}`),
    ...imports.map((name) => `import ${name}`),
    ...(imports.length > 0 ? [''] : []),
    'from joserfc import jwt',
    `from joserfc.jwk import ${names.join(', ')}`,
    '',
    ...lines,
    'claims = jwt.JWTClaimsRegistry(',
    `    leeway=${skew},`,
    ...(iss === null ? [] : [claim('iss', `"value": ${q(iss)}`)]),
    ...(aud.length === 0 ? [] : [claim('aud', `"values": [${aud.map(q).join(', ')}]`)]),
    ...(nonce === null ? [] : [claim('nonce', `"value": ${q(nonce)}`)]),
    ...policy.required
      .filter((name) => !ruled.includes(name))
      .map((name) => `    ${name}={"essential": True},`),
    ')',
    '',
    '',
    'def verify(text: str) -> dict:',
    `    token = jwt.decode(text, key, algorithms=[${algorithms.map(q).join(', ')}])`,
    ...(typ === null
      ? []
      : [
          `    if token.header.get("typ") != ${q(typ)}:`,
          '        raise ValueError("the type is another one")',
        ]),
    '    claims.validate(token.claims)',
    '    return token.claims',
    '',
  ].join('\n')
}

type KeyCode = {
  readonly imports: readonly string[]
  readonly names: readonly string[]
  readonly lines: readonly string[]
}

function keyCode({ key, algorithms }: Policy): KeyCode {
  const fetched = (address: string) => [
    '# Fetched once; fetch it again when a token names a kid that is not in it.',
    `with urllib.request.urlopen(${address}) as answer:`,
    '    key = KeySet.import_key_set(json.load(answer))',
    '',
  ]
  switch (key.kind) {
    case 'discovery':
      return {
        imports: ['json', 'urllib.request'],
        names: ['KeySet'],
        lines:
          key.jwksUrl === null
            ? [...metadataLines(key.issuer), ...fetched('metadata["jwks_uri"]')]
            : fetched(q(key.jwksUrl)),
      }
    case 'jwks_url':
      return { imports: ['json', 'urllib.request'], names: ['KeySet'], lines: fetched(q(key.url)) }
    case 'secret': {
      const { imports, value } = secretBytes(key.encoding)
      return {
        imports: [...imports, 'os'],
        names: ['OctKey'],
        lines: [`key = OctKey.import_key(${value})`, ''],
      }
    }
    case 'key':
      if (key.form === 'jwks') {
        return {
          imports: ['json', 'os'],
          names: ['KeySet'],
          lines: ['key = KeySet.import_key_set(json.loads(os.environ["JWT_KEYS"]))', ''],
        }
      }
      if (key.form === 'pem') {
        return {
          imports: ['os'],
          names: ['import_key'],
          lines: [
            '# A public key in PEM.',
            `key = import_key(os.environ["JWT_KEY"], ${q(keyTypeOf(algorithms[0] ?? ''))})`,
            '',
          ],
        }
      }
      break
    case 'none':
  }
  return {
    imports: ['json', 'os'],
    names: ['import_key'],
    lines: ['# A public key as JWK.', 'key = import_key(json.loads(os.environ["JWT_KEY"]))', ''],
  }
}

function keyTypeOf(alg: string): string {
  if (alg.startsWith('ES')) return 'EC'
  return alg.startsWith('Ed') ? 'OKP' : 'RSA'
}
