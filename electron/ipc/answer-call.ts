import type { Answer, Handlers } from '../../shared/ipc/bridge.ts'
import { type CallName, type CallOutput, calls } from '../../shared/ipc/contract.ts'
import { toErrorData, toInputError } from './error-data.ts'

/**
 * One call: parse the input, run the handler, parse the output; every failure is data.
 * Imports no Electron, so the door is tested without a window.
 */
export async function answerCall<N extends CallName>(
  handlers: Handlers,
  name: N,
  input: unknown,
  report: (name: CallName, error: unknown) => void = () => {},
): Promise<Answer<CallOutput<N>>> {
  const { input: inputSchema, output: outputSchema } = calls[name]
  const parsed = inputSchema.safeParse(input)
  if (!parsed.success) return { ok: false, error: toInputError(parsed.error) }
  try {
    const handler = handlers[name] as (input: unknown) => unknown
    const value = outputSchema.safeParse(await handler(parsed.data))
    if (!value.success) {
      report(name, value.error)
      return { ok: false, error: { code: 'ERR_OUTPUT', message: 'the answer had another form than agreed' } }
    }
    return { ok: true, value: value.data as CallOutput<N> }
  } catch (error) {
    const data = toErrorData(error)
    if (data.code === 'ERR_INTERNAL') report(name, error)
    return { ok: false, error: data }
  }
}
