/** Ends a case that can teach nothing here; the message says why, and nothing is concluded from it. */
export class NotChecked extends Error {
  override readonly name = 'NotChecked'
}
