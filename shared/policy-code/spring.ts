import { notesOf } from './notes.ts'
import type { Policy } from './policy.ts'
import { quoteJava as q } from './quote.ts'

/** The policy for Spring Security 6 on Nimbus: a class with a `JwtDecoder`, which throws where a check fails. */
export function createSpringCode(policy: Policy): string {
  const { iss, aud, nonce, skew } = policy
  const validators = [
    `new JwtTimestampValidator(Duration.ofSeconds(${skew}))`,
    ...(iss === null ? [] : [`new JwtIssuerValidator(${q(iss)})`]),
    ...(aud.length === 0
      ? []
      : [
          `new JwtClaimValidator<List<String>>("aud", aud -> aud != null && !Collections.disjoint(aud, List.of(${aud.map(q).join(', ')})))`,
        ]),
    ...(nonce === null ? [] : [`new JwtClaimValidator<String>("nonce", ${q(nonce)}::equals)`]),
  ]
  return [
    ...notesOf(policy, 'spring').map((line) => `// ${line}`),
    'import com.nimbusds.jose.*;',
    'import com.nimbusds.jose.jwk.*;',
    'import com.nimbusds.jose.jwk.source.*;',
    'import com.nimbusds.jose.proc.*;',
    'import com.nimbusds.jwt.proc.*;',
    'import java.time.Duration;',
    'import java.util.*;',
    'import javax.crypto.spec.SecretKeySpec;',
    'import org.springframework.context.annotation.*;',
    'import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;',
    'import org.springframework.security.oauth2.jose.jws.*;',
    'import org.springframework.security.oauth2.jwt.*;',
    '',
    '@Configuration',
    'class JwtPolicy {',
    '  @Bean',
    '  JwtDecoder jwtDecoder() throws Exception {',
    ...decoderLines(policy).map((line) => `    ${line}`),
    '    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(List.of(',
    validators.map((line) => `        ${line}`).join(',\n'),
    '    )));',
    '    return decoder;',
    '  }',
    '}',
    '',
  ].join('\n')
}

/** Nimbus accepts only JWT, or no type, unless it is told: `at+jwt` would be refused. */
function typeVerifier(typ: string): string {
  return `setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(${q(typ)})))`
}

/**
 * What Spring's validators do not look at. They cannot: where iat is missing, Spring puts one second before exp in its
 * place. Nimbus sees the claims as they came.
 */
function claimsVerifier({ required, skew }: Policy): readonly string[] {
  const names = required.map(q).join(', ')
  return [
    'setJWTClaimsSetVerifier((claims, context) -> {',
    '    Date iat = claims.getIssueTime();',
    `    if (iat != null && iat.getTime() > System.currentTimeMillis() + ${skew} * 1000L)`,
    '        throw new BadJWTException("iat is in the future");',
    ...(required.length === 0
      ? []
      : [
          `    if (!claims.getClaims().keySet().containsAll(List.of(${names})))`,
          '        throw new BadJWTException("a required claim is missing");',
        ]),
    '});',
  ]
}

function decoderLines(policy: Policy): readonly string[] {
  const { key, algorithms, typ } = policy
  const settings = [...(typ === null ? [] : [`${typeVerifier(typ)};`]), ...claimsVerifier(policy)]
  const onto = (name: string) => settings.map((line) => (line.startsWith('set') ? `${name}.${line}` : line))
  const customized = [
    '    .jwtProcessorCustomizer(it -> {',
    ...onto('it').map((line) => `        ${line}`),
    '    })',
  ]
  const remote = (first: string) => [
    `NimbusJwtDecoder decoder = ${first}`,
    ...algorithms.map((alg) => `    .jwsAlgorithm(SignatureAlgorithm.from(${q(alg)}))`),
    ...customized,
    '    .build();',
  ]
  switch (key.kind) {
    case 'discovery':
      return remote(`NimbusJwtDecoder.withIssuerLocation(${q(key.issuer)})`)
    case 'jwks_url':
      return remote(`NimbusJwtDecoder.withJwkSetUri(${q(key.url)})`)
    case 'secret':
      return [
        `byte[] secret = ${secretBytes(key.encoding)};`,
        'NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(new SecretKeySpec(secret, "HMAC"))',
        `    .macAlgorithm(MacAlgorithm.from(${q(algorithms[0] ?? '')}))`,
        ...customized,
        '    .build();',
      ]
    default:
      return [
        ...localKeys(key),
        'var processor = new DefaultJWTProcessor<SecurityContext>();',
        'processor.setJWSKeySelector(new JWSVerificationKeySelector<>(',
        `    Set.of(${algorithms.map((alg) => `JWSAlgorithm.parse(${q(alg)})`).join(', ')}), new ImmutableJWKSet<>(keys)));`,
        '// Expiry and the rest are checked below, by Spring.',
        ...onto('processor'),
        'NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);',
      ]
  }
}

function localKeys(key: Policy['key']): readonly string[] {
  if (key.kind === 'key' && key.form === 'jwks') {
    return ['JWKSet keys = JWKSet.parse(System.getenv("JWT_KEYS"));']
  }
  if (key.kind === 'key' && key.form === 'pem') {
    return [
      '// A public key in PEM.',
      'JWKSet keys = new JWKSet(JWK.parseFromPEMEncodedObjects(System.getenv("JWT_KEY")));',
    ]
  }
  return ['// A public key as JWK.', 'JWKSet keys = new JWKSet(JWK.parse(System.getenv("JWT_KEY")));']
}

function secretBytes(encoding: string): string {
  const secret = 'System.getenv("JWT_SECRET")'
  switch (encoding) {
    case 'hex':
      return `HexFormat.of().parseHex(${secret})`
    case 'base64':
      return `Base64.getDecoder().decode(${secret})`
    case 'base64url':
      return `Base64.getUrlDecoder().decode(${secret})`
    default:
      return `${secret}.getBytes(java.nio.charset.StandardCharsets.UTF_8)`
  }
}
