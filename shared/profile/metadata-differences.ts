import { type ComparedProfile, heldAgainst, type MetadataRemark } from './metadata-remark.ts'
import type { MetadataSnapshot } from './metadata-snapshot.ts'
import { knowsAbsence, requestDifferences } from './request-differences.ts'
import { hasFrontChannel } from './runnable-grants.ts'
import { tokenDifferences } from './token-differences.ts'

/**
 * Compares what the provider announces with what the profile will send (RFC 8414 §2). Order: what matters most first.
 * What is not announced may still work: this says what to expect, and proves nothing.
 */
export function compareWithMetadata(
  form: ComparedProfile,
  metadata: MetadataSnapshot,
): readonly MetadataRemark[] {
  const front = hasFrontChannel(form.flow.grant_type)
  const remarks = [
    endpoints(metadata, front),
    grant(form, metadata),
    authMethod(form, metadata),
    assertionAlg(form, metadata),
    front ? pkce(form, metadata) : [],
    requestDifferences(form, metadata),
    scope(form, metadata, front),
    tokenDifferences(form, metadata),
    front ? responseIssuer(metadata) : [],
    completeness(metadata),
  ].flat()
  const order = { differs: 0, missing: 1, agrees: 2, fact: 3 }
  return remarks.toSorted((a, b) => order[a.kind] - order[b.kind])
}

function endpoints(metadata: MetadataSnapshot, front: boolean): readonly MetadataRemark[] {
  const needed = front
    ? (['authorization_endpoint', 'token_endpoint'] as const)
    : (['token_endpoint'] as const)
  const remarks: MetadataRemark[] = needed
    .filter((name) => metadata[name] === undefined)
    .map((name) => ({
      kind: 'differs',
      text: `No ${name} is announced; ${front ? 'the code flow' : 'this grant'} needs it.`,
      spec: 'RFC 8414 §2',
    }))
  if (metadata.jwks_uri === undefined) {
    remarks.push({
      kind: 'missing',
      text: 'No jwks_uri is announced, so signatures cannot be checked.',
      spec: 'RFC 8414 §2',
    })
  }
  return remarks
}

function authMethod(form: ComparedProfile, metadata: MetadataSnapshot): readonly MetadataRemark[] {
  // Left out, it means client_secret_basic (RFC 8414 §2).
  const announced = metadata.token_endpoint_auth_methods_supported
  const methods = announced ?? ['client_secret_basic']
  const mine = form.token_endpoint_auth_method
  const spec = 'RFC 8414 §2'
  if (methods.includes(mine)) {
    return [{ kind: 'agrees', text: `Client authentication ${mine} is announced.`, spec }]
  }
  if (!announced) {
    return [
      {
        kind: 'missing',
        text: `No client authentication is announced, which means client_secret_basic; this profile uses ${mine}.`,
        spec,
      },
    ]
  }
  return [
    {
      kind: 'differs',
      text: `Client authentication ${mine} is not announced; announced: ${methods.join(', ')}.`,
      spec,
    },
  ]
}

function grant({ flow }: ComparedProfile, metadata: MetadataSnapshot): readonly MetadataRemark[] {
  // Left out, it means two of them (RFC 8414 §2), which few providers mean by leaving it out.
  return heldAgainst(metadata, 'grant_types_supported', {
    what: 'Grant',
    value: flow.grant_type,
    spec: 'RFC 8414 §2',
  })
}

function assertionAlg(form: ComparedProfile, metadata: MetadataSnapshot): readonly MetadataRemark[] {
  const alg = form.flow.client_assertion_signing_alg
  const announced = metadata.token_endpoint_auth_signing_alg_values_supported
  if (!form.token_endpoint_auth_method.endsWith('_jwt') || alg === '' || announced === undefined) return []
  if (announced.includes(alg)) return []
  return [
    {
      kind: 'differs',
      text: `Client assertions signed with ${alg} are not announced; announced: ${announced.join(', ')}.`,
      spec: 'RFC 8414 §2',
    },
  ]
}

function pkce({ flow }: ComparedProfile, metadata: MetadataSnapshot): readonly MetadataRemark[] {
  const methods = metadata.code_challenge_methods_supported
  const mine = flow.code_challenge_method
  const spec = 'RFC 7636 §4.2'
  if (flow.grant_type !== 'authorization_code') return []
  if (mine === 'none') {
    return methods
      ? [
          {
            kind: 'missing',
            text: 'PKCE is announced, and this profile does without it.',
            spec: 'RFC 9700 §2.1.1',
          },
        ]
      : []
  }
  if (!methods) {
    return [
      {
        kind: 'missing',
        text: 'PKCE is not announced. It is sent all the same, but may be ignored.',
        spec: 'RFC 8414 §2',
      },
    ]
  }
  if (methods.includes(mine)) return [{ kind: 'agrees', text: `PKCE with ${mine} is announced.`, spec }]
  return [
    {
      kind: 'differs',
      text: `PKCE is announced without ${mine} (${methods.join(', ')}); ${mine} is what will be sent.`,
      spec,
    },
  ]
}

function scope(form: ComparedProfile, metadata: MetadataSnapshot, front: boolean): readonly MetadataRemark[] {
  const supported = metadata.scopes_supported
  const asked = form.scope.split(/\s+/).filter((value) => value !== '')
  const spec = 'RFC 8414 §2'
  const remarks: MetadataRemark[] = []
  if (front && !asked.includes('openid')) {
    remarks.push({
      kind: 'missing',
      text: 'Without openid in the scope there is no ID token.',
      spec: 'OIDC Core §3.1.2.1',
    })
  }
  const unknown = supported ? asked.filter((value) => !supported.includes(value)) : []
  if (unknown.length > 0) {
    remarks.push({ kind: 'missing', text: `Scope not announced: ${unknown.join(' ')}.`, spec })
  } else if (supported && asked.length > 0) {
    remarks.push({ kind: 'agrees', text: 'Every scope asked for is announced.', spec })
  }
  return remarks
}

function responseIssuer(metadata: MetadataSnapshot): readonly MetadataRemark[] {
  const spec = 'RFC 9207 §3'
  if (metadata.authorization_response_iss_parameter_supported === true) {
    return [{ kind: 'agrees', text: 'The answer in the browser names its issuer (iss).', spec }]
  }
  return [
    {
      kind: 'missing',
      text: 'The answer in the browser does not have to name its issuer (iss), so a mix-up shows only later.',
      spec,
    },
  ]
}

/** What could not be compared, so that silence is not taken for agreement. */
function completeness(metadata: MetadataSnapshot): readonly MetadataRemark[] {
  const remarks: MetadataRemark[] = []
  if (metadata.unreadable !== undefined && metadata.unreadable.length > 0) {
    const text = `Announced in a form that cannot be read, and not compared: ${metadata.unreadable.join(', ')}.`
    remarks.push({ kind: 'missing', text, spec: 'RFC 8414 §2' })
  }
  // Without an address it is no snapshot, but some members that a run knows.
  if (!knowsAbsence(metadata) && metadata.url !== '') {
    const text =
      'Kept by an earlier version, with fewer members: read the metadata again to compare all of it.'
    remarks.push({ kind: 'missing', text, spec: 'RFC 8414 §2' })
  }
  return remarks
}
