export type Toast = {
  readonly id: number
  readonly message: string
  readonly undo?: () => void
}

/** More than this are a pile: older ones have been seen, and an undo further back would surprise. */
const most = 2

/** A new message takes the place of one that says the same. */
export function addToast(toasts: readonly Toast[], toast: Toast): readonly Toast[] {
  return [...withoutMessage(toasts, toast.message), toast].slice(-most)
}

export function withoutMessage(toasts: readonly Toast[], message: string): readonly Toast[] {
  return toasts.filter((toast) => toast.message !== message)
}

/** Another view came to the front: what was said about the last one goes, what can be undone stays for its time. */
export function afterViewChange(toasts: readonly Toast[]): readonly Toast[] {
  return toasts.filter(({ undo }) => undo !== undefined)
}
