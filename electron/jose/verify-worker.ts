import { parentPort } from 'node:worker_threads'
import { checkSignature } from './check-signature.ts'
import type { VerifyJob, VerifyOutcome } from './verify-job.ts'

/** Keys are imported and signatures checked on this thread, so that a slow key never holds up the window. */
export type WorkerRequest = { readonly id: number; readonly job: VerifyJob }
/** `outcome` is null where the check itself broke; the reason stays here, it may repeat key material. */
export type WorkerAnswer = { readonly id: number; readonly outcome: VerifyOutcome | null }

parentPort?.on('message', ({ id, job }: WorkerRequest) => {
  const answer = (outcome: VerifyOutcome | null) =>
    parentPort?.postMessage({ id, outcome } satisfies WorkerAnswer)
  checkSignature(job).then(answer, () => answer(null))
})
