import { expect, test } from 'vitest'
import { checkAuthorizationDetails } from './check-authorization-details.ts'

const pay = { type: 'payment', amount: '1' }
const asked = JSON.stringify([pay])

test.each<[string, string, unknown, readonly (readonly [string, string])[]]>([
  ['nothing asked, nothing granted', '', undefined, []],
  ['as asked', asked, [pay], [['pass', 'each as it was asked for']]],
  [
    'filled in',
    asked,
    [{ ...pay, id: 'x' }],
    [['pass', 'the provider filled in or changed members of them']],
  ],
  ['nothing said', asked, undefined, [['fail', '']]],
  ['another type', asked, [{ type: 'account' }], [['fail', 'not granted: payment; not asked for: account']]],
  ['not asked for', '', [pay], [['fail', 'not asked for: payment']]],
  ['no array', asked, pay, [['fail', '']]],
  ['no type', asked, [{ amount: '1' }], [['fail', '']]],
  ['null', asked, [null], [['fail', '']]],
])('%s', (_, wanted, granted, expected) => {
  const checks = checkAuthorizationDetails({ authorization_details: granted }, wanted)
  expect(checks.map(({ status, note = '' }) => [status, note])).toEqual(expected)
})
