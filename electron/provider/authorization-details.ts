import type {
  AuthorizationDetail,
  KoaContextWithOIDC,
  RichAuthorizationRequestsConfiguration,
} from 'oidc-provider'

/** The types of RFC 9396 §2's own examples; whatever their members say is granted as it was asked for. */
export const authorizationDetailsFeature = {
  enabled: true,
  types: {
    account_information: { validate: () => undefined },
    payment_initiation: { validate: () => undefined },
  },
  authorizationDetailsForGrantSource: (ctx) => askedIn(ctx),
  authorizationDetailsForAccessToken: (ctx, _token, source) => keptWith(source) ?? askedIn(ctx),
  authorizationDetailsForIntrospection: (_ctx, token) => keptWith(token),
} as const satisfies RichAuthorizationRequestsConfiguration

/** Already checked by the provider: an array of objects of the types above. */
function askedIn(ctx: KoaContextWithOIDC): readonly AuthorizationDetail[] | undefined {
  const asked = ctx.oidc.params?.authorization_details
  return typeof asked === 'string' ? (JSON.parse(asked) as AuthorizationDetail[]) : undefined
}

function keptWith(source: object | undefined): readonly AuthorizationDetail[] | undefined {
  return source !== undefined && 'rar' in source ? (source.rar as AuthorizationDetail[]) : undefined
}
