import { expect, it } from 'vitest'
import { createBoundedAdapter } from './bounded-adapter.ts'

it('keeps until it expires, by its own clock', async () => {
  let now = 1_000_000
  const tokens = createBoundedAdapter(() => now)('AccessToken')
  await tokens.upsert('a', { grantId: 'g' }, 60)
  now += 59_999
  expect(await tokens.find('a')).toEqual({ grantId: 'g' })
  now += 1
  expect(await tokens.find('a')).toBeUndefined()
})

it('keeps the models apart', async () => {
  const create = createBoundedAdapter(() => 0)
  await create('Session').upsert('a', { uid: 'u', userCode: 'c' }, 60)
  expect(await create('Grant').find('a')).toBeUndefined()
  expect(await create('Grant').findByUid('u')).toBeUndefined()
  expect(await create('Session').findByUid('u')).toBeDefined()
  expect(await create('Session').findByUserCode('c')).toBeDefined()
})

it('marks as consumed, destroys, and revokes all of one grant', async () => {
  const create = createBoundedAdapter(() => 5_000)
  const codes = create('AuthorizationCode')
  await codes.upsert('a', { grantId: 'g' }, 60)
  await codes.consume('a')
  expect(await codes.find('a')).toMatchObject({ consumed: 5 })
  await create('AccessToken').upsert('t', { grantId: 'g' }, 60)
  await create('AccessToken').upsert('other', { grantId: 'h' }, 60)
  await codes.revokeByGrantId('g')
  expect(await codes.find('a')).toBeUndefined()
  expect(await create('AccessToken').find('t')).toBeUndefined()
  await create('AccessToken').destroy('other')
  expect(await create('AccessToken').find('other')).toBeUndefined()
})

it('does not grow without end', async () => {
  const codes = createBoundedAdapter(() => 0)('AuthorizationCode')
  for (let number = 0; number < 5_001; number += 1)
    await codes.upsert(String(number), { jti: String(number) }, 60)
  expect(await codes.find('0')).toBeUndefined()
  expect(await codes.find('1')).toBeDefined()
  expect(await codes.find('5000')).toBeDefined()
})
