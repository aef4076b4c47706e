import { type ComparedProfile, heldAgainst, type MetadataRemark } from './metadata-remark.ts'
import type { MetadataSnapshot } from './metadata-snapshot.ts'
import { knowsAbsence } from './request-differences.ts'
import { hasFrontChannel } from './runnable-grants.ts'

type Remarks = readonly MetadataRemark[]

/** How the profile wants its tokens and answers made and bound, against what the provider announces. */
export function tokenDifferences(profile: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  return [
    dpop(profile, metadata),
    certificateBound(profile, metadata),
    idTokenAlg(profile, metadata),
    signedAnswer(profile, metadata),
    introspectionAlg(profile, metadata),
    ownEndpoint(profile, metadata),
    facts(profile, metadata),
  ].flat()
}

function dpop({ flow }: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  if (!flow.dpop) return []
  const algs = metadata.dpop_signing_alg_values_supported
  const spec = 'RFC 9449 §5.1'
  if (algs !== undefined) {
    return [{ kind: 'agrees', text: `DPoP is announced, with ${algs.join(', ') || 'no algorithm'}.`, spec }]
  }
  if (!knowsAbsence(metadata)) return []
  const text =
    'DPoP is not announced. Proofs are sent all the same, but the tokens may not be bound to the key.'
  return [{ kind: 'missing', text, spec }]
}

function certificateBound({ flow }: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  if (!flow.tls_client_certificate_bound_access_tokens) return []
  const announced = metadata.tls_client_certificate_bound_access_tokens
  const spec = 'RFC 8705 §3.3'
  if (announced === true) {
    return [{ kind: 'agrees', text: 'Access tokens bound to the client certificate are announced.', spec }]
  }
  if (announced === undefined && !knowsAbsence(metadata)) return []
  const text = 'Access tokens bound to the client certificate are not announced; this profile expects them.'
  return [{ kind: announced === false ? 'differs' : 'missing', text, spec }]
}

function idTokenAlg({ flow }: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  const value = flow.id_token_signed_response_alg
  const spec = 'OIDC Discovery §3'
  if (value === '') return []
  return heldAgainst(metadata, 'id_token_signing_alg_values_supported', {
    what: 'ID tokens signed with',
    value,
    spec,
    plural: true,
  })
}

function signedAnswer({ flow }: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  const isAsked = hasFrontChannel(flow.grant_type) && flow.response_mode.endsWith('jwt')
  const value = flow.authorization_signed_response_alg
  if (isAsked && value !== '') {
    const held = { what: 'Answers signed with', value, spec: 'JARM §4', plural: true } as const
    const remarks = heldAgainst(metadata, 'authorization_signing_alg_values_supported', held)
    if (remarks.length > 0) return remarks
  }
  if (!isAsked || metadata.authorization_signing_alg_values_supported !== undefined) return []
  if (!knowsAbsence(metadata)) return []
  const text = 'No algorithms for signed answers (JARM) are announced.'
  return [{ kind: 'missing', text, spec: 'JARM §4' }]
}

function introspectionAlg({ flow }: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  const value = flow.introspection_signed_response_alg
  if (value === '') return []
  const spec = 'RFC 9701 §7'
  if (metadata.introspection_signing_alg_values_supported === undefined) {
    if (!knowsAbsence(metadata)) return []
    return [
      { kind: 'missing', text: 'Signed introspection is not announced; this profile asks for it.', spec },
    ]
  }
  return heldAgainst(metadata, 'introspection_signing_alg_values_supported', {
    what: 'Introspection signed with',
    value,
    spec,
  })
}

/** The endpoint where a grant begins that has one of its own. */
function ownEndpoint({ flow }: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  if (!knowsAbsence(metadata)) return []
  if (flow.grant_type === 'urn:ietf:params:oauth:grant-type:device_code') {
    if (metadata.device_authorization_endpoint !== undefined) return []
    const text = 'No device_authorization_endpoint is announced; this grant needs it.'
    return [{ kind: 'differs', text, spec: 'RFC 8628 §4' }]
  }
  if (flow.grant_type !== 'urn:openid:params:grant-type:ciba') return []
  const spec = 'CIBA Core §4'
  if (metadata.backchannel_authentication_endpoint === undefined) {
    const text = 'No backchannel_authentication_endpoint is announced; this grant needs it.'
    return [{ kind: 'differs', text, spec }]
  }
  return heldAgainst(metadata, 'backchannel_token_delivery_modes_supported', {
    what: 'CIBA delivery mode',
    value: flow.backchannel_token_delivery_mode,
    spec,
  })
}

/** What no setting of the profile speaks of, and what explains the tokens that come. */
function facts({ scope }: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  const remarks: MetadataRemark[] = []
  const subjects = metadata.subject_types_supported ?? []
  if (subjects.includes('pairwise')) {
    const text =
      subjects.length === 1
        ? 'Subjects are pairwise: another client sees another sub for the same person.'
        : 'Subjects can be public or pairwise; which of them, this client’s registration says.'
    remarks.push({ kind: 'fact', text, spec: 'OIDC Core §8' })
  }
  const userinfoAlgs = metadata.userinfo_signing_alg_values_supported ?? []
  if (userinfoAlgs.length > 0 && scope.split(/\s+/).includes('openid')) {
    const text = `Userinfo can come signed, with ${userinfoAlgs.join(', ')}, where the client registered it.`
    remarks.push({ kind: 'fact', text, spec: 'OIDC Core §5.3.2' })
  }
  return remarks
}
