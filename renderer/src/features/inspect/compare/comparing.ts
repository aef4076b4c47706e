/** What a token is compared with; kept above the panes, which a smaller window builds anew. */
export type Comparing = {
  /** The comparison is on the screen; it ends with the token that it was opened for. */
  readonly open: boolean
  /** The pasted other side. */
  readonly text: string
  /** The other side of those offered; null: the first one. */
  readonly chosenId: string | null
  readonly onlyDifferent: boolean
}

export const emptyComparing: Comparing = { open: false, text: '', chosenId: null, onlyDifferent: false }
