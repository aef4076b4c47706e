import { describe, expect, it } from 'vitest'
import { checkTime } from './claim-checks.ts'

const at = 1_800_000_000
const check = (claims: Record<string, number>, skew: number) =>
  checkTime(new Map(Object.entries(claims)), { at, skew })

describe('the clock tolerance', () => {
  it.each([
    [{ exp: at - 5 }, 'exp has passed'],
    [{ exp: at }, 'exp has passed'],
    [{ exp: at + 60, nbf: at + 5 }, 'nbf is still to come'],
    [{ exp: at + 60, iat: at + 5 }, 'iat is still to come'],
  ])('is named where a pass needs it: %j', (claims, fact) => {
    expect(check(claims, 0).status).toBe('fail')
    const tolerated = check(claims, 30)
    expect(tolerated.status).toBe('pass')
    expect(tolerated.note).toBe(`This holds only thanks to the tolerance: ${fact}.`)
  })

  it('is not mentioned where the clocks agree', () => {
    expect(check({ exp: at + 60, nbf: at - 60, iat: at }, 30).note).toBeUndefined()
  })

  it('ends where it ends', () => {
    expect(check({ exp: at - 30 }, 30)).toMatchObject({ status: 'fail', code: 'EXPIRED' })
    expect(check({ exp: at + 60, nbf: at + 31 }, 30)).toMatchObject({ status: 'fail', code: 'NOT_YET_VALID' })
  })
})

it('a number too large for any clock is called so', () => {
  const found = checkTime(new Map([['exp', JSON.parse('1e400')]]), { at: 1, skew: 0 })
  expect(found).toMatchObject({ code: 'CLAIM_TYPE', found: 'exp is a number beyond range' })
})
