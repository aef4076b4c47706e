import { notesOf } from './notes.ts'
import type { Policy } from './policy.ts'
import { quoteGo as q } from './quote.ts'

/** The policy for golang-jwt v5 with keyfunc v3: a package with `Verify(token)`, which returns an error where a check fails. */
export function createGoCode(policy: Policy): string {
  const { algorithms, iss, aud, typ, nonce, required, skew } = policy
  const { imports, lines, keyfunc } = keyCode(policy)
  const options = [
    `jwt.WithValidMethods([]string{${algorithms.map(q).join(', ')}}),`,
    ...(iss === null ? [] : [`jwt.WithIssuer(${q(iss)}),`]),
    ...(aud.length === 1 ? [`jwt.WithAudience(${q(aud[0] ?? '')}),`] : []),
    `jwt.WithLeeway(${skew} * time.Second),`,
    'jwt.WithIssuedAt(),',
    ...(required.includes('exp') ? ['jwt.WithExpirationRequired(),'] : []),
  ]
  const others = required.filter((name) => name !== 'exp')
  const needsErrors = typ !== null || nonce !== null || aud.length > 1
  const standard = [
    ...new Set([
      ...imports.standard,
      'time',
      ...(needsErrors ? ['errors'] : []),
      ...(aud.length > 1 ? ['slices'] : []),
    ]),
  ]
  return [
    ...notesOf(policy, 'go').map((line) => `// ${line}`),
    'package policy',
    '',
    'import (',
    ...standard.sort().map((name) => `\t"${name}"`),
    '',
    ...imports.modules.map((name) => `\t"${name}"`),
    '\t"github.com/golang-jwt/jwt/v5"',
    ')',
    '',
    'func Verify(text string) (jwt.MapClaims, error) {',
    ...lines.map((line) => `\t${line}`),
    '\tclaims := jwt.MapClaims{}',
    `\t${typ === null ? '_' : 'token'}, err ${imports.declaresErr && typ === null ? '=' : ':='} jwt.ParseWithClaims(text, claims, ${keyfunc},`,
    ...options.map((line, index) => `\t\t${index === options.length - 1 ? line.replace(/,$/, ')') : line}`),
    '\tif err != nil {',
    '\t\treturn nil, err',
    '\t}',
    ...(others.length === 0
      ? []
      : [
          `\tfor _, name := range []string{${others.map(q).join(', ')}} {`,
          '\t\tif _, ok := claims[name]; !ok {',
          '\t\t\treturn nil, jwt.ErrTokenRequiredClaimMissing',
          '\t\t}',
          '\t}',
        ]),
    ...(typ === null
      ? []
      : [
          `\tif token.Header["typ"] != ${q(typ)} {`,
          '\t\treturn nil, errors.New("the type is another one")',
          '\t}',
        ]),
    ...(aud.length > 1
      ? [
          '\taudience, err := claims.GetAudience()',
          '\tif err != nil {',
          '\t\treturn nil, err',
          '\t}',
          `\texpected := []string{${aud.map(q).join(', ')}}`,
          '\tif !slices.ContainsFunc(audience, func(name string) bool { return slices.Contains(expected, name) }) {',
          '\t\treturn nil, jwt.ErrTokenInvalidAudience',
          '\t}',
        ]
      : []),
    ...(nonce === null
      ? []
      : [
          `\tif claims["nonce"] != ${q(nonce)} {`,
          '\t\treturn nil, errors.New("the nonce is not the one of this sign-in")',
          '\t}',
        ]),
    '\treturn claims, nil',
    '}',
    '',
  ].join('\n')
}

type KeyCode = {
  readonly imports: {
    readonly standard: readonly string[]
    readonly modules: readonly string[]
    /** The lines before the parsing declare `err`. */
    readonly declaresErr: boolean
  }
  readonly lines: readonly string[]
  readonly keyfunc: string
}

const keyfuncModule = 'github.com/MicahParks/keyfunc/v3'
const failing = ['if err != nil {', '\treturn nil, err', '}']

function keyCode({ key, algorithms }: Policy): KeyCode {
  const remote = (
    address: string,
    before: readonly string[] = [],
    standard: readonly string[] = [],
  ): KeyCode => ({
    imports: { standard, modules: [keyfuncModule], declaresErr: true },
    lines: [
      ...before,
      '// Keep this one between calls: it fetches the keys and refreshes them.',
      `keys, err := keyfunc.NewDefault([]string{${address}})`,
      ...failing,
    ],
    keyfunc: 'keys.Keyfunc',
  })
  const local = (set: string): KeyCode => ({
    imports: { standard: ['encoding/json', 'os'], modules: [keyfuncModule], declaresErr: true },
    lines: [`keys, err := keyfunc.NewJWKSetJSON(json.RawMessage(${set}))`, ...failing],
    keyfunc: 'keys.Keyfunc',
  })
  switch (key.kind) {
    case 'discovery':
      if (key.jwksUrl !== null) return remote(q(key.jwksUrl))
      return remote(
        'metadata.JwksURI',
        [
          `answer, err := http.Get(strings.TrimRight(${q(key.issuer)}, "/") + "/.well-known/openid-configuration")`,
          ...failing,
          'defer answer.Body.Close()',
          'var metadata struct {',
          '\tJwksURI string `json:"jwks_uri"`',
          '}',
          'if err := json.NewDecoder(answer.Body).Decode(&metadata); err != nil {',
          '\treturn nil, err',
          '}',
        ],
        ['encoding/json', 'net/http', 'strings'],
      )
    case 'jwks_url':
      return remote(q(key.url))
    case 'secret':
      return secretCode(key.encoding)
    case 'key':
      if (key.form === 'jwks') return local('os.Getenv("JWT_KEYS")')
      if (key.form === 'pem') {
        const alg = algorithms[0] ?? ''
        const parse = alg.startsWith('ES')
          ? 'ParseECPublicKeyFromPEM'
          : alg.startsWith('Ed')
            ? 'ParseEdPublicKeyFromPEM'
            : 'ParseRSAPublicKeyFromPEM'
        return {
          imports: { standard: ['os'], modules: [], declaresErr: true },
          lines: [
            '// A public key in PEM.',
            `key, err := jwt.${parse}([]byte(os.Getenv("JWT_KEY")))`,
            ...failing,
          ],
          keyfunc: 'func(*jwt.Token) (any, error) { return key, nil }',
        }
      }
      break
    case 'none':
  }
  const one = local('`{"keys":[` + os.Getenv("JWT_KEY") + `]}`')
  return { ...one, lines: ['// A public key as JWK; the token must name its kid.', ...one.lines] }
}

function secretCode(encoding: string): KeyCode {
  const secret = 'os.Getenv("JWT_SECRET")'
  const keyfunc = 'func(*jwt.Token) (any, error) { return secret, nil }'
  if (encoding === 'utf8') {
    return {
      imports: { standard: ['os'], modules: [], declaresErr: false },
      lines: [`secret := []byte(${secret})`],
      keyfunc,
    }
  }
  const [module, decode] =
    encoding === 'hex'
      ? ['encoding/hex', 'hex.DecodeString']
      : [
          'encoding/base64',
          encoding === 'base64' ? 'base64.StdEncoding.DecodeString' : 'base64.RawURLEncoding.DecodeString',
        ]
  return {
    imports: { standard: [module ?? '', 'os'], modules: [], declaresErr: true },
    lines: [`secret, err := ${decode}(${secret})`, ...failing],
    keyfunc,
  }
}
