import { notesOf } from './notes.ts'
import type { Policy } from './policy.ts'
import { quoteCSharp as q } from './quote.ts'

/** The policy for ASP.NET Core 8 and later: what stands in `Program.cs` before `builder.Build()`. */
export function createAspNetCode(policy: Policy): string {
  const { key, algorithms, iss, aud, typ, nonce, required, skew } = policy
  const { before, usings, keys } = keyCode(policy)
  const list = (values: readonly string[]) => `[${values.map(q).join(', ')}]`
  return [
    ...notesOf(policy, 'aspnet').map((line) => `// ${line}`),
    ...[
      'Microsoft.AspNetCore.Authentication.JwtBearer',
      'Microsoft.IdentityModel.Tokens',
      'System.Globalization',
      ...usings,
    ]
      .sort()
      .map((name) => `using ${name};`),
    '',
    ...before,
    ...(before.length > 0 ? [''] : []),
    'builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>',
    '{',
    ...(key.kind === 'discovery' ? [`    options.Authority = ${q(key.issuer)};`] : []),
    '    options.MapInboundClaims = false;',
    '    options.TokenValidationParameters = new TokenValidationParameters',
    '    {',
    // An empty list would let every algorithm pass.
    `        ValidAlgorithms = ${list(algorithms.length === 0 ? ['put in the algorithm'] : algorithms)},`,
    ...(iss === null ? ['        ValidateIssuer = false,'] : [`        ValidIssuer = ${q(iss)},`]),
    ...(aud.length === 0
      ? ['        ValidateAudience = false,']
      : [`        ValidAudiences = ${list(aud)},`]),
    ...(typ === null ? [] : [`        ValidTypes = ${list([typ])},`]),
    `        RequireExpirationTime = ${required.includes('exp')},`,
    `        ClockSkew = TimeSpan.FromSeconds(${skew}),`,
    ...keys.map((line) => `        ${line}`),
    '    };',
    ...eventLines({ required, nonce, skew }).map((line) => `    ${line}`),
    '});',
    '',
  ].join('\n')
}

/** What the handler does not look at by itself. */
function eventLines({
  required,
  nonce,
  skew,
}: Pick<Policy, 'required' | 'nonce' | 'skew'>): readonly string[] {
  const others = required.filter((name) => name !== 'exp')
  return [
    'options.Events = new JwtBearerEvents',
    '{',
    '    OnTokenValidated = context =>',
    '    {',
    '        string? Claim(string name) => context.Principal?.FindFirst(name)?.Value;',
    ...(others.length === 0
      ? []
      : [
          `        foreach (var name in new[] { ${others.map(q).join(', ')} })`,
          '            if (Claim(name) is null) context.Fail("The token has no " + name);',
        ]),
    '        if (double.TryParse(Claim("iat"), NumberStyles.Float, CultureInfo.InvariantCulture, out var iat)',
    `            && iat > DateTimeOffset.UtcNow.ToUnixTimeSeconds() + ${skew})`,
    '            context.Fail("iat is in the future");',
    ...(nonce === null
      ? []
      : [
          `        if (Claim("nonce") != ${q(nonce)})`,
          '            context.Fail("The nonce is not the one of this sign-in");',
        ]),
    '        return Task.CompletedTask;',
    '    },',
    '};',
  ]
}

type KeyCode = {
  readonly before: readonly string[]
  readonly usings: readonly string[]
  readonly keys: readonly string[]
}

const env = (name: string) => `Environment.GetEnvironmentVariable("${name}")!`

function keyCode({ key, algorithms }: Policy): KeyCode {
  switch (key.kind) {
    case 'discovery':
      return { before: [], usings: [], keys: [] }
    case 'jwks_url':
      return {
        before: [
          '// Fetched once; fetch it again when a token names a kid that is not in it.',
          `var keys = new JsonWebKeySet(await new HttpClient().GetStringAsync(${q(key.url)}));`,
        ],
        usings: [],
        keys: ['IssuerSigningKeys = keys.GetSigningKeys(),'],
      }
    case 'secret':
      return {
        before: [],
        usings: key.encoding === 'utf8' ? ['System.Text'] : [],
        keys: [`IssuerSigningKey = new SymmetricSecurityKey(${secretBytes(key.encoding)}),`],
      }
    case 'key':
      if (key.form === 'jwks') {
        return {
          before: [`var keys = new JsonWebKeySet(${env('JWT_KEYS')});`],
          usings: [],
          keys: ['IssuerSigningKeys = keys.GetSigningKeys(),'],
        }
      }
      if (key.form === 'pem') {
        const type = (algorithms[0] ?? '').startsWith('ES') ? 'ECDsa' : 'RSA'
        return {
          before: [
            '// A public key in PEM.',
            `var key = ${type}.Create();`,
            `key.ImportFromPem(${env('JWT_KEY')});`,
          ],
          usings: ['System.Security.Cryptography'],
          keys: [`IssuerSigningKey = new ${type === 'RSA' ? 'RsaSecurityKey' : 'ECDsaSecurityKey'}(key),`],
        }
      }
      break
    case 'none':
  }
  return {
    before: [],
    usings: [],
    keys: ['// A public key as JWK.', `IssuerSigningKey = new JsonWebKey(${env('JWT_KEY')}),`],
  }
}

function secretBytes(encoding: string): string {
  const secret = env('JWT_SECRET')
  switch (encoding) {
    case 'hex':
      return `Convert.FromHexString(${secret})`
    case 'base64':
      return `Convert.FromBase64String(${secret})`
    case 'base64url':
      return `Base64UrlEncoder.DecodeBytes(${secret})`
    default:
      return `Encoding.UTF8.GetBytes(${secret})`
  }
}
