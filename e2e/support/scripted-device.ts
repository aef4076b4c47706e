import type { Faults } from './scripted-faults.ts'

export const deviceCode = 'canary-device-code'

/** RFC 8628 §3.2. */
export function deviceAnswer(issuer: string, { device }: Faults): unknown {
  const answer = {
    device_code: deviceCode,
    user_code: 'WDJB-MJHT',
    verification_uri: `${issuer}/enter`,
    verification_uri_complete: `${issuer}/enter?user_code=WDJB-MJHT`,
    expires_in: 600,
    interval: 5,
    ...device,
  }
  return withoutAbsent(answer)
}

export const authReqId = 'canary-auth-req-id'

/** CIBA Core §7.3. */
export function backchannelAnswer({ ciba }: Faults): unknown {
  return withoutAbsent({ auth_req_id: authReqId, expires_in: 120, interval: 2, ...ciba })
}

function withoutAbsent(answer: object): unknown {
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined))
}
