"""The style sheet of the page that needs no network: two columns on a desk, one on a phone, a page a day on paper."""

from __future__ import annotations

from planner.present.palette import Palette


def build_page_style(palette: Palette) -> str:
    """Return the style sheet in one palette."""
    return f"""
*{{box-sizing:border-box}}
html{{color-scheme:light;scroll-behavior:smooth}}
body{{margin:0;background:{palette.paper};color:{palette.ink};
  font:1rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;overflow-wrap:anywhere}}
p{{margin:0}}
a{{color:{palette.link}}}
header{{padding:1rem 1.25rem .75rem;border-bottom:3px solid {palette.accent}}}
h1{{margin:0 0 .2rem;font-size:1.6rem;line-height:1.25}}
h2{{margin:0;font-size:1.2rem;line-height:1.3}}
.soft{{color:{palette.soft};font-size:.88rem}}
nav{{display:flex;flex-wrap:wrap;gap:.4rem;margin-top:.6rem}}
nav a,button{{display:inline-flex;align-items:center;min-height:44px;padding:.3rem .85rem;border-radius:10px;
  border:1px solid {palette.rule};background:{palette.card};color:{palette.ink};font:inherit;font-size:.92rem;
  text-decoration:none;cursor:pointer}}
html:not(.js) :is(button,.layers,.folium-map),html.js .no-script{{display:none!important}}
button[aria-pressed=true]{{background:{palette.ink};color:{palette.paper}}}
.layers button{{border-width:2px}}
nav a:focus-visible,button:focus-visible,a:focus-visible{{outline:3px solid {palette.accent};outline-offset:2px}}
main{{display:grid;grid-template-columns:minmax(0,6fr) minmax(0,5fr);gap:1.25rem;padding:1rem 1.25rem}}
.map{{position:sticky;top:.75rem;align-self:start}}
.layers{{display:flex;flex-wrap:wrap;gap:.4rem;margin-bottom:.5rem}}
.map>div:not(.layers){{width:100%}}
.folium-map{{position:relative;width:100%;height:calc(100vh - 6rem);min-height:320px;border:1px solid {palette.rule};
  border-radius:12px;overflow:hidden}}
.day{{background:{palette.card};border:1px solid {palette.rule};border-left:6px solid var(--day);border-radius:12px;
  padding:.9rem 1rem;margin-bottom:1rem;scroll-margin-top:.5rem;display:flex;flex-direction:column}}
.day-head{{display:flex;flex-wrap:wrap;gap:.3rem .8rem;justify-content:space-between;align-items:center}}
table{{width:100%;border-collapse:collapse;margin:.6rem 0}}
th{{width:6.9rem;text-align:left;vertical-align:top;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap;
  padding:.35rem .5rem .35rem 0;color:{palette.soft};font-size:.92rem}}
td{{padding:.35rem 0;display:flex;gap:.6rem;align-items:flex-start}}
td>div{{min-width:0;flex:1}}
tr.stop{{border-top:1px solid {palette.rule};border-bottom:1px solid {palette.rule}}}
tr.stop th{{color:{palette.ink}}}
tr:not(.stop) b{{font-weight:500}}
.number{{flex:none;width:1.75rem;height:1.75rem;border-radius:50%;background:var(--day);color:{palette.on_day};
  display:flex;align-items:center;justify-content:center;font-weight:700;font-size:.95rem}}
.products{{margin:.3rem 0 0;padding-left:1.1rem;font-size:.92rem}}
.products li{{margin:.2rem 0}}
.rp-badge{{white-space:normal}}
.links{{order:1;display:flex;gap:1rem;align-items:center;border-top:1px solid {palette.rule};padding-top:.6rem}}
.links a{{display:inline-block;padding:.35rem 0}}
figure{{margin:0;flex:none;width:8.5rem}}
figure svg{{display:block;width:100%;height:auto}}
figcaption{{font-size:.74rem;line-height:1.3;color:{palette.soft}}}
footer{{padding:.25rem 1.25rem 1.5rem;color:{palette.soft};font-size:.85rem}}
@media (max-width:860px){{
  header,main,footer{{padding-left:.8rem;padding-right:.8rem}}
  main{{display:block}}
  .map{{position:static;margin-bottom:1rem}}
  .folium-map{{height:340px}}
  th{{width:3.6rem;white-space:normal}}
}}
@media print{{
  @page{{margin:12mm}}
  html{{font-size:13px}}
  body{{background:#fff;line-height:1.36}}
  header{{border-color:{palette.ink};padding:0 0 .4rem;margin-bottom:.6rem}}
  nav,.map,.show,.apps,.products .soft,footer{{display:none}}
  main{{display:block;padding:0}}
  .day{{display:block;border:0;border-radius:0;padding:0;margin:0;break-after:page}}
  .day:last-child{{break-after:auto}}
  .links{{display:block;float:right;border:0;padding:0;margin:0 0 .4rem 1rem}}
  figure{{width:30mm}}
  table{{width:auto}}
  th{{width:7.2rem;white-space:nowrap}}
  th,td{{padding-top:.18rem;padding-bottom:.18rem}}
  td p.soft{{display:inline}}
  td p.soft+p.soft::before{{content:" · "}}
  .products{{margin:.1rem 0 0}}
  .products li{{margin:0}}
  tr{{break-inside:avoid}}
  a{{color:inherit;text-decoration:none}}
  .number,.rp-badge,.rp-shape{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
}}
@media (prefers-reduced-motion:reduce){{html{{scroll-behavior:auto}}}}
"""
