import { listTokens } from '../../../../../shared/token/scan/list-tokens.ts'
import type { ScanAnswer } from './scan-in-worker.ts'

/** A worker for one text: it gets the text, answers in batches, and is ended by whoever started it. */
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<string>) => void) | null
  postMessage(answer: ScanAnswer): void
}

scope.onmessage = ({ data }) => {
  try {
    for (const batch of listTokens(data, { batch: 5000 })) scope.postMessage({ kind: 'batch', batch })
    scope.postMessage({ kind: 'done' })
  } catch (error) {
    scope.postMessage({ kind: 'failed', message: error instanceof Error ? error.name : 'unknown' })
  }
}
