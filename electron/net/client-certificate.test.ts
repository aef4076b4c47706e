import { expect, test } from 'vitest'
import { readClientCertificate } from './client-certificate.ts'
import { makeSelfSigned } from './make-certificate.ts'

/** CN=pkcs12-test, its key beside it, opened by `tulip`; made by OpenSSL 3, good for a hundred years. */
const pkcs12 =
  'MIIEDAIBAzCCA8IGCSqGSIb3DQEHAaCCA7MEggOvMIIDqzCCAmIGCSqGSIb3DQEHBqCCAlMwggJPAgEAMIICSAYJKoZIhvcNAQcB' +
  'MFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhtkSHnXb224AICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEHtJ' +
  'MTQQb30PFDYA7tZ3iS+AggHgLDkOv0ctXJenPWLD+i5AvelBUi7FtSdkd3AmL8LG5z2Nza1JZ/J8+71VcZESmROZwYjwIShY74sI' +
  'j4yUyl4hPLTxDY8yM5PyHwBQBooFapill7ynmls3HWKF7lXoVUgzlC58NtMRSWVDiDN8Pn4W11bmuyV6fISDSJB2ZIP561GAHCMN' +
  'lIv+4MGkqKSkebN8GAH06zwKz785Ap6z2QK80NpmAYRQycYAfCIOMAkdwLiLe4Kf3LLWU0blM8ahGlykMXymPyPmYmD4cYAl4FaM' +
  '0WeZ/iYE6T9iWwPIE51QlHuTrEdm8sIMtTLLdPB5R64xybZed4MWMdKquqcj/IFsDcpkSuBmmYWx15XI12HTeqLL0LDwb/gPkJ5g' +
  '7ryuH1WIi8afsdLzRxgfKEtG3NRPkeZ0xJZEh60LZdKAUZXDLELwtfDEj/tMaKDTd3KRvXvovNWUAuJAxJLtj6HHx6GRTpSpX3SK' +
  'KwM1tpAYFENxIlTLvmaDvBvPTIagO3RtUFYl8AbGpxqs14BOtQyTX31j6I/oJ4Isl4STIus1pzH6je9JcocyYQrFjdK/3OsTuHL9' +
  'qKuEQtKqVLyz8ZmlVeR9s7fLLjTj4Y8pcJMH0bsPbAgjFMyb+ZSSvF4X0Inh3TkfMIIBQQYJKoZIhvcNAQcBoIIBMgSCAS4wggEq' +
  'MIIBJgYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwECEAyDPwtX8hKAgIIADAMBggqhkiG' +
  '9w0CCQUAMB0GCWCGSAFlAwQBKgQQiLnSL/UJMXW7xJhtJgMpaASBkLYj9fCbJ+tlB/nd4Yy0Ti39occmzH2RMIkxaWO6Hh0Es990' +
  'yv7BRg74f8bwGdeVJg+JqJQ1TdplkRPazGxXTST9DMwZgEUB4WkLh8n1HrK0gazXMnt0LONtf0iRWajTyXkSkDmaKPn1M54/djZn' +
  'MI5s1ALqEtT67RHtbKLJEActXXfeCh4GMOOnM+HT01mvnzElMCMGCSqGSIb3DQEJFTEWBBREnBXU1BqiEcCPu69pmcTpgGv6eTBB' +
  'MDEwDQYJYIZIAWUDBAIBBQAEIEy6cz9AW6kzsqZDt48mMOU7F9lubm1SajiGMGRI6oDUBAj//Y19Iv+yJgICCAA='
