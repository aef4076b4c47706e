import type { ErrorData } from '../../shared/error.ts'

export type WorkerRequest = { readonly id: number; readonly name: string; readonly input: unknown }
/** `error` is null where the job itself broke; the reason stays there, it may repeat key material. */
export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ErrorData | null }
