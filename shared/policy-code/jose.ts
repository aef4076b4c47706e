import { notesOf } from './notes.ts'
import type { Policy } from './policy.ts'
import { quoteTypeScript as q } from './quote.ts'

/** The policy for jose 6 in TypeScript: a module that exports `verify(token)`, which throws where a check fails. */
export function createJoseCode(policy: Policy): string {
  const { key, algorithms, iss, aud, typ, nonce, skew } = policy
  const { imports, lines } = keyCode(policy)
  const options = [
    `algorithms: [${algorithms.map(q).join(', ')}],`,
    ...(iss === null ? [] : [`issuer: ${q(iss)},`]),
    ...(aud.length === 0 ? [] : [`audience: [${aud.map(q).join(', ')}],`]),
    ...(typ === null ? [] : [`typ: ${q(typ)},`]),
    `clockTolerance: ${skew},`,
  ]
  const isFunction =
    key.kind !== 'secret' && !(key.kind === 'key' && key.form !== 'jwks') && key.kind !== 'none'
  return [
    ...notesOf(policy, 'jose').map((line) => `// ${line}`),
    `import { ${[...imports, 'jwtVerify'].sort().join(', ')} } from 'jose'`,
    '',
    ...lines,
    '',
    'export async function verify(token: string) {',
    // The two forms of jwtVerify differ in type only.
    `  const { payload } = await jwtVerify(token, ${isFunction ? 'keys' : 'key'}, {`,
    ...options.map((line) => `    ${line}`),
    '  })',
    ...(nonce === null
      ? []
      : [`  if (payload.nonce !== ${q(nonce)}) throw new Error('The nonce is not the one of this sign-in')`]),
    '  return payload',
    '}',
    '',
  ].join('\n')
}

const env = (name: string) => `process.env.${name} ?? ''`

function keyCode({ key, algorithms }: Policy): {
  readonly imports: readonly string[]
  readonly lines: readonly string[]
} {
  switch (key.kind) {
    case 'discovery': {
      if (key.jwksUrl !== null) {
        return {
          imports: ['createRemoteJWKSet'],
          lines: [`const keys = createRemoteJWKSet(new URL(${q(key.jwksUrl)}))`],
        }
      }
      return {
        imports: ['createRemoteJWKSet'],
        lines: [
          `const issuer = ${q(key.issuer)}`,
          "const metadata = await fetch(issuer.replace(/\\/$/, '') + '/.well-known/openid-configuration')",
          'const { jwks_uri } = await metadata.json()',
          'const keys = createRemoteJWKSet(new URL(jwks_uri))',
        ],
      }
    }
    case 'jwks_url':
      return {
        imports: ['createRemoteJWKSet'],
        lines: [`const keys = createRemoteJWKSet(new URL(${q(key.url)}))`],
      }
    case 'secret':
      return {
        imports: [],
        lines: [
          key.encoding === 'utf8'
            ? `const key = new TextEncoder().encode(${env('JWT_SECRET')})`
            : `const key = Buffer.from(${env('JWT_SECRET')}, ${q(key.encoding)})`,
        ],
      }
    case 'key':
      if (key.form === 'jwks') {
        return {
          imports: ['createLocalJWKSet'],
          lines: [`const keys = createLocalJWKSet(JSON.parse(${env('JWT_KEYS')}))`],
        }
      }
      if (key.form === 'pem') {
        return {
          imports: ['importSPKI'],
          lines: [
            '// A public key in PEM (SPKI); importX509 takes a certificate.',
            `const key = await importSPKI(${env('JWT_KEY')}, ${q(algorithms[0] ?? '')})`,
          ],
        }
      }
      break
    case 'none':
  }
  return {
    imports: ['importJWK'],
    lines: [
      '// A public key as JWK.',
      `const key = await importJWK(JSON.parse(${env('JWT_KEY')}), ${q(algorithms[0] ?? '')})`,
    ],
  }
}
