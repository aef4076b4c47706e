/** One style for every page: the colours of the app, light and dark, nothing loaded from anywhere. */
export const pageStyle = `
:root{color-scheme:light dark;--bg:#f6f7f9;--pane:#fff;--line:#e0e4ea;--line-strong:#858f9f;--ink:#1a2130;--ink-2:#4c5668;
--accent:#3450d6;--accent-ink:#fff;--fail:#b3261e;--sunken:#f0f2f5}
@media (prefers-color-scheme:dark){:root{--bg:#0f1218;--pane:#161a22;--line:#262c38;--line-strong:#6b7588;--ink:#e6eaf2;--ink-2:#aab3c4;
--accent:#8ea2ff;--accent-ink:#0f1218;--fail:#ff8a80;--sunken:#12151c}}
*{box-sizing:border-box;margin:0}
body{background:var(--bg);color:var(--ink);font:400 14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;
min-height:100vh;display:grid;place-items:center;padding:24px}
main{background:var(--pane);border:1px solid var(--line);border-radius:10px;padding:24px;width:100%;max-width:440px;display:grid;gap:16px;overflow-wrap:anywhere}
.brand{color:var(--ink-2);font-size:12px}
h1{font-size:20px;line-height:1.3;font-weight:600}
form{display:grid;gap:16px}
label{display:block;font-size:13px;font-weight:600}
.field{display:grid;gap:6px}
.hint{color:var(--ink-2);font-size:12px}
.problem{color:var(--fail);font-size:13px}
input[type=text]{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line-strong);border-radius:6px;padding:8px 10px;width:100%;min-height:38px}
input[aria-invalid=true]{border-color:var(--fail)}
section{display:grid;gap:8px}
h2{font-size:13px;font-weight:600}
ul{list-style:none;padding:0;border:1px solid var(--line);border-radius:6px}
li{display:grid;grid-template-columns:116px 1fr;align-items:baseline;gap:0 12px;padding:6px 10px;border-top:1px solid var(--line)}
li:first-child{border-top:0}
li span{color:var(--ink-2);font-size:13px}
@media (max-width:420px){body{padding:12px}main{padding:16px}li{grid-template-columns:1fr}}
code{font:500 12.5px/1.6 ui-monospace,"SF Mono","Cascadia Code","DejaVu Sans Mono",monospace}
.buttons{display:flex;flex-wrap:wrap;gap:8px}
button{font:inherit;font-weight:600;min-height:38px;padding:0 16px;border-radius:6px;border:1px solid var(--line-strong);background:var(--pane);color:var(--ink);cursor:pointer}
button.primary{background:var(--accent);border-color:var(--accent);color:var(--accent-ink)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`