/** The same as programs of the last decade wrote it: RC2 and SHA-1. */
const outdated =
  'MIIDggIBAzCCA0gGCSqGSIb3DQEHAaCCAzkEggM1MIIDMTCCAicGCSqGSIb3DQEHBqCCAhgwggIUAgEAMIICDQYJKoZIhvcNAQcB' +
  'MBwGCiqGSIb3DQEMAQYwDgQIYO8gJ0Q8/AwCAggAgIIB4HetNXHGoia6GykHPWKhO9mFQVjwCMUo3VovWPv+YNdBMwRfqkRGWbIq' +
  'Y2Mve4DsI6CPD26T91Itf5teHDaqVaBccyF/Egi9HLP9GILvw2tI9DjCAFud1zpTTbevPpKcS7RDLtskdwLCzMk+H0qVV+VkPfNy' +
  'IwmydQbMPy+TRiJUcwnEibt3pMlYyL6Qk8E/7w1GO4Q/7UgNSeBnqlot78PA2K5zLT0jsv3NsHpA4B0ov2665i4RaSlQm1lZXd4v' +
  'Pfx/cqT2L7Egowxc8qFXPkeHgOeyz74CQeL56fmRIuekJiYphDr2JfMvwctFJxpwI5lxfvZvm6WJtP7txqyslkdUdUo6MmKjGLpc' +
  'jR/Ieda123NI5oxjYGra0xbhoJopJ7an6WJC/wvdlJ68sl1KyJ+QMbEGXV5OPwfDfJalFNQm/9IvsbrviyNk7i/+rXNdPb4DM1sD' +
  'lDDxgZfEHcCuyRRp5JcPXiqQ0RsPU6t/hJ3DLGAMzuia4drCER4bTBEaTgxP4LArv7XOFBLySINe8D9ksfypQlmo/yzqiCvfgXqE' +
  'NDv4zFTw9ZSe4A5tCgPUZC72NHJ4fhILsxytlBQw9KUTbSW5lXUXwCwFL4k3fIPjixM63ZFpdI4Z8iMx2+VPWTCCAQIGCSqGSIb3' +
  'DQEHAaCB9ASB8TCB7jCB6wYLKoZIhvcNAQwKAQKggbQwgbEwHAYKKoZIhvcNAQwBAzAOBAgKX8A8JH3rJQICCAAEgZCwGz6XeLiS' +
  '8P5KpEJTp1KrkypIqrxHFbFPNLrlUof6piLNPl09a8YSoTF7Z4hqIXRfamIvSRv8Pry2lLldC9hGFeQRuRR3QEPUAL1pbkeTKaVA' +
  'U0eUrJcSNvap0TwrMLNH1axUMRr8kPD8DwOKA6z5Kv98yoJIpOrcX6MLctSBcHNe8Hyg4I0X3WkEXt0rnqkxJTAjBgkqhkiG9w0B' +
  'CRUxFgQURJwV1NQaohHAj7uvaZnE6YBr+nkwMTAhMAkGBSsOAwIaBQAEFECEL7R5/v07WjrIQP1mgkVun1YgBAhBNTx68GfBbwIC' +
  'CAA='

test('PKCS#12 in base64 is opened by its passphrase, also over several lines', () => {
  const lines = pkcs12.replace(/(.{76})/g, '$1\n')
  expect(readClientCertificate(lines, 'tulip')).toMatchObject({ passphrase: 'tulip' })
})

test('nothing is no certificate', () => {
  expect(readClientCertificate(' \n', 'tulip')).toEqual({})
})

test('PEM is taken with the key before or after the certificate', async () => {
  const { certificate, privateKey } = await makeSelfSigned({ name: 'a', days: 1 })
  expect(readClientCertificate(privateKey + certificate, '')).toHaveProperty('cert')
  expect(readClientCertificate(certificate + privateKey, '')).not.toHaveProperty('passphrase')
})

test.each([
  ['a wrong passphrase', pkcs12, 'rose', 'the passphrase does not open it'],
  ['no passphrase', pkcs12, '', 'none was given'],
  ['outdated encryption', outdated, 'tulip', 'outdated algorithm'],
  ['half of it', pkcs12.slice(0, 400), 'tulip', 'cannot be read'],
  ['something else in base64', 'AAAA', '', 'neither PEM nor PKCS#12'],
  ['text', 'my certificate', '', 'neither PEM nor PKCS#12'],
])('%s is refused in words that repeat nothing', (_, text, passphrase, words) => {
  try {
    readClientCertificate(text, passphrase)
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_INPUT', details: { field: 'client_certificate' } })
    const { message } = error as Error
    expect(message).toContain(words)
    if (passphrase !== '') expect(message).not.toContain(passphrase)
    expect(message).not.toContain(text.slice(0, 20))
  }
})
