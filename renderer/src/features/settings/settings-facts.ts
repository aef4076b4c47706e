import type { CallOutput } from '../../../../shared/ipc/contract.ts'

export type AppFacts = CallOutput<'app.info'>

const platforms: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }

export function factRows(facts: AppFacts): readonly { readonly name: string; readonly value: string }[] {
  return [
    { name: 'Claimscope', value: facts.version },
    { name: 'Electron', value: facts.electron },
    { name: 'Chromium', value: facts.chrome },
    { name: 'Node', value: facts.node },
    { name: 'Platform', value: platforms[facts.platform] ?? facts.platform },
    { name: 'Data folder', value: facts.userData },
  ]
}

export const shortcuts: readonly { readonly does: string; readonly keys: readonly string[] }[] = [
  { does: 'Paste into Inspect from anywhere outside a field', keys: ['Mod', 'V'] },
  { does: 'Verify, or sign in: the main action of the view', keys: ['Mod', 'Enter'] },
  { does: 'Commands', keys: ['Mod', 'K'] },
  { does: 'Lock', keys: ['Mod', 'L'] },
  { does: 'Inspect', keys: ['Mod', '1'] },
  { does: 'Flows', keys: ['Mod', '2'] },
  { does: 'Profiles', keys: ['Mod', '3'] },
  { does: 'Provider', keys: ['Mod', '4'] },
  { does: 'Settings', keys: ['Mod', ','] },
  { does: 'Save the profile', keys: ['Mod', 'S'] },
]
