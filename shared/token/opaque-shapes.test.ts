import { describe, expect, it } from 'vitest'
import { explainOpaqueShape, findOpaqueShape, opaqueShapes } from './opaque-shapes.ts'

// Put together here, so that no scanner of secrets takes this file for a leak.
const filled = (prefix: string, length = 40, character = 'a') => prefix + character.repeat(length)
const uuid = '123e4567-e89b-42d3-a456-426614174000'

describe('findOpaqueShape', () => {
  it.each([
    [filled('gh' + 'p_', 36), 'github_pat_classic'],
    [filled('github' + '_pat_', 82), 'github_pat'],
    [filled('gl' + 'pat-', 20), 'gitlab_pat'],
    [filled('xo' + 'xb-', 20, '1'), 'slack_bot'],
    [filled('ya' + '29.', 100), 'google_access'],
    [filled('1//' + '0', 40), 'google_refresh'],
    [filled('AK' + 'IA', 16, 'A'), 'aws_access_key'],
    [filled('sk' + '_live_', 24), 'stripe_secret'],
    [filled('0.' + 'A', 300), 'entra_refresh'],
    [filled('1.' + 'A', 300), 'entra_refresh'],
    [filled('00', 40, 'x'), 'okta_api'],
    [filled('v1.', 48), 'auth0_refresh'],
    [filled('np' + 'm_', 36), 'npm'],
    [filled('sk' + '-ant-', 60), 'anthropic'],
    [filled('sk' + '-', 48), 'openai'],
    [`${uuid}.${uuid}.${uuid}`, 'keycloak_code'],
    [uuid, 'uuid'],
    [`${'A1'.repeat(32)}-1`, 'identityserver_handle'],
    ['ab12'.repeat(10), 'hex'],
  ])('%s', (text, id) => expect(findOpaqueShape(text)?.id).toBe(id))

  it.each(['', 'hello', 'ghp_', 'www.example.com', '2YotnFZFEjr1zCsicMWpAA', `x${uuid}`, `${uuid}\n`])(
    'knows nothing of %j',
    (text) => expect(findOpaqueShape(text)).toBeNull(),
  )

  it('has ids of its own, anchors that begin their patterns, and one honest sentence each', () => {
    expect(new Set(opaqueShapes.map(({ id }) => id)).size).toBe(opaqueShapes.length)
    for (const shape of opaqueShapes) {
      const { anchor, pattern } = shape
      if (anchor !== null) expect(pattern.replaceAll('\\', '').startsWith(anchor)).toBe(true)
      expect(explainOpaqueShape(shape)).toMatch(shape.owner === null ? /cannot be seen/ : /a guess/)
    }
  })

  it('stays linear on long text', () => {
    for (const { pattern } of opaqueShapes) new RegExp(`^(?:${pattern})$`).test('a1-'.repeat(100_000))
    expect(findOpaqueShape('a'.repeat(1_000_000))).toBeNull()
  })
})
