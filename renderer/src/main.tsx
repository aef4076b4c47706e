import './zod-without-eval.ts'
import './styles/tokens.css'
import './styles/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { bridge } from './bridge.ts'
import { createFeatures } from './features.tsx'
import { createFrameStore } from './frame-store.ts'
import { Gate } from './gate.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no root element')

const deps = { bridge: bridge(), now: () => Date.now() }

const frame = createFrameStore(deps)

createRoot(root).render(
  <StrictMode>
    <Gate bridge={deps.bridge} frame={frame}>
      <App bridge={deps.bridge} features={createFeatures(deps)} frame={frame} />
    </Gate>
  </StrictMode>,
)
