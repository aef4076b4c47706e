/**
 * The public test for RSA keys of a faulty card library (ROCA, CVE-2017-15361; Nemec et al., "The Return of
 * Coppersmith's Attack", CCS 2017 §3): its primes are powers of 65537 modulo the product of the first primes, and so is
 * their product, the modulus. Such a key can be factored. Arithmetic on public numbers; a key made otherwise passes by
 * accident once in more than 2^150 times.
 */
const generator = 65_537n
const smallPrimes = [
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103,
  107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
].map(BigInt)

export function hasRocaFingerprint(modulus: bigint): boolean {
  // Cheap and almost always the end: the residue modulo each prime is a power of the generator.
  if (!smallPrimes.every((prime) => isPower(modulus % prime, prime))) return false
  return isPowerModuloAll(modulus)
}

function isPower(residue: bigint, prime: bigint): boolean {
  let power = 1n
  do {
    if (power === residue) return true
    power = (power * generator) % prime
  } while (power !== 1n)
  return false
}

/** One exponent for all primes at once (Pohlig and Hellman): the same in each subgroup of prime-power order. */
function isPowerModuloAll(modulus: bigint): boolean {
  const product = smallPrimes.reduce((all, prime) => all * prime, 1n)
  const totient = smallPrimes.reduce((all, prime) => all * (prime - 1n), 1n)
  const order = smallPrimes.reduce((left, prime) => {
    let rest = left
    while (rest % prime === 0n && power(generator, rest / prime, product) === 1n) rest /= prime
    return rest
  }, totient)
  const element = modulus % product
  if (power(element, order, product) !== 1n) return false
  return smallPrimes.every((prime) => {
    let part = 1n
    while (order % (part * prime) === 0n) part *= prime
    if (part === 1n) return true
    const base = power(generator, order / part, product)
    const target = power(element, order / part, product)
    let found = 1n
    for (let exponent = 0n; exponent < part; exponent += 1n) {
      if (found === target) return true
      found = (found * base) % product
    }
    return false
  })
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** A prime below 2,000 that divides the modulus; null where there is none. No honest key has one. */
export function smallFactor(modulus: bigint): number | null {
  const rest = modulus % primorial
  return primesBelow2000.find((prime) => rest % BigInt(prime) === 0n) ?? null
}

const primesBelow2000 = Array.from({ length: 1998 }, (_, index) => index + 2).filter((number) => {
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) return false
  return true
})
const primorial = primesBelow2000.reduce((all, prime) => all * BigInt(prime), 1n)
