const openid = 'https://openid.net/specs'

type Anchors = Readonly<Record<string, string>>

/** Specifications that are not RFCs, by the name used in labels; sections are anchors of the page. */
const others: Readonly<Record<string, (section: string | null) => string>> = {
  'OIDC Core': (section) => `${openid}/openid-connect-core-1_0.html${anchor(coreAnchors, section)}`,
  'OIDC Discovery': (section) =>
    `${openid}/openid-connect-discovery-1_0.html${anchor(discoveryAnchors, section)}`,
  'OIDC Registration': () => `${openid}/openid-connect-registration-1_0.html`,
  'OIDC RP-Initiated Logout': () => `${openid}/openid-connect-rpinitiated-1_0.html`,
  'OIDC Back-Channel Logout': () => `${openid}/openid-connect-backchannel-1_0.html`,
  'OIDC Front-Channel Logout': () => `${openid}/openid-connect-frontchannel-1_0.html`,
  'OIDC Session Management': () => `${openid}/openid-connect-session-1_0.html`,
  'OAuth Form Post': () => `${openid}/oauth-v2-form-post-response-mode-1_0.html`,
  'OAuth Multiple Response Types': () => `${openid}/oauth-v2-multiple-response-types-1_0.html`,
  'FAPI 1.0 Advanced': (section) =>
    `${openid}/openid-financial-api-part-2-1_0.html${fragment('section', section)}`,
  'FAPI 1.0': () => `${openid}/openid-financial-api-part-1-1_0.html`,
  'OIDC Identity Assurance': () => `${openid}/openid-connect-4-ida-claims-1_0.html`,
  OpenID4VP: () => `${openid}/openid-4-verifiable-presentations-1_0.html`,
  OpenID4VCI: () => `${openid}/openid-4-verifiable-credential-issuance-1_0.html`,
  'IANA JWT': () => 'https://www.iana.org/assignments/jwt/jwt.xhtml',
  'IANA JOSE': () => 'https://www.iana.org/assignments/jose/jose.xhtml',
  'TS 29.510': () => 'https://www.3gpp.org/dynareport/29510.htm',
  'ETSI NFV-SEC 022': () => 'https://www.etsi.org/deliver/etsi_gs/NFV-SEC/001_099/022/',
  'CTA-5009': () => 'https://shop.cta.tech/products/fast-and-readable-geographical-hashing-cta-5009',
  JARM: () => `${openid}/oauth-v2-jarm.html`,
  'CIBA Core': () => `${openid}/openid-client-initiated-backchannel-authentication-core-1_0.html`,
  'OIDC Prompt Create': () => `${openid}/openid-connect-prompt-create-1_0.html`,
  'OpenID Federation': () => `${openid}/openid-federation-1_0.html`,
  'SD-JWT VC': (section) =>
    `https://datatracker.ietf.org/doc/html/draft-ietf-oauth-sd-jwt-vc${fragment('section', section)}`,
  'Token Status List': (section) =>
    `https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list${fragment('section', section)}`,
  'RFC 8725bis': (section) =>
    `https://datatracker.ietf.org/doc/html/draft-ietf-oauth-rfc8725bis${fragment('section', section)}`,
  'RFC 7523bis': (section) =>
    `https://datatracker.ietf.org/doc/html/draft-ietf-oauth-rfc7523bis${fragment('section', section)}`,
  'Entra ID docs': () => 'https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference',
  'Auth0 docs': () => 'https://auth0.com/docs/secure/tokens/json-web-tokens/json-web-token-claims',
  'Okta docs': () => 'https://developer.okta.com/docs/reference/api/oidc/',
  'Cognito docs': () =>
    'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html',
  'Keycloak docs': () => 'https://www.keycloak.org/docs/latest/server_admin/',
  'Google docs': () => 'https://developers.google.com/identity/openid-connect/openid-connect',
  'Apple docs': () => 'https://developer.apple.com/documentation/signinwithapple',
  'Ping docs': () =>
    'https://developer.pingidentity.com/pingone-api/foundations/authentication-concepts/access-tokens-and-id-tokens/token-claims.html',
  'Duende docs': () => 'https://docs.duendesoftware.com/identityserver/',
  'GitHub docs': () => 'https://docs.github.com/actions/reference/security/oidc',
  'Kubernetes docs': () => 'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/',
  'VC Data Model': () => 'https://www.w3.org/TR/vc-data-model/',
}

const labelPattern = /^(RFC (\d{1,5})|[A-Za-z][A-Za-z0-9 .-]{0,40}?)(?: §([0-9A-Z]{1,3}(?:\.\d{1,3}){0,5}))?$/

/**
 * The page of a specification section, from a label such as `RFC 7519 §4.1.3` or `OIDC Core §3.1.3.7`; null for
 * anything else. The address is built here from a fixed list, so a label can never lead elsewhere.
 */
export function specUrl(label: string): string | null {
  const parts = labelPattern.exec(label)
  if (!parts || /[\r\n]/.test(label)) return null
  const [, name = '', rfc, section = null] = parts
  if (rfc) {
    const kind = section !== null && /^[A-Z]/.test(section) ? 'appendix' : 'section'
    return `https://www.rfc-editor.org/rfc/rfc${Number(rfc)}${fragment(kind, section)}`
  }
  const short = name.replace(/^OpenID Connect /, 'OIDC ').replace(/^(OIDC .*) 1\.0$/, '$1')
  return Object.hasOwn(others, short) ? (others[short]?.(section) ?? null) : null
}

function fragment(kind: string, section: string | null): string {
  return section === null ? '' : `#${kind}-${section}`
}

/** The OpenID pages name their anchors rather than number them; these are the sections this app refers to. */
const coreAnchors: Anchors = {
  '2': 'IDToken',
  '3.1.2.1': 'AuthRequest',
  '3.1.2.5': 'AuthResponse',
  '3.1.2.6': 'AuthError',
  '3.1.2.7': 'AuthResponseValidation',
  '3.1.3.1': 'TokenRequest',
  '3.1.3.3': 'TokenResponse',
  '3.1.3.5': 'TokenResponseValidation',
  '3.1.3.6': 'CodeIDToken',
  '3.1.3.7': 'IDTokenValidation',
  '3.1.3.8': 'CodeFlowTokenValidation',
  '3.3.2.11': 'HybridIDToken',
  '5.1': 'StandardClaims',
  '5.1.1': 'AddressClaim',
  '5.3': 'UserInfo',
  '5.3.2': 'UserInfoResponse',
  '5.3.4': 'UserInfoResponseValidation',
  '5.6.2': 'AggregatedDistributedClaims',
  '7.4': 'SelfIssuedResponse',
  '10.1': 'Signing',
  '12.2': 'RefreshTokenResponse',
}

const discoveryAnchors: Anchors = {
  '2': 'IssuerDiscovery',
  '3': 'ProviderMetadata',
  '4': 'ProviderConfig',
  '4.1': 'ProviderConfigurationRequest',
  '4.2': 'ProviderConfigurationResponse',
  '4.3': 'ProviderConfigurationValidation',
}

function anchor(anchors: Anchors, section: string | null): string {
  const name = section !== null && Object.hasOwn(anchors, section) ? anchors[section] : undefined
  return name ? `#${name}` : ''
}
