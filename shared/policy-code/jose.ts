import { notesOf } from './notes.ts'
import type { Policy } from './policy.ts'
import { quoteTypeScript as q } from './quote.ts'

/** The policy for jose 6 in TypeScript: a module that exports `verify(token)`, which throws where a check fails. */
export function createJoseCode(policy: Policy): string {
  const { key, algorithms, iss, aud, typ, nonce, required, skew } = policy
  const { imports, lines } = keyCode(policy)
  const options = [
    `algorithms: [${algorithms.map(q).join(', ')}],`,
    ...(iss === null ? [] : [`issuer: ${q(iss)},`]),
    ...(aud.length === 0 ? [] : [`audience: [${aud.map(q).join(', ')}],`]),
    ...(typ === null ? [] : [`typ: ${q(typ)},`]),
    ...(required.length === 0 ? [] : [`requiredClaims: [${required.map(q).join(', ')}],`]),
    `clockTolerance: ${skew},`,
  ]
  const isFunction =
    key.kind !== 'secret' && !(key.kind === 'key' && key.form !== 'jwks') && key.kind !== 'none'
  return [
    ...notesOf(policy, 'jose').map((line) => `// ${line}`),
    `import { ${[...imports, 'errors', 'jwtVerify'].sort().join(', ')} } from 'jose'`,
    '',
    ...lines,
    '',
    'export async function verify(token: string) {',
    // The two forms of jwtVerify differ in type only.
    `  const { payload } = await jwtVerify(token, ${isFunction ? 'keys' : 'key'}, {`,
    ...options.map((line) => `    ${line}`),
    '  })',
    '  // jose looks at an iat in the future only where maxTokenAge is given.',
    `  if (payload.iat !== undefined && payload.iat > Date.now() / 1000 + ${skew}) {`,
    `    ${failing('iat is in the future', 'iat')}`,
    '  }',
    ...(nonce === null
      ? []
      : [
          `  if (payload.nonce !== ${q(nonce)}) {`,
          `    ${failing('The nonce is not the one of this sign-in', 'nonce')}`,
          '  }',
        ]),
    '  return payload',
    '}',
    '',
  ].join('\n')
}

const failing = (message: string, claim: string) =>
  `throw new errors.JWTClaimValidationFailed('${message}', payload, '${claim}', 'check_failed')`

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
