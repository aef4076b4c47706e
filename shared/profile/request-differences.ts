import { firstParameters } from './extra-parameter.ts'
import { readAuthorizationDetails } from './json-settings.ts'
import { type ComparedProfile, heldAgainst, listText, type MetadataRemark } from './metadata-remark.ts'
import { type MetadataSnapshot, snapshotEdition } from './metadata-snapshot.ts'
import { responseTypeOf } from './response-type.ts'
import { hasFrontChannel } from './runnable-grants.ts'

type Remarks = readonly MetadataRemark[]

/** What the authorization request holds against what the provider announces. */
export function requestDifferences(profile: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  if (!hasFrontChannel(profile.flow.grant_type)) return []
  return [
    responseType(profile, metadata),
    responseMode(profile, metadata),
    pushed(profile, metadata),
    requestObject(profile, metadata),
    prompt(profile, metadata),
    acrValues(profile, metadata),
    claims(profile, metadata),
    authorizationDetails(profile, metadata),
  ].flat()
}

/** Whether a member that is absent was really absent: earlier snapshots kept fewer members. */
export function knowsAbsence(metadata: MetadataSnapshot): boolean {
  return (metadata.edition ?? 1) >= snapshotEdition
}

function responseType({ flow }: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  const value = responseTypeOf(flow)
  const spec = 'RFC 8414 §2'
  // The order of the words says nothing (OAuth Multiple Response Types §3).
  const words = (type: string) => type.split(' ').toSorted().join(' ')
  const announced = metadata.response_types_supported
  if (announced === undefined) return []
  return announced.some((type) => words(type) === words(value))
    ? [{ kind: 'agrees', text: `Response type ${value} is announced.`, spec }]
    : [{ kind: 'differs', text: `Response type ${value} is not announced; ${listText(announced)}.`, spec }]
}

function responseMode({ flow }: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  const mode = flow.response_mode
  if (mode === '') return []
  const isSigned = mode.endsWith('jwt')
  const spec = isSigned ? 'JARM §4' : 'RFC 8414 §2'
  if (metadata.response_modes_supported !== undefined) {
    return heldAgainst(metadata, 'response_modes_supported', { what: 'Response mode', value: mode, spec })
  }
  // Left out, it means these two (RFC 8414 §2).
  if (!knowsAbsence(metadata) || mode === 'query' || mode === 'fragment') return []
  const text = `No response modes are announced, which means query and fragment; this profile asks for ${mode}.`
  return [{ kind: 'missing', text, spec }]
}

function pushed({ flow }: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  const spec = 'RFC 9126 §5'
  const isThere = metadata.pushed_authorization_request_endpoint !== undefined
  if (flow.pushed_authorization && !isThere && knowsAbsence(metadata)) {
    const text = 'No pushed_authorization_request_endpoint is announced; this profile pushes its request.'
    return [{ kind: 'differs', text, spec }]
  }
  if (metadata.require_pushed_authorization_requests !== true) return []
  return [{ kind: 'agrees', text: 'Requests must be pushed, and this one will be.', spec }]
}

function requestObject({ flow }: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  const {
    request_object_signing_alg: alg,
    request_object_encryption_alg: keyAlg,
    request_object_encryption_enc: enc,
  } = flow
  if (alg === '') {
    if (metadata.require_signed_request_object !== true) return []
    const text = 'Requests must be signed objects (JAR); this profile sends plain parameters.'
    return [{ kind: 'differs', text, spec: 'RFC 9101 §10.5' }]
  }
  const spec = 'RFC 9101 §4'
  const remarks: MetadataRemark[] = []
  if (metadata.request_parameter_supported === false) {
    const text = 'Request objects are announced as not supported; this profile sends one.'
    remarks.push({ kind: 'differs', text, spec: 'OIDC Discovery §3' })
  } else if (metadata.request_parameter_supported === undefined && knowsAbsence(metadata)) {
    const text = 'Nothing is announced about request objects, which in OpenID Connect means no support.'
    remarks.push({ kind: 'missing', text, spec: 'OIDC Discovery §3' })
  }
  const held = (
    name: Parameters<typeof heldAgainst>[1],
    what: string,
    value: string,
  ): readonly MetadataRemark[] =>
    value === '' ? [] : heldAgainst(metadata, name, { what, value, spec, plural: true })
  return [
    ...remarks,
    ...held('request_object_signing_alg_values_supported', 'Request objects signed with', alg),
    ...held('request_object_encryption_alg_values_supported', 'Request objects encrypted by', keyAlg),
    ...(keyAlg === ''
      ? []
      : held(
          'request_object_encryption_enc_values_supported',
          'Request objects with content encryption',
          enc === '' ? 'A256GCM' : enc,
        )),
  ]
}

function prompt(profile: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  return valuesOf(profile, 'prompt').flatMap((value) =>
    heldAgainst(metadata, 'prompt_values_supported', {
      what: 'Prompt',
      value,
      spec: 'OIDC Prompt Create §4.1.1',
    }),
  )
}

/** Voluntary: one of them that is known is enough (OIDC Core §3.1.2.1). */
function acrValues(profile: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  const asked = valuesOf(profile, 'acr_values')
  const announced = metadata.acr_values_supported
  if (asked.length === 0 || announced === undefined) return []
  const spec = 'OIDC Discovery §3'
  const unknown = asked.filter((value) => !announced.includes(value))
  if (unknown.length === 0) return [{ kind: 'agrees', text: 'Every acr value asked for is announced.', spec }]
  if (unknown.length < asked.length) {
    return [{ kind: 'missing', text: `Acr values not announced: ${unknown.join(' ')}.`, spec }]
  }
  const text = `None of the acr values asked for (${asked.join(' ')}) is announced; ${listText(announced)}.`
  return [{ kind: 'differs', text, spec }]
}

function claims({ flow }: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  if (flow.claims.trim() === '') return []
  const spec = 'OIDC Discovery §3'
  switch (metadata.claims_parameter_supported) {
    case true:
      return [{ kind: 'agrees', text: 'The claims parameter is announced.', spec }]
    case false:
      return [
        {
          kind: 'differs',
          text: 'The claims parameter is announced as not supported; this profile sends it.',
          spec,
        },
      ]
    default:
      if (!knowsAbsence(metadata)) return []
      return [
        {
          kind: 'missing',
          text: 'The claims parameter is not announced, which means no support; it may be passed over.',
          spec,
        },
      ]
  }
}

function authorizationDetails({ flow }: ComparedProfile, metadata: MetadataSnapshot): Remarks {
  const types = [
    ...new Set((readAuthorizationDetails(flow.authorization_details) ?? []).map(({ type }) => type)),
  ]
  if (types.length === 0) return []
  const spec = 'RFC 9396 §10'
  if (metadata.authorization_details_types_supported === undefined && knowsAbsence(metadata)) {
    return [{ kind: 'missing', text: 'No types of authorization details are announced.', spec }]
  }
  return types.flatMap((value) =>
    heldAgainst(metadata, 'authorization_details_types_supported', {
      what: 'Authorization details of type',
      value,
      spec,
      plural: true,
    }),
  )
}

/** The words of a parameter of the first request. */
function valuesOf({ parameters }: ComparedProfile, name: string): readonly string[] {
  return firstParameters(parameters)
    .filter((parameter) => parameter.name === name)
    .flatMap(({ value }) => value.split(/\s+/))
    .filter((value) => value !== '')
}
