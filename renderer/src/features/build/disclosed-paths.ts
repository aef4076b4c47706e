import type { ClaimPath } from '../../../../shared/sd-jwt/create-sd-jwt.ts'

function isSame(one: ClaimPath, other: ClaimPath): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index])
}

export function isDisclosed(all: readonly ClaimPath[], path: ClaimPath): boolean {
  return all.some((each) => isSame(each, path))
}

export function toggleDisclosure(all: readonly ClaimPath[], path: ClaimPath): readonly ClaimPath[] {
  return isDisclosed(all, path) ? all.filter((each) => !isSame(each, path)) : [...all, path]
}

/** Without the claim and what stood inside it: it is gone, and so are its places. */
export function withoutClaim(all: readonly ClaimPath[], name: string): readonly ClaimPath[] {
  return all.filter(([first]) => first !== name)
}
