/**
 * An id for a new environment, client or user. Random and never a counter: an id that came back after its variant was
 * removed would hand that one's secrets to another.
 */
export function newVariantId(): string {
  return crypto.randomUUID()
}
