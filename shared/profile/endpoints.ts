import { z } from 'zod'

const address = z
  .string()
  .trim()
  .max(2048)
  .regex(/^(?:https?:\/\/|\{\{)[^\s#"'<>]+$/, 'an https or http address without fragment')
  .optional()

/**
 * A provider that announces nothing, described by hand in the names of RFC 8414 §2. What is absent is not there: a
 * check that would need it is not made.
 */
export const endpoints = z.strictObject({
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  userinfo_endpoint: address,
  revocation_endpoint: address,
  introspection_endpoint: address,
  device_authorization_endpoint: address,
  pushed_authorization_request_endpoint: address,
  backchannel_authentication_endpoint: address,
  end_session_endpoint: address,
  registration_endpoint: address,
})
export type Endpoints = z.infer<typeof endpoints>
export const endpointFields = Object.keys(endpoints.shape) as readonly (keyof Endpoints)[]
