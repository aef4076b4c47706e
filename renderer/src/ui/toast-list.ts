/** How something that was done is taken back. */
export type Undo = {
  readonly run: () => void
  /**
   * Calls back once there is nothing left to take back: other work stands in its place. The answer ends the watch.
   * Absent where it can be taken back from anywhere and whatever happens since, such as a deletion.
   */
  readonly watch?: (gone: () => void) => () => void
}

export type Toast = {
  readonly id: number
  readonly message: string
  readonly undo?: Undo
}

/** More than this are a pile: older ones have been seen, and an undo further back would surprise. */
const most = 2

/** A new message takes the place of one that says the same. */
export function addToast(toasts: readonly Toast[], toast: Toast): readonly Toast[] {
  return [...toasts.filter(({ message }) => message !== toast.message), toast].slice(-most)
}

/** Another room came to the front: what was said about the last one goes; what can be undone from anywhere stays. */
export function afterViewChange(toasts: readonly Toast[]): readonly Toast[] {
  return toasts.filter(({ undo }) => undo !== undefined && undo.watch === undefined)
}
