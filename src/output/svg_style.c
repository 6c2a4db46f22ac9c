/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Colours and hatches of drawings, in light and dark. */
#include "output/svg.h"

#include "format/markup.h"

const char svg_style[] =
	":root{color-scheme:light dark;--bg:#fff;--fg:#1b1b1b;--mute:#5c5c5c;--line:#b9b9b9;"
	"--h:#cfe0f5;--c0:#d3ecd0;--c1:#a9d6a4;--e0:#fde6c4;--e1:#f6c98b;--p:#f0cfe2;"
	"--r:#f1f1f1;--v:#ddd3f0;--x:#f6c6c6;--hatch:#00000030;"
	"--drop:#ececec;--virt:#bcd9f7;--hard:#f5a793;--both:#f3d269;--undef:#d9c2e9}"
	"@media(prefers-color-scheme:dark){:root{--bg:#151618;--fg:#e8e8e8;--mute:#a3a3a3;"
	"--line:#4c4f54;--h:#223c58;--c0:#23452a;--c1:#356a3f;--e0:#4f3a1a;--e1:#72531f;"
	"--p:#56304a;--r:#232528;--v:#3b3163;--x:#612b2b;--hatch:#ffffff30;"
	"--drop:#2a2c2f;--virt:#1f4c7a;--hard:#8a3a28;--both:#73601a;--undef:#54386b}}"
	"@media print{:root{color-scheme:light;--bg:#fff;--fg:#000;--mute:#444;--line:#888;"
	"--h:#cfe0f5;--c0:#d3ecd0;--c1:#a9d6a4;--e0:#fde6c4;--e1:#f6c98b;--p:#f0cfe2;"
	"--r:#f1f1f1;--v:#ddd3f0;--x:#f6c6c6;--hatch:#00000040;"
	"--drop:#ececec;--virt:#bcd9f7;--hard:#f5a793;--both:#f3d269;--undef:#d9c2e9}"
	"*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}"
	"svg{font:11px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace}"
	"svg text{fill:var(--fg)}svg .o,svg .n{fill:var(--mute)}svg .l{font-size:6px;fill:var(--mute)}"
	"svg .m{text-anchor:middle}"
	"rect{stroke:var(--line);stroke-width:.5}.hatch{stroke:var(--hatch);fill:none}"
	".b-h{fill:var(--h)}.b-e0{fill:var(--e0)}.b-e1{fill:var(--e1)}.b-p{fill:var(--p)}"
	".b-v{fill:var(--v)}.b-x{fill:var(--x)}pattern rect{stroke:none}"
	".k-h{fill:url(#p-h)}.k-c0{fill:var(--c0)}.k-c1{fill:var(--c1)}.k-e0{fill:url(#p-e0)}"
	".k-e1{fill:url(#p-e1)}.k-p{fill:url(#p-p)}.k-r{fill:var(--r)}.k-v{fill:url(#p-v)}"
	".k-x{fill:url(#p-x);stroke-dasharray:3 2;stroke:var(--fg)}"
	".w-d{fill:var(--drop)}.w-v{fill:var(--virt)}.w-h{fill:var(--hard)}.w-b{fill:var(--both)}"
	".w-u{fill:var(--undef)}"
	".g-user,.g-guest,.g-policy{display:none}";

/* One hatch: six units wide, on the colour of its kind. */
static void pattern(const char *kind, const char *lines)
{
	markup_print("<pattern id=\"p-%s\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
		     "<rect class=\"b-%s\" width=\"6\" height=\"6\"/><path class=\"hatch\" d=\"%s\"/>"
		     "</pattern>", kind, kind, lines);
}

void svg_patterns(void)
{
	markup_print("<defs>");
	pattern("h", "M0 3H6");
	pattern("e0", "M-1 1L1 -1M0 6L6 0M5 7L7 5");
	pattern("e1", "M-1 1L1 -1M0 6L6 0M5 7L7 5");
	pattern("p", "M0 3H6M3 0V6");
	pattern("v", "M3 0V6");
	pattern("x", "M0 6L6 0M0 0L6 6");
	markup_print("</defs>");
}
